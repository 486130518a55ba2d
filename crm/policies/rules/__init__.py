"""Pure decisions: who fits a policy, where a promise or a claim stands."""
