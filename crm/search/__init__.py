"""One box on every page: records of all kinds by what somebody types, and what one can do."""
