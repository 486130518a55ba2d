"""The shape of input of rewards and their rules."""
