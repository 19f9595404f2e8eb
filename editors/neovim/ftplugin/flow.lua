-- How a `.flow` file is edited.

vim.bo.commentstring = "# %s"
vim.bo.comments = ":#"
vim.bo.shiftwidth = 2
vim.bo.expandtab = true
vim.bo.indentexpr = 'v:lua.require("flow.indent")(v:lnum)'
vim.bo.indentkeys = "0},o,O"
vim.bo.makeprg = "flowc check --format short"
vim.bo.errorformat = "%f:%l:%c: %trror[%m,%f:%l:%c: %tarning[%m,%f:%l:%c: %m"

if vim.treesitter.language.add("flow") then
  vim.treesitter.start()
  vim.wo[0][0].foldmethod = "expr"
  vim.wo[0][0].foldexpr = "v:lua.vim.treesitter.foldexpr()"
  vim.wo[0][0].foldlevel = 99
end
