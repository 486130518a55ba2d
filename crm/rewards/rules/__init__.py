"""Pure decisions about rewards: what is earned, what a rule may say, and who may take which step."""
