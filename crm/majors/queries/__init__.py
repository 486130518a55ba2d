"""Every select on the library of major projects, limited by the viewer."""
