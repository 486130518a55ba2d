"""Coming in by a code sent to an address: no account beforehand, no password."""
