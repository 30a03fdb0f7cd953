(query) @indent
(body "}" @end) @indent
(list ")" @end) @indent
