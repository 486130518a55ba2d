"""How good the order of fits is, against labels made by hand: see docs/fit-quality.md."""
