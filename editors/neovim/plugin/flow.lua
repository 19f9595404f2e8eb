-- Makes Neovim know `.flow` files, and how to colour, fold and indent them once the parser is there as `parser/flow.so`.

vim.filetype.add({ extension = { flow = "flow" } })
if not vim.treesitter.language.add("flow") then
  return
end

-- The queries are those beside the grammar, so that there are none to copy.
local here = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h")
local queries = vim.fs.joinpath(here, "..", "tree-sitter-flow", "queries")
for name in vim.fs.dir(queries) do
  local purpose = name:match("^(%a+)%.scm$")
  if purpose and #vim.treesitter.query.get_files("flow", purpose) == 0 then
    local file = assert(io.open(vim.fs.joinpath(queries, name)))
    vim.treesitter.query.set("flow", purpose, file:read("*a"))
    file:close()
  end
end
