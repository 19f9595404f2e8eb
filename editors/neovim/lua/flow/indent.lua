-- How far a line is indented: a step more behind a brace that stays open, a step less at the one that closes it.
-- (`smartindent` would put comments at the beginning of the line.)

--- Braces that a line opens, less those that it closes behind them; those in texts and comments do not count.
local function opened(line)
  local code = line:gsub("\\.", ""):gsub('"[^"]*"', ""):gsub("#.*", "")
  local depth = 0
  for brace in code:gmatch("[{}]") do
    depth = brace == "{" and depth + 1 or math.max(depth - 1, 0)
  end
  return depth
end

return function(number)
  local before = vim.fn.prevnonblank(number - 1)
  local step = vim.fn.shiftwidth()
  local indent = before == 0 and 0 or vim.fn.indent(before) + opened(vim.fn.getline(before)) * step
  return vim.fn.getline(number):match("^%s*}") and indent - step or indent
end
