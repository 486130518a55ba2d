"""Handing mail to a mail server: where it stands, whom mail comes from, what the server answered."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask
from werkzeug.routing import BuildError

TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Site:
    """Where mail is handed in, whom it comes from, and where its links lead."""

    app: Flask
    smtp_url: str
    mail_from: str
    base_url: str

    @classmethod
    def of(cls, app: Flask) -> Site | None:
        """What the settings say; None where no mail is sent."""
        if not app.config["SMTP_URL"]:
            return None
        return cls(app, app.config["SMTP_URL"], app.config["MAIL_FROM"], app.config["BASE_URL"])

    @property
    def domain(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    def url(self, endpoint: str, **arguments: Any) -> str | None:
        """The whole address of a page; None for one that isn't part of this installation."""
        try:
            path = self.app.url_map.bind("", url_scheme="https").build(endpoint, arguments)
        except BuildError:
            return None
        return self.base_url + path


def send(mail: EmailMessage, site: Site) -> None:
    """Hand it to the server.

    Raises:
        OSError, smtplib.SMTPException: it wasn't taken.
    """
    parts = urlsplit(site.smtp_url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
    with server:
        if parts.scheme == "smtp":
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif parts.username:
                raise smtplib.SMTPNotSupportedError("no STARTTLS: the password stays here")
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)


def answer_code(error: Exception) -> int | None:
    """The server's answer about this mail; None where there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _words in error.recipients.values()), default=None)
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code
    return None
