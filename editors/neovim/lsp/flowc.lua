-- flowc's language server: `vim.lsp.enable("flowc")`.

---@type vim.lsp.Config
return {
  cmd = { "flowc", "lsp" },
  filetypes = { "flow" },
  root_markers = { "flowc.toml", ".git" },
}
