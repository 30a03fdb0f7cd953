(source_file) @local.scope
(let name: (name) @local.definition)
(name) @local.reference
