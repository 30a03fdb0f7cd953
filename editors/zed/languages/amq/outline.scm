(query label: (label (_) @name)) @item
(let name: (name) @name) @item
