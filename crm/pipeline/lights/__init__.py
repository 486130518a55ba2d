"""Lights of projects: worked out from facts and thresholds, never set; a signed word may stand over one."""
