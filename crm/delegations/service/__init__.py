"""Planning delegations, changing them, and keeping what was promised."""
