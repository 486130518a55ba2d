"""Pure decisions: levels and benefits from the rule table, answers, steps, fit, masking."""
