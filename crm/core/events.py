"""What happened, for those who react to it. Past tense; side effects only, never an answer."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

entry_recorded = _signals.signal("entry-recorded")
entry_decided = _signals.signal("entry-decided")
project_moved = _signals.signal("project-moved")
project_saved = _signals.signal("project-saved")
"""A project's record was opened, changed, put away or brought back; its moves are told apart."""
firm_changed = _signals.signal("firm-changed")
engagement_saved = _signals.signal("engagement-saved")
"""An engagement was logged, changed, put away or brought back."""
todo_finished = _signals.signal("todo-finished")
"""A person said that a to-do is done; what a record settles itself is not told."""
todo_reopened = _signals.signal("todo-reopened")
policy_claim_changed = _signals.signal("policy-claim-changed")
"""A claim under a policy was prepared, changed, moved on, put away or brought back."""
promise_changed = _signals.signal("promise-changed")
"""A promise was written, bound, paid, ended, put away or brought back."""
claim_filed = _signals.signal("claim-filed")
issue_changed = _signals.signal("issue-changed")
application_moved = _signals.signal("application-moved")
"""A talent's application took a step (``action``): it was sent, returned, decided …"""
referral_ruled = _signals.signal("referral-ruled")
"""A referral was ruled on, proposed, confirmed, returned or tied to its project."""
