"""What is done with rewards: computed, approved by two keys, paid; and their rules drafted and enacted."""
