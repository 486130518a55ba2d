"""Everything that is asked of rewards and of what they rest on."""
