"""Investment projects: the record, its stages and states, their history, and what a stage needs."""
