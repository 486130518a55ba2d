"""The library of major projects: planned ones before there is an investor, and every pipeline project."""
