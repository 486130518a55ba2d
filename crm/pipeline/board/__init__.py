"""The board: the projects of a list as cards by stage, with counts, sums and ageing per column."""
