(comment) @comment @spell

(keyword) @keyword
(verb) @function
(subject_word) @function
(operator) @keyword.operator
(word) @constant
(constant) @constant.builtin

(label (word) @label)
(use path: (string) @string.special.path)
(name) @variable
(event name: (_) @type)
(property name: (_) @property)
(property scope: _ @module)
(property prefix: _ @module)
(event "ce:" @module)
(parameter name: (_) @property)
(call function: (word) @function.call)
(metric) @variable.parameter

(string) @string
(escape) @string.escape
(number) @number
(bracket) @number
(duration) @number
(date) @number
(identifier) @number

["->" "=" ".." "+" "-" "*" "/"] @operator
["," ":"] @punctuation.delimiter
["(" ")" "{" "}"] @punctuation.bracket
["$:" "%:"] @punctuation.special
