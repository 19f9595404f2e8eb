; `maf` takes a flow, `mat` a scenario, `mac` a comment.
(flow
  body: (_) @function.inside) @function.around

(scenario
  body: (_) @test.inside) @test.around

(comment) @comment.inside
(comment)+ @comment.around

(parameters
  (parameter) @parameter.inside)
