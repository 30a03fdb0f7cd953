[
  (query)
  (let)
  (body)
  (list)
] @fold
