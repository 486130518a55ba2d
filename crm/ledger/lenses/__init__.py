"""Lenses: which entries a figure counts, and the sums that follow from it."""
