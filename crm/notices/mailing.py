"""A digest of notices as a mail, handed to a mail server.

A mail goes out at most once. Its notices are marked as mailed, and that is committed, before the server
hears of it; what the server refuses for now is unmarked and tried again with the next turn. Where the
machine stops in the seconds between, that one mail is lost and its notices still stand unread in the
system: better one mail too few than the same one every hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from crm.core.mailing import Site
from crm.notices.labels import sentence
from crm.notices.rules import LISTED
from crm.web.labels import label, language
from crm.web.languages import DEFAULT_LANGUAGE
from models import Notice, User
from models.enums import NoticeKind

SALT = "notices.unsubscribe"


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """The notices of one kind, and the address by which one wants no more of them."""

    title: str
    lines: Sequence[Line]
    refuse_url: str | None


def digest(user: User, notices: Sequence[Notice], site: Site) -> EmailMessage:
    """One mail with all that a person is to hear of, in their language."""
    with force_locale(user.locale or DEFAULT_LANGUAGE):
        sections = _sections(user, notices[:LISTED], site)
        words = {
            "name": user.display_name,
            "sections": sections,
            "more": max(len(notices) - LISTED, 0),
            "all_url": site.url("notices.index"),
            "choices_url": site.url("notices.choices"),
            "language": language().replace("_", "-"),
        }
        mail = EmailMessage()
        mail["Subject"] = _("Xiangtai CRM: %(number)s new notices", number=len(notices))
        mail["From"], mail["To"] = site.mail_from, user.email
        mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=site.domain)
        mail["Auto-Submitted"] = "auto-generated"
        kinds = sorted({notice.kind for notice in notices})
        mail["List-Unsubscribe"] = f"<{refuse_url(user.id, kinds, site)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        # Rendered past the pages' context, which asks who looks: nobody does.
        mail.set_content(site.app.jinja_env.get_template("emails/digest.txt").render(**words))
        html = site.app.jinja_env.get_template("emails/digest.html").render(**words)
        mail.add_alternative(html, subtype="html")
    return mail


def _sections(user: User, notices: Sequence[Notice], site: Site) -> list[Section]:
    by_kind: dict[NoticeKind, list[Line]] = {}
    for notice in notices:
        line = Line(sentence(notice.kind, notice.words), site.url(notice.endpoint, **notice.arguments))
        by_kind.setdefault(notice.kind, []).append(line)
    return [Section(label(kind), lines, refuse_url(user.id, [kind], site)) for kind, lines in by_kind.items()]


def refuse_url(user_id: int, kinds: Sequence[NoticeKind], site: Site) -> str | None:
    """The address that stops mail of these kinds, signed: whoever has the mail may."""
    token = _signer(site.app).dumps([user_id, [kind.value for kind in kinds]])
    return site.url("notices.unsubscribe", token=token)


def read_token(app: Flask, token: str) -> tuple[int, list[NoticeKind]] | None:
    """Who wants no more mail, of which kinds; None for what this installation didn't sign."""
    try:
        user_id, kinds = _signer(app).loads(token)
        return int(user_id), [NoticeKind(kind) for kind in kinds]
    except (BadSignature, ValueError, TypeError):
        return None


def _signer(app: Flask) -> URLSafeSerializer:
    return URLSafeSerializer(str(app.secret_key), salt=SALT)
