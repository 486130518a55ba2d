"""Delegations: who goes where, who talks to whom, what was promised and what came of it."""
