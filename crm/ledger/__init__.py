"""The investment ledger: entries, the decisions on them, and the figures that rest on both."""
