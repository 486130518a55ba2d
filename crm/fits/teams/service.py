"""Teams are set up, firms given out to who calls them, each as a to-do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.chains.service import check_may_edit
from crm.core import auditing
from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.fits.teams import queries
from crm.todos.service import drop_todo, put_todo, settle_todo
from kernel import clock
from kernel.errors import RuleError
from models import Chain, ChainLink, ChainTarget, ChainTeam, Engagement, Firm, User
from models.enums import AuditAction, TodoSource


@dataclass(frozen=True, slots=True)
class TeamFields:
    name: str
    chain: Chain
    lead_id: int | None
    member_ids: tuple[int, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class TargetFields:
    caller_id: int | None
    team_id: int | None = None
    contact_id: int | None = None
    due_on: date | None = None
    note: str | None = None


def set_up_team(written: TeamFields, *, by: User | None) -> ChainTeam:
    """
    Raises:
        NotAllowedError, RuleError
    """
    check_may_edit(written.chain.park_id, by)
    row = ChainTeam(
        ref=free_ref("chain_teams", "CT-{:04d}", queries.is_ref_taken),
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    _write_team(row, written)
    session.add(row)
    session.flush()
    _log_members(row, ())
    return row


def edit_team(
    row: ChainTeam, written: TeamFields, *, by: User | None, lock_version: int | None = None
) -> None:
    """
    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    check_may_edit(row.park_id, by)
    refuse_put_away(row, row.name)
    refuse_stale(row, lock_version, _("Somebody else changed this team in the meantime."))
    if written.chain.park_id != row.park_id:
        words = _("A team stays in its park.")
        raise RuleError(words, fields={"chain_id": words})
    before = tuple(user.id for user in row.members)
    _write_team(row, written)
    _log_members(row, before)


def _write_team(row: ChainTeam, written: TeamFields) -> None:
    if not written.name.strip():
        words = _("Give it a name.")
        raise RuleError(words, fields={"name": words})
    people = {user.id: user for user in queries.list_callers(written.chain.park_id)}
    for field, ids in (("lead_id", (written.lead_id,)), ("member_ids", written.member_ids)):
        if not set(ids) <= set(people):
            words = _("Choose people of the park or the office.")
            raise RuleError(words, fields={field: words})
    row.name, row.note = written.name, written.note
    row.park_id, row.chain_id = written.chain.park_id, written.chain.id
    row.lead_id = people[written.lead_id or 0].id
    row.members = [people[number] for number in dict.fromkeys(written.member_ids)]


def _log_members(row: ChainTeam, before: tuple[int, ...]) -> None:
    """The audit log watches columns; who belongs to a team is said here."""
    after = tuple(user.id for user in row.members)
    if after != before:
        content: auditing.Content = {"members": [list(before), list(after)]}
        change = auditing.Change(AuditAction.CHANGED, "chain_teams", str(row.id), content)
        session().info.setdefault("changes", []).append(change)


def replace_person(row: ChainTeam, leaver: User, taker: User) -> None:
    """Let another one take somebody's place, as its lead and among its members, once."""
    before = tuple(user.id for user in row.members)
    if row.lead_id == leaver.id:
        row.lead_id = taker.id
    if leaver in row.members:
        row.members = list(dict.fromkeys(taker if user is leaver else user for user in row.members))
    _log_members(row, before)


def archive_team(row: ChainTeam, *, reason: str, by: User | None) -> None:
    check_may_edit(row.park_id, by)
    put_away(row, reason)


def restore_team(row: ChainTeam, *, by: User | None) -> None:
    check_may_edit(row.park_id, by)
    bring_back(row)


def assign_target(
    chain: Chain, link: ChainLink | None, firm: Firm, written: TargetFields, *, by: User | None
) -> ChainTarget:
    """Say who calls a firm for a chain; it stands among that person's to-dos.

    Raises:
        NotAllowedError: another park's chain.
        RuleError: the firm is given out there already, or a person named doesn't fit.
    """
    check_may_edit(chain.park_id, by)
    refuse_put_away(chain, chain.name_hans)
    refuse_put_away(firm, firm.name)
    row = ChainTarget(
        park_id=chain.park_id,
        chain_id=chain.id,
        link_id=link.id if link else None,
        firm_id=firm.id,
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    if queries.find_same_target(row) is not None:
        raise RuleError(_("Somebody calls this firm for this link already."))
    _write_target(row, written, by)
    session.add(row)
    session.flush()
    _put_todo(row, firm)
    return row


def edit_target(
    row: ChainTarget, written: TargetFields, *, by: User | None, lock_version: int | None = None
) -> None:
    """
    Raises:
        NotAllowedError, ConflictError, RuleError
    """
    check_may_edit(row.park_id, by)
    refuse_put_away(row, row.firm.name)
    refuse_stale(row, lock_version, _("Somebody else changed this target in the meantime."))
    _write_target(row, written, by)
    session.flush()
    _put_todo(row, row.firm)


def archive_target(row: ChainTarget, *, reason: str, by: User | None) -> None:
    check_may_edit(row.park_id, by)
    put_away(row, reason)
    drop_todo(TodoSource.CHAIN_TARGET, row.id, note=_l("The target was put away."))


def note_engagement(engagement: Engagement) -> None:
    """Who was to call has been in touch: their to-do is done."""
    for target in queries.list_open_targets([firm.id for firm in engagement.firms], engagement.park_id):
        if target.created_at <= engagement.happened_at:
            settle_todo(TodoSource.CHAIN_TARGET, target.id, note=engagement.ref)


def _write_target(row: ChainTarget, written: TargetFields, by: User | None) -> None:
    callers = {user.id for user in queries.list_callers(row.park_id)}
    if written.caller_id is None or written.caller_id not in callers:
        words = _("Choose people of the park or the office.")
        raise RuleError(words, fields={"caller_id": words})
    teams = {team.id for team in queries.list_teams_of_chain(row.chain_id)}
    if written.team_id is not None and written.team_id not in teams | {row.team_id}:
        words = _("Choose a team of this chain.")
        raise RuleError(words, fields={"team_id": words})
    people = {contact.id for contact in queries.list_people(row.firm_id, viewer=by)}
    if written.contact_id is not None and written.contact_id not in people | {row.contact_id}:
        words = _("Choose people of the firms named.")
        raise RuleError(words, fields={"contact_id": words})
    row.caller_id, row.team_id, row.contact_id = written.caller_id, written.team_id, written.contact_id
    row.due_on, row.note = written.due_on, written.note


def _put_todo(row: ChainTarget, firm: Firm) -> None:
    put_todo(
        TodoSource.CHAIN_TARGET,
        row.id,
        title=_l("Call %(firm)s for the chain", firm=firm.name),
        owner_id=row.caller_id,
        due_on=row.due_on,
        park_id=row.park_id,
        firm_id=row.firm_id,
    )
