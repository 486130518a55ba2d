"""What the system does, one package per business capability."""
