; What the outline lists.
(flow "flow" @context name: (_) @name) @item
(scenario "scenario" @context title: (_) @name) @item
(workspace "workspace" @context title: (_) @name) @item
(schedule "schedule" @context name: (_) @name) @item
(channel "channel" @context name: (_) @name) @item
(bot "bot" @context name: (_) @name) @item
(template "template" @context name: (_) @name) @item
(text "text" @context name: (_) @name) @item
(intent "intent" @context name: (_) @name) @item
(group "group" @context name: (_) @name) @item
(field_declaration "field" @context name: (_) @name) @item
