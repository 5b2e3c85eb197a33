"""What `benches/compare` measures, one module for each part.

`setting` builds and installs, `processes` runs and measures one process,
`load`, `queries`, `cold` and `tables` are the parts, `sample` draws entities,
`warm` keeps one process of either side open, `report` holds results to bars.
"""
