; Where a quote begins no text.
(comment) @comment
(string) @string
