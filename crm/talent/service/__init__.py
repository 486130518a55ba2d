"""Changes of talents, applications, decisions, benefits and rules; each checks its own rights."""
