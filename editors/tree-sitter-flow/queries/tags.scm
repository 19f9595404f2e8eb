; Definitions and their uses, for an outline and for finding symbols.
(flow name: (flow_name) @name) @definition.function
(scenario title: (string) @name) @definition.method
(workspace title: (string) @name) @definition.module
(channel name: (channel_name) @name) @definition.constant
(schedule name: (schedule_name) @name) @definition.constant
(bot name: (bot_name) @name) @definition.constant
(template name: (template_name) @name) @definition.constant
(text name: (text_name) @name) @definition.constant
(intent name: (intent_name) @name) @definition.constant
(group name: (group_name) @name) @definition.constant
(field_declaration name: (path) @name) @definition.field

(start flow: (flow_name) @name) @reference.call
(stop flow: (flow_name) @name) @reference.call
(send (text_name) @name) @reference.constant
(template_call name: (template_name) @name) @reference.constant
