; What is indented, in the words of Neovim. The text of a string is left as it is.
[
  (workspace_body)
  (schedule_body)
  (channel_body)
  (bot_body)
  (text_body)
  (intent_body)
  (flow_body)
  (block)
  (arms)
  (shares)
  (scenario_body)
  (entries)
] @indent.begin

"}" @indent.branch @indent.end
(string) @indent.ignore
(ERROR "{") @indent.begin
