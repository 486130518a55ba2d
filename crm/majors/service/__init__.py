"""Changes to the library of major projects; none of them commits."""
