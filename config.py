"""What the environment says, read once, refused where it would be unsafe."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from kernel import clock

ROOT = Path(__file__).resolve().parent
MIN_SECRET_LENGTH = 32
KEY_FILE = "secret_key"
RATE_STORES = ("memory", "database")


class ConfigError(click.ClickException):
    """The environment asks for something unsafe or unreadable; a command ends with its one line."""


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting of the environment; ``docs/operations.md`` explains each."""

    environment: str
    database_url: str
    secret_key: str
    storage_url: str
    instance_path: Path
    clock: datetime | None
    max_upload_mb: int
    allowed_hosts: tuple[str, ...]
    trusted_proxies: int
    """How many proxies in front of this process say truly who asks."""
    smtp_url: str
    """Where mail is handed in; empty where none is sent."""
    mail_from: str
    base_url: str
    """How people reach this installation: the start of every link in a mail."""
    rate_limits: str
    """Where requests for open pages are counted: ``memory`` of each process, or the ``database`` of all."""

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def read(environ: Mapping[str, str] = os.environ) -> Config:
    """Read and check the environment.

    Raises:
        ConfigError: a value is unreadable, or unsafe in production.
    """
    environment = environ.get("CRM_ENV", "development")
    if environment not in ("development", "test", "production"):
        raise ConfigError("CRM_ENV is development, test or production.")
    instance = Path(environ.get("CRM_INSTANCE", ROOT / "instance"))
    config = Config(
        environment=environment,
        database_url=_database_url(environ, instance),
        secret_key=environ.get("SECRET_KEY", "")
        # Production brings its own, or is refused below.
        or ("" if environment == "production" else _kept_secret(instance)),
        storage_url=environ.get("STORAGE_URL", "") or str(instance / "files"),
        instance_path=instance,
        clock=_clock(environ.get("CRM_CLOCK", "")),
        max_upload_mb=_number(environ, "MAX_UPLOAD_MB", 50),
        allowed_hosts=tuple(environ.get("ALLOWED_HOSTS", "").split()),
        trusted_proxies=_number(environ, "TRUSTED_PROXIES", 0),
        smtp_url=environ.get("SMTP_URL", ""),
        mail_from=environ.get("MAIL_FROM", ""),
        base_url=environ.get("BASE_URL", "").rstrip("/"),
        rate_limits=environ.get("RATE_LIMITS", "") or "memory",
    )
    if config.rate_limits not in RATE_STORES:
        raise ConfigError("RATE_LIMITS is memory or database.")
    _check_mail(config)
    if config.is_production:
        _refuse_unsafe(config, environ)
    return config


def _refuse_unsafe(config: Config, environ: Mapping[str, str]) -> None:
    if len(environ.get("SECRET_KEY", "")) < MIN_SECRET_LENGTH:
        raise ConfigError(
            f"In production SECRET_KEY must be set, with {MIN_SECRET_LENGTH} characters or more."
        )
    if config.clock is not None:
        raise ConfigError("CRM_CLOCK replays a history; it is refused in production.")
    if not config.allowed_hosts:
        raise ConfigError("In production ALLOWED_HOSTS must name the host names that are served.")


def _check_mail(config: Config) -> None:
    if not config.smtp_url:
        return
    if not config.smtp_url.startswith(("smtp://", "smtps://")):
        raise ConfigError("SMTP_URL is smtp://user:password@host:587 or smtps://…:465.")
    if "@" not in config.mail_from or "\n" in config.mail_from:
        raise ConfigError("With SMTP_URL, MAIL_FROM must be the address that mail comes from.")
    if not config.base_url.startswith(("http://", "https://")):
        raise ConfigError("With SMTP_URL, BASE_URL must be how people reach this installation: https://…")


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("DATABASE_URL", "") or f"sqlite:///{instance / 'crm.db'}"
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise ConfigError("DATABASE_URL is sqlite:///… or postgresql://…")


def _kept_secret(instance: Path) -> str:
    """The key that signs sessions and makes the demo accounts' passwords: random, made once and kept."""
    path = instance / KEY_FILE
    try:
        if not path.exists():
            _make_secret(path)
        secret = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigError(f"{path} can't be read or made: {error.strerror}. Or set SECRET_KEY.") from error
    if len(secret) < MIN_SECRET_LENGTH:
        raise ConfigError(f"{path} holds no key of {MIN_SECRET_LENGTH} characters or more: take it away.")
    return secret


def _make_secret(path: Path) -> None:
    """For its owner's eyes only. Of several processes that start at once, one makes the key of all."""
    # The database and the attachments come to lie here too.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{KEY_FILE}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _clock(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return clock.parse_clock(text)
    except ValueError as error:
        raise ConfigError("CRM_CLOCK is an ISO moment, such as 2025-01-10T02:00:00Z.") from error


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "") or str(default)
    if not text.isdecimal():
        raise ConfigError(f"{name} is a whole number.")
    return int(text)
