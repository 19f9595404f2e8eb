; What is indented.
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
] @indent

"}" @outdent
