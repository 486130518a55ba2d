"""First talks on record: which park holds a matter of a group, and the check before others save."""
