"""What people write in the library of major projects, and what its register is narrowed by."""
