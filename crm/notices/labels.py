"""Words for notices: the name of each kind, and its sentence.

A sentence takes these words of ``crm.core.noticing.notify``, all of them texts in nobody's language
(names, titles as typed), days as ISO dates (``due``, ``start``, ``until``) that are shown as the reader
writes them:

====================  =====================================================================
kind                  words
====================  =====================================================================
TODO_DUE              title, due
TODO_GIVEN            who (passes it on), title
DEPUTY_NAMED          who (is away), deputy, start, until
RECORDS_HANDED_OVER   who (left), to, number
MENTIONED             who (mentions), title (of the record)
CLAIM_RULED           title (group and subject)
CLAIM_EXPIRING        title, until
RULING_WANTED         title
LIGHT_TURNED          title (the project), light ("green", "yellow", "red", "grey")
ISSUE_RAISED          who, title, due
ISSUE_ANSWERED        who, title
ISSUE_RETURNED        who, title
ISSUE_ESCALATED       title
DIRECTIVE_GIVEN       who, title
OFFER_SUBMITTED       who, title
OFFER_RETURNED        who, title
OFFER_EXPIRED         title
ENQUIRY_RECEIVED      title (of the offer)
APPLICATION_WAITING   title (its number), due
SECOND_KEY_WANTED     title (its number)
REFERRAL_FILED        title (the number of its receipt)
REFERRAL_SECOND       title (the number of its receipt)
STATUS_TOLD           title (the project)
REWARD_WAITING        title (its number)
OWN_…                 title (the number of the adviser's own receipt), told to advisers alone
POLICY_CLAIM_MOVED    title (its number), claim_state (a value of PolicyClaimState)
PAYMENT_WAITING       title (the number of the promise)
PAYMENT_RETURNED      who, title (the number of the promise)
====================  =====================================================================

A word that is missing is a dash.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.web.context import local_date
from crm.web.labels import label, register_labels
from models.enums import NoticeKind, PolicyClaimState

K = NoticeKind

register_labels(
    NoticeKind,
    {
        K.TODO_DUE: _l("To-dos that are due"),
        K.TODO_GIVEN: _l("To-dos passed to me"),
        K.DEPUTY_NAMED: _l("Standing in"),
        K.RECORDS_HANDED_OVER: _l("Records handed over"),
        K.MENTIONED: _l("Mentions"),
        K.CLAIM_RULED: _l("Rulings"),
        K.CLAIM_EXPIRING: _l("Claims that run out"),
        K.RULING_WANTED: _l("Rulings asked for"),
        K.LIGHT_TURNED: _l("Lights that turn"),
        K.ISSUE_RAISED: _l("Issues given to me"),
        K.ISSUE_ANSWERED: _l("Issues answered"),
        K.ISSUE_RETURNED: _l("Issues returned"),
        K.ISSUE_ESCALATED: _l("Issues passed up"),
        K.DIRECTIVE_GIVEN: _l("Directives"),
        K.OFFER_SUBMITTED: _l("Offers that wait for the second key"),
        K.OFFER_RETURNED: _l("Offers returned"),
        K.OFFER_EXPIRED: _l("Offers that ran out"),
        K.ENQUIRY_RECEIVED: _l("Enquiries about offers"),
        K.APPLICATION_WAITING: _l("Talent applications that wait"),
        K.SECOND_KEY_WANTED: _l("Decisions on talents that wait for a second key"),
        K.REFERRAL_FILED: _l("Referrals received"),
        K.REFERRAL_SECOND: _l("Referrals to look at again"),
        K.STATUS_TOLD: _l("Status updates of advisers"),
        K.REWARD_WAITING: _l("Rewards that wait for the next step"),
        K.OWN_REFERRAL_RULED: _l("Answers to my referrals"),
        K.OWN_UPDATE_CONFIRMED: _l("Status updates confirmed"),
        K.OWN_UPDATE_RETURNED: _l("Status updates returned"),
        K.OWN_REWARD_RELEASED: _l("Rewards released"),
        K.OWN_REWARD_PAID: _l("Rewards paid"),
        K.OWN_REWARD_BACK: _l("Rewards to be paid back"),
        K.POLICY_CLAIM_MOVED: _l("What becomes of claims under policies"),
        K.PAYMENT_WAITING: _l("Payments that wait for a second key"),
        K.PAYMENT_RETURNED: _l("Payments returned"),
    },
)

SENTENCES: Mapping[NoticeKind, LazyString] = {
    K.TODO_DUE: _l("Due on %(due)s: %(title)s"),
    K.TODO_GIVEN: _l("%(who)s passes to you: %(title)s"),
    K.DEPUTY_NAMED: _l("%(deputy)s stands in for %(who)s from %(start)s to %(until)s"),
    K.RECORDS_HANDED_OVER: _l("%(number)s records of %(who)s passed to %(to)s"),
    K.MENTIONED: _l("%(who)s mentions you: %(title)s"),
    K.CLAIM_RULED: _l("There is a ruling on %(title)s"),
    K.CLAIM_EXPIRING: _l("The protection of %(title)s ends on %(until)s"),
    K.RULING_WANTED: _l("A ruling is asked for: %(title)s"),
    K.LIGHT_TURNED: _l("The light of %(title)s has turned: %(light)s"),
    K.ISSUE_RAISED: _l("%(who)s gives you an issue, due on %(due)s: %(title)s"),
    K.ISSUE_ANSWERED: _l("%(who)s has answered: %(title)s"),
    K.ISSUE_RETURNED: _l("%(who)s has returned the answer: %(title)s"),
    K.ISSUE_ESCALATED: _l("Overdue and passed up: %(title)s"),
    K.DIRECTIVE_GIVEN: _l("Directive of %(who)s: %(title)s"),
    K.OFFER_SUBMITTED: _l("%(who)s submits an offer for publishing: %(title)s"),
    K.OFFER_RETURNED: _l("%(who)s has returned the offer: %(title)s"),
    K.OFFER_EXPIRED: _l("The offer ran out and is no longer public: %(title)s"),
    K.ENQUIRY_RECEIVED: _l("Somebody asks about the offer: %(title)s"),
    K.APPLICATION_WAITING: _l("The talent application %(title)s waits, due on %(due)s"),
    K.SECOND_KEY_WANTED: _l("The decision on %(title)s waits for a second key"),
    K.REFERRAL_FILED: _l("A referral came in: %(title)s"),
    K.REFERRAL_SECOND: _l("A referral waits for a second look: %(title)s"),
    K.STATUS_TOLD: _l("An adviser tells of %(title)s"),
    K.REWARD_WAITING: _l("The reward %(title)s waits for the next step"),
    K.OWN_REFERRAL_RULED: _l("There is an answer to your referral %(title)s"),
    K.OWN_UPDATE_CONFIRMED: _l("What you told on your referral %(title)s is confirmed"),
    K.OWN_UPDATE_RETURNED: _l("What you told on your referral %(title)s is returned to you"),
    K.OWN_REWARD_RELEASED: _l("The reward for your referral %(title)s is released"),
    K.OWN_REWARD_PAID: _l("A payment for your referral %(title)s is recorded"),
    K.OWN_REWARD_BACK: _l("Of the reward for your referral %(title)s money is to be paid back"),
    K.POLICY_CLAIM_MOVED: _l("Claim %(title)s: %(claim_state)s"),
    K.PAYMENT_WAITING: _l("A payment on the promise %(title)s waits for your second key"),
    K.PAYMENT_RETURNED: _l("%(who)s has returned the payment on the promise %(title)s"),
}

COLOURS: Mapping[str, LazyString] = {
    "green": _l("green"),
    "yellow": _l("yellow"),
    "red": _l("red"),
    "grey": _l("no light"),
}

DAYS = frozenset({"due", "start", "until"})


class _Words(dict[str, str]):
    """The parts of a sentence; what is missing is a dash."""

    def __missing__(self, _key: str) -> str:
        return "—"


def sentence(kind: NoticeKind, words: Mapping[str, str]) -> str:
    """What a notice says, in the reader's language."""
    shown = _Words({name: _shown(name, value) for name, value in words.items()})
    return str(SENTENCES[kind]) % shown


def _shown(name: str, value: str) -> str:
    if name == "light" and value in COLOURS:
        return str(COLOURS[value])
    if name == "claim_state" and value in set(PolicyClaimState):
        return label(PolicyClaimState(value))
    if name in DAYS:
        try:
            return local_date(date.fromisoformat(value))
        except ValueError:
            return value or "—"
    return value
