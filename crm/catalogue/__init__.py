"""The investment catalogue: what parks offer, published by two people, read by the public, asked about."""
