; Names, where they are defined and where they are used. All but the contacts of a scenario are known everywhere.
(scenario) @local.scope

(flow name: (flow_name) @local.definition.function)
(channel name: (channel_name) @local.definition.constant)
(schedule name: (schedule_name) @local.definition.constant)
(bot name: (bot_name) @local.definition.constant)
(template name: (template_name) @local.definition.constant)
(text name: (text_name) @local.definition.constant)
(intent name: (intent_name) @local.definition.constant)
(group name: (group_name) @local.definition.constant)
(field_declaration name: (path) @local.definition.field)
(contact_act (contact_name) @local.definition.var)

[
  (flow_name)
  (channel_name)
  (schedule_name)
  (bot_name)
  (template_name)
  (text_name)
  (intent_name)
  (group_name)
  (path)
  (contact_name)
] @local.reference
