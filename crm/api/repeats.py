"""A write that is sent twice under one ``Idempotency-Key`` is done once, and answered twice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta

from flask import request
from flask_babel import gettext as _

from crm.api import queries
from crm.core.database import session
from kernel import clock
from kernel.errors import ConflictError, RuleError
from models import KeptAnswer, User

HEAD = "Idempotency-Key"
KEPT_FOR = timedelta(days=2)
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def find_answer(user: User) -> KeptAnswer | None:
    """The answer that the same request had before.

    Raises:
        RuleError: the key is none.
        ConflictError: it was sent before with something else, or with other rights.
    """
    key = _sent_key()
    if key is None:
        return None
    kept = queries.find_kept_answer(user.id, key)
    if kept is None:
        return None
    if kept.kept_at < clock.real_now() - KEPT_FOR:
        session.delete(kept)
        session.flush()
        return None
    if kept.fingerprint != _fingerprint(user):
        raise ConflictError(_("This Idempotency-Key was sent before with something else."))
    return kept


def keep_answer(user: User, status: int, body: str) -> None:
    """In the transaction of what was done: there is no answer without it, and it isn't done without one."""
    key = _sent_key()
    if key is None:
        return
    now = clock.real_now()
    for stale in queries.list_stale_answers(now - KEPT_FOR):
        session.delete(stale)
    session.add(
        KeptAnswer(
            user_id=user.id,
            key=key,
            fingerprint=_fingerprint(user),
            status=status,
            body=body,
            kept_at=now,
        )
    )


def _sent_key() -> str | None:
    key = request.headers.get(HEAD)
    if key is not None and not _KEY.fullmatch(key):
        raise RuleError(_("An Idempotency-Key has 1 to 200 signs without spaces."), fields={HEAD: ""})
    return key


def _fingerprint(user: User) -> str:
    """Over what was sent, where to, and the rights it was sent with; each part's length tells its end."""
    whole = hashlib.sha256()
    for part in _parts(user):
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _parts(user: User) -> Iterator[bytes]:
    yield f"{request.method} {request.full_path} {user.role} {user.park_id}".encode()
    if request.mimetype != "multipart/form-data":
        yield request.get_data()
        return
    # Not as it came: the line between two parts is another one each time.
    for name, value in sorted(request.form.items(multi=True)):
        yield from (name.encode(), value.encode())
    for name, upload in request.files.items(multi=True):
        # Read by others before and after.
        upload.seek(0)
        content = upload.read()
        upload.seek(0)
        yield from (name.encode(), (upload.filename or "").encode(), hashlib.sha256(content).digest())
