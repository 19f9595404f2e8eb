; What is indented.
(_ "{" "}" @end) @indent
(_ "(" ")" @end) @indent
