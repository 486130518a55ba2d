"""What people write of talents, applications, needs, rules and benefits."""
