(query (label (_) @name)) @definition.function
(let name: (name) @name) @definition.constant
(use path: (string) @name) @reference.module
