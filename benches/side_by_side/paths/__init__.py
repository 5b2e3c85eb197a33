"""What `benches/paths` measures, one module for each part.

`setting` holds what is run, `graphs` makes and describes graphs, `asking` puts
both sides' workers to the same questions in turns, `held` compares answers and
holds times to bars; `synthetic`, `debian`, `large` and `cold` are the parts.
`peer` runs under the peers' Python; `plain` is a search that needs no peer.
"""
