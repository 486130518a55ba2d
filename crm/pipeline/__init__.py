"""The pipeline: gates, moves between stages and states, imported stages, counts by stage."""
