"""What hangs on the session's flush, so that nobody has to remember it.

Before a flush: every changed :class:`~models.Versioned` record gets a version row, and every
:class:`~models.base.Recorded` row gets its who and when. Around it: what changed is collected for
the audit log, which is written just before the commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

from crm.core import auditing, fitness
from crm.core.actors import current_actor
from kernel import clock
from models import (
    AppendOnly,
    AuditDetail,
    AuditPersonal,
    AuditRecord,
    Base,
    Counter,
    EmailCode,
    Job,
    KeptAnswer,
    LightChange,
    Merge,
    OutgoingMail,
    ProjectLight,
    SearchDocument,
    SignIn,
    SignInAttempt,
    User,
    Versioned,
)
from models.base import Personal, Recorded
from models.enums import AuditAction, MergeKind, Role

UNAUDITED = (
    AuditRecord,
    AuditDetail,
    AuditPersonal,
    Counter,
    EmailCode,
    Job,
    KeptAnswer,
    LightChange,
    OutgoingMail,
    ProjectLight,
    SearchDocument,
    SignIn,
    SignInAttempt,
)
"""The log itself; what is derived; the machine's own work; sign-ins, which are logged as such; mail and the
codes in it, which hold secrets."""

PERSONAL_OF_APPLICANTS = frozenset({"display_name", "email"})
SECRET_COLUMNS = frozenset({"password_hash", "token_hash"})
DERIVED_COLUMNS = frozenset(
    {
        "search_text",
        "name_key",
        "pinyin_key",
        "initials_key",
        "english_key",
        "updated_at",
        "lock_version",
        "frozen_tree",
    }
)
"""What follows from other columns; of an issued report's tree the log has the hash."""


def install(factory: Any) -> None:
    """Listen on every session that ``factory`` makes, once however often it is called."""
    for name, listener in (
        ("before_flush", _before_flush),
        ("after_flush", _after_flush),
        ("before_commit", _before_commit),
        ("after_soft_rollback", _forget),
    ):
        if not event.contains(factory, name, listener):
            event.listen(factory, name, listener)


def _before_flush(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    for record in [*session.new, *session.dirty]:
        if isinstance(record, Versioned) and _has_new_facts(record):
            session.add(_version_of(record))
    for record in session.new:
        if isinstance(record, Recorded):
            _sign(record)


def _has_new_facts(record: Versioned) -> bool:
    state: InstanceState[Any] = inspect(record)
    if state.transient or state.pending:
        return True
    return any(state.attrs[name].history.has_changes() for name in _mapped(record, record.versioned))


def _mapped(record: Versioned, names: tuple[str, ...]) -> Iterator[str]:
    columns = inspect(type(record)).column_attrs.keys()
    foreign = {name.removesuffix("_id") for name in names if name.endswith("_id")}
    relations = inspect(type(record)).relationships.keys()
    yield from (name for name in names if name in columns)
    yield from (name for name in foreign if name in relations)
    if "is_archived" in names:
        yield "archived_at"


def _version_of(record: Versioned) -> Base:
    """A row like the record will be: a relationship set but not yet flushed wins over its key."""
    state: InstanceState[Any] = inspect(record)
    relations = inspect(type(record)).relationships.keys()
    version = record.version_model()
    for name in record.versioned:
        relation = name.removesuffix("_id")
        if name.endswith("_id") and relation in relations and state.attrs[relation].history.has_changes():
            setattr(version, relation, getattr(record, relation))
        else:
            setattr(version, name, _stored(record, name))
    setattr(version, record.version_owner, record)
    return version


def _stored(record: Versioned, name: str) -> Any:
    value = getattr(record, name)
    return False if value is None and name == "is_retracted" else value


def _sign(record: Recorded) -> None:
    state: InstanceState[Any] = inspect(record)
    if not state.attrs.recorded_at.history.added:
        record.recorded_at = clock.now()
    if record.recorded_by_id is None:
        record.recorded_by_id = current_actor().user_id


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    changes: list[auditing.Change] = session.info.setdefault("changes", [])
    for record in session.new:
        if _is_audited(record):
            changes.append(_change(record, AuditAction.CREATED))
    for record in session.dirty:
        if _is_audited(record) and (content := _differences(record)):
            changes.append(_change(record, AuditAction.CHANGED, content))
    for record in session.deleted:
        if _is_audited(record):
            changes.append(_change(record, AuditAction.REMOVED))


def _is_audited(record: object) -> bool:
    if isinstance(record, UNAUDITED):
        return False
    # A version repeats what the record's own change already says.
    return not (isinstance(record, AppendOnly) and type(record).__name__.endswith("Version"))


def _change(record: Any, action: AuditAction, content: auditing.Content | None = None) -> auditing.Change:
    mapper = inspect(type(record))
    identity = mapper.primary_key_from_instance(record)
    if content is None:
        content = {
            name: ([None, value] if action is AuditAction.CREATED else [value, None])
            for name, value in _values(record)
            if value is not None
        }
    key = "/".join(str(part) for part in identity)
    return auditing.Change(action, str(mapper.local_table.name), key, content, _personal(record))


def _personal(record: object) -> frozenset[str]:
    """The columns of which the log keeps apart what they held, so that it can be erased."""
    if isinstance(record, Merge) and record.kind is not MergeKind.CONTACT:
        return frozenset()
    if isinstance(record, Personal):
        return record.personal
    # An applicant's account is a person outside; those of the staff are part of who did what.
    is_outside = isinstance(record, User) and record.role is Role.APPLICANT
    return PERSONAL_OF_APPLICANTS if is_outside else frozenset()


def _values(record: Any) -> Iterator[tuple[str, Any]]:
    for attribute in inspect(type(record)).column_attrs:
        if attribute.key in DERIVED_COLUMNS:
            continue
        value = getattr(record, attribute.key)
        yield attribute.key, "***" if attribute.key in SECRET_COLUMNS else auditing.plain(value)


def _differences(record: Any) -> auditing.Content:
    state: InstanceState[Any] = inspect(record)
    content: auditing.Content = {}
    for attribute in inspect(type(record)).column_attrs:
        history = state.attrs[attribute.key].history
        if attribute.key in DERIVED_COLUMNS or not history.has_changes():
            continue
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if attribute.key in SECRET_COLUMNS:
            before, after = "***", "***"
        content[attribute.key] = [auditing.plain(before), auditing.plain(after)]
    return content


def _before_commit(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        session.flush()
    changes = session.info.pop("changes", [])
    if changes:
        if clock.is_fixed():
            fitness.mark_replayed(session)
        auditing.append(session, changes)


def _forget(session: Session, _previous: Any) -> None:
    session.info.pop("changes", None)
