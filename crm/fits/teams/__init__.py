"""Chain teams: who of a park looks for firms for a chain, and who calls whom."""
