"""What the office makes of a referral: which firm it means, the ruling, the second look, the project."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.advisers import queries, rules
from crm.advisers.labels import finding_words
from crm.advisers.rules import Finding
from crm.advisers.service import duties
from crm.core import events, names
from crm.core.database import session
from crm.core.noticing import notify
from crm.core.permissions import Permission, may
from crm.core.records import hold, refuse_firm_away, refuse_stale
from crm.projects import queries as projects
from crm.web.languages import in_house
from kernel import clock
from kernel.errors import DeniedError, NotAllowedError, RuleError
from models import Project, Referral, ReferralRuling, User
from models.enums import (
    CheckResult,
    NoticeKind,
    PublicState,
    ReferralCheck,
    ReferralOutcome,
    ReferralState,
    RulingStep,
)

HOLDING = frozenset({RulingStep.DECIDED, RulingStep.CONFIRMED})


@dataclass(frozen=True, slots=True)
class RulingFields:
    """What the office writes of a ruling. ``public_words`` are all that the adviser reads of it."""

    outcome: ReferralOutcome
    reasons: str
    public_words: str | None = None
    project_id: int | None = None


def match_referral(
    referral: Referral,
    *,
    firm_id: int | None,
    park_id: int | None,
    by: User | None,
    lock_version: int | None = None,
) -> None:
    """Say which firm is meant and which park sees it; its adviser reads neither.

    Raises:
        NotAllowedError: who doesn't rule on referrals.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it was ruled on or taken back, or the firm is put away.
    """
    _check_may_rule(by)
    refuse_stale(referral, lock_version, _stale())
    if referral.state not in (ReferralState.RECEIVED, ReferralState.EXAMINED):
        raise RuleError(_("It isn't open any more: the firm stands as ruled."))
    if firm_id is not None:
        refuse_firm_away(firm_id)
    referral.firm_id, referral.park_id = firm_id, park_id
    referral.state = ReferralState.EXAMINED
    session.flush()


def examine(referral: Referral, project: Project | None = None) -> list[Finding]:
    """Every check with its result and reason, as things are now."""
    return rules.examine(queries.facts_of(referral, firm_id=referral.firm_id, project=project))


def rule_on(
    referral: Referral, written: RulingFields, *, by: User | None, lock_version: int | None = None
) -> ReferralRuling:
    """Decide at once where nothing is in conflict, else propose to a second person.

    Raises:
        NotAllowedError: who doesn't rule on referrals, or a project that the person may not see.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: a check stands against it, the words would betray somebody, or it can't be ruled on.
    """
    _check_may_rule(by)
    queries.hold_referral(referral)
    refuse_stale(referral, lock_version, _stale())
    if referral.state is ReferralState.WITHDRAWN or pending_proposal(referral) is not None:
        raise RuleError(_("It was taken back, or waits for a second look."))
    project = _project_of(referral, written, by)
    findings = examine(referral, project)
    _check_ruling(referral, written, findings)
    overturns = referral.state in rules.RULED_STATES
    waits = rules.needs_second_look(findings, overturns=overturns)
    step = RulingStep.PROPOSED if waits else RulingStep.DECIDED
    ruling = _append(referral, written, findings, step, by=by, project=project)
    if waits:
        _ask_second(referral)
    return ruling


def confirm_ruling(referral: Referral, *, reasons: str = "", by: User | None) -> ReferralRuling:
    """The second look: another person of the office confirms the proposal, as checked anew.

    Raises:
        NotAllowedError: who doesn't rule on referrals.
        DeniedError: who proposed it.
        RuleError: nothing waits, or a check stands against it by now.
    """
    proposal = _proposal_for(referral, by)
    findings = examine(referral, proposal.project)
    words = reasons.strip() or in_house(_l("Confirmed."))
    written = RulingFields(proposal.outcome, words, proposal.public_words, proposal.project_id)
    _check_ruling(referral, written, findings)
    if proposal.project is not None:
        hold(proposal.project)
        _refuse_taken(referral, proposal.project)
    return _append(
        referral, written, findings, RulingStep.CONFIRMED, by=by, project=proposal.project, proposal=proposal
    )


def return_ruling(referral: Referral, *, reasons: str, by: User | None) -> ReferralRuling:
    """The second look finds against the proposal: the referral is open again, or stays as it was ruled.

    Raises:
        NotAllowedError: who doesn't rule on referrals.
        DeniedError: who proposed it.
        RuleError: nothing waits, or no reasons.
    """
    proposal = _proposal_for(referral, by)
    if not reasons.strip():
        words = _("Say why.")
        raise RuleError(words, fields={"reasons": words})
    written = RulingFields(proposal.outcome, reasons.strip(), None, proposal.project_id)
    findings = examine(referral, proposal.project)
    return _append(
        referral, written, findings, RulingStep.RETURNED, by=by, project=proposal.project, proposal=proposal
    )


def tie_project(referral: Referral, project_id: int, *, by: User | None) -> ReferralRuling:
    """Say which project a recognised referral became: the checks are made anew, and kept.

    Raises:
        NotAllowedError: who doesn't rule on referrals.
        RuleError: it isn't recognised, is tied already, the project isn't of the group, or a check stands
            against it.
    """
    _check_may_rule(by)
    queries.hold_referral(referral)
    if referral.state is not ReferralState.RECOGNISED or referral.project_id is not None:
        raise RuleError(_("Only a recognised referral that has no project yet is tied to one."))
    if pending_proposal(referral) is not None:
        raise RuleError(_("It was taken back, or waits for a second look."))
    last = referral.rulings[-1]
    words = in_house(_l("Tied to its project."))
    written = RulingFields(ReferralOutcome.RECOGNISED, words, last.public_words, project_id)
    project = _project_of(referral, written, by)
    findings = examine(referral, project)
    _check_ruling(referral, written, findings)
    return _append(referral, written, findings, RulingStep.DECIDED, by=by, project=project)


def pending_proposal(referral: Referral) -> ReferralRuling | None:
    """What waits for a second look; nothing does any more once its adviser took the referral back."""
    if referral.state is ReferralState.WITHDRAWN:
        return None
    last = referral.rulings[-1] if referral.rulings else None
    return last if last is not None and last.step is RulingStep.PROPOSED else None


def _append(
    referral: Referral,
    written: RulingFields,
    findings: Sequence[Finding],
    step: RulingStep,
    *,
    by: User | None,
    project: Project | None,
    proposal: ReferralRuling | None = None,
) -> ReferralRuling:
    told_before = _told(referral)
    ruling = ReferralRuling(
        referral=referral,
        step=step,
        outcome=written.outcome,
        reasons=written.reasons.strip(),
        public_words=(written.public_words or "").strip() or None,
        checks=json.dumps([asdict(each) for each in findings], ensure_ascii=False),
        firm_id=referral.firm_id,
        park_id=project.park_id if project else referral.park_id,
        project_id=project.id if project else None,
        proposal=proposal,
        recorded_by_id=by.id if by else None,
    )
    session.add(ruling)
    referral.state = rules.state_after(referral.state, step, written.outcome)
    if step in HOLDING:
        referral.ruled_at = clock.now()
        referral.project_id = (
            project.id if project and written.outcome is ReferralOutcome.RECOGNISED else None
        )
        if project is not None:
            referral.park_id = project.park_id
    session.flush()
    duties.follow_referral(referral, ruling)
    if told_before != _told(referral):
        duties.tell_ruled(referral)
    events.referral_ruled.send(referral)
    return ruling


def _told(referral: Referral) -> tuple[PublicState, str | None]:
    """What the adviser reads of it: where it stands, and the words of the ruling that holds."""
    held = [each for each in referral.rulings if each.step in HOLDING]
    return rules.public_state(referral.state), held[-1].public_words if held else None


def findings_of(ruling: ReferralRuling) -> list[Finding]:
    """What the checks found when it was given."""
    return [
        Finding(ReferralCheck(each["check"]), CheckResult(each["result"]), each["reason"], each["words"])
        for each in json.loads(ruling.checks)
    ]


def _check_ruling(referral: Referral, written: RulingFields, findings: Sequence[Finding]) -> None:
    if not written.reasons.strip():
        words = _("Say why.")
        raise RuleError(words, fields={"reasons": words})
    against = rules.stands_against(written.outcome, findings)
    if against:
        raise RuleError(
            _("It can't be recognised: %(why)s", why=" ".join(finding_words(each) for each in against)),
            fields={"outcome": _("See what stands against it.")},
        )
    secrets, typed = _secrets(referral, findings)
    told = rules.betrayed(names.simplify(written.public_words or ""), secrets, typed=typed)
    if told:
        words = _("The adviser would read of others here: %(names)s", names="、".join(told))
        raise RuleError(words, fields={"public_words": words})


def _secrets(referral: Referral, findings: Sequence[Finding]) -> tuple[list[str], list[str]]:
    """Names and numbers of others that the checks brought up, and what the adviser wrote itself."""
    secret = [
        finding.words[name]
        for finding in findings
        for name in ("adviser", "park", "ref")
        if finding.words.get(name)
    ]
    firm = referral.firm
    if firm is not None:
        secret += filter(None, (firm.name_hant, firm.name_hans, firm.name_en, firm.ref))
    typed = (referral.firm_name, referral.firm_name_other, referral.proposal, referral.ref)
    return (
        [names.simplify(part) for each in secret for part in each.split("、")],
        [names.simplify(each) for each in typed if each],
    )


def _project_of(referral: Referral, written: RulingFields, by: User | None) -> Project | None:
    if written.project_id is None or written.outcome is ReferralOutcome.NOT_RECOGNISED:
        return None
    project = projects.get_project(written.project_id, viewer=by)
    hold(project)
    group = queries.list_group_projects(referral.firm_id) if referral.firm_id else ()
    if project.id not in {each.id for each in group}:
        words = _("This project isn't of the firm's group.")
        raise RuleError(words, fields={"project_id": words})
    _refuse_taken(referral, project)
    return project


def _refuse_taken(referral: Referral, project: Project) -> None:
    """A project counts for one referral."""
    taken = [each for each in queries.list_recognised_on(project.id, viewer=None) if each.id != referral.id]
    if taken:
        words = _("The project counts for referral %(ref)s already.", ref=taken[0].ref)
        raise RuleError(words, fields={"project_id": words})


def _proposal_for(referral: Referral, by: User | None) -> ReferralRuling:
    _check_may_rule(by)
    queries.hold_referral(referral)
    proposal = pending_proposal(referral)
    if proposal is None:
        raise RuleError(_("Nothing waits for a second look here."))
    if by is not None and proposal.recorded_by_id == by.id:
        raise DeniedError(_("A second person of the office looks at what you proposed."))
    return proposal


def _ask_second(referral: Referral) -> None:
    notify(
        queries.office_ids(),
        NoticeKind.REFERRAL_SECOND,
        "advisers.referral",
        {"referral_id": referral.id},
        title=referral.ref,
    )


def _check_may_rule(by: User | None) -> None:
    if by is not None and not may(by, Permission.RULE_REFERRALS):
        raise NotAllowedError(_("The office rules on referrals."))


def _stale() -> str:
    return str(_("Somebody else changed this referral in the meantime."))
