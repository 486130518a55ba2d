"""Pages of rewards: the list, one reward, its steps and payments, the versions of the rule."""

from crm.rewards.views import payments, rewards, rules, steps  # noqa: F401 - their routes
from crm.rewards.views.blueprint import bp

__all__ = ["bp"]
