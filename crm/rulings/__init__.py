"""The office's decisions on claims: whose a matter is, shared or passed on, with reasons."""
