-- Opens a program as an editor does, and looks at what Neovim makes of it. From the folder of the project:
-- nvim --clean --headless -l editors/neovim/test.lua [FLOWC]
-- The parser has to be compiled, as docs/editors.md says; with FLOWC, the language server is tried as well.

local flowc = _G.arg[1]
vim.opt.runtimepath:prepend(vim.fn.fnamemodify("editors/neovim", ":p"))
vim.cmd("runtime! plugin/flow.lua")
vim.cmd("filetype plugin on")
if flowc then
  vim.lsp.config("flowc", { cmd = { flowc, "lsp" } })
  vim.lsp.enable("flowc")
end

local failed = 0
local function is(what, found, expected)
  if not vim.deep_equal(found, expected) then
    failed = failed + 1
    io.stderr:write(("%s: %s, not %s\n"):format(what, vim.inspect(found), vim.inspect(expected)))
  end
end

vim.cmd.edit("examples/salon/follow_up.flow")
is("the type of the file", vim.bo.filetype, "flow")
is("the comment", vim.bo.commentstring, "# %s")
local buffer = vim.api.nvim_get_current_buf()
is("the highlighter is on", vim.treesitter.highlighter.active[buffer] ~= nil, true)
local tree = vim.treesitter.get_parser(buffer, "flow"):parse(true)[1]
is("the tree has no mistake", tree:root():has_error(), false)

--- What colours the first letter of a word.
local function captures(word)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = line:find(word, 1, true)
    if column and not line:find("^%s*#") then
      return vim.tbl_map(function(it) return it.capture end, vim.treesitter.get_captures_at_pos(buffer, row - 1, column - 1))
    end
  end
end
is("flow", captures("flow "), { "keyword.type" })
is("a channel", vim.list_contains(captures("boutique for") or {}, "constant.channel"), true)
is("folds", vim.treesitter.foldexpr(vim.fn.search("^flow ")):sub(1, 1), ">")

-- What is typed is indented, comments too.
vim.cmd.new("typed.flow")
local keys = 'iflow a {\ron start\r# {\rafter 1d {  # later {\rsend "{contact.x"\r}\rsend "y"\r}\rflow b { on start }\r#'
vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys .. "\27", true, false, true), "tx", false)
is("what was typed", vim.api.nvim_buf_get_lines(0, 0, -1, false), {
  "flow a {", "  on start", "  # {", "  after 1d {  # later {", '    send "{contact.x"', "  }", '  send "y"', "}", "flow b { on start }", "#",
})
vim.cmd("bwipeout!")

if flowc then
  local attached = vim.wait(20000, function() return #vim.lsp.get_clients({ bufnr = buffer, name = "flowc" }) > 0 end)
  is("the server is attached", attached, true)
  vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { "flow broken {", '  sned "x"', "}" })
  local function codes() return vim.tbl_map(function(it) return it.code end, vim.diagnostic.get(buffer)) end
  is("the mistake is found", vim.wait(20000, function() return vim.list_contains(codes(), "S001") end), true)
end
print(failed == 0 and "neovim: fine\n" or ("neovim: %d wrong\n"):format(failed))
os.exit(failed == 0 and 0 or 1)
