[
  (query)
  (let)
  (body)
  (list)
] @indent.begin

["}" ")"] @indent.branch @indent.end
