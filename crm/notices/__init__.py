"""What people are told, in the system and by mail."""
