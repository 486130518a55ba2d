"""Wiring only: what the parts do stands in the parts."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import OperationalError

import config
import crm
from crm.core import database, fitness, recording, revisions
from crm.core.actors import Actor, set_actor
from crm.web import (
    assets,
    context,
    denials,
    display,
    errors,
    health,
    inputs,
    rate_limits,
    security,
    tables,
)
from crm.web.languages import DEFAULT_LANGUAGE, language_of, language_of_browser
from kernel import clock

PAGES: tuple[str, ...] = (
    "crm.users.views",
    "crm.audit.views",
    "crm.attachments.views",
    "crm.ledger.views",
    "crm.firms.views",
    "crm.rankings.views",
    "crm.contacts.views",
    "crm.contacts.views.associations",
    "crm.pages.firm.views",
    "crm.pages.contact.views",
    "crm.pages.merging.views",
    "crm.pages.home.views",
    "crm.pages.saved_views.views",
    "crm.pages.handover.views",
    "crm.pages.calendar.views",
    "crm.search.views",
    "crm.pages.cockpit.views",
    "crm.chains.views",
    "crm.claims.views",
    "crm.policies.views",
    "crm.policies.views.reviews",
    "crm.policies.views.promises",
    "crm.policies.views.claims",
    "crm.projects.views",
    "crm.projects.bulk.views",
    "crm.pipeline.views",
    "crm.pipeline.lights.views",
    "crm.pipeline.board.views",
    "crm.pipeline.milestones.views",
    "crm.engagements.views",
    "crm.catalogue.views",
    "crm.catalogue.views.public",
    "crm.delegations.views",
    "crm.promotions.views",
    "crm.todos.views",
    "crm.notices.views",
    "crm.applying.views",
    "crm.applying.views.short",
    "crm.applying.views.employers",
    "crm.applying.views.erasures",
    "crm.rulings.views",
    "crm.talent.views",
    "crm.issues.views",
    "crm.issues.views.minutes",
    "crm.issues.views.procedures",
    "crm.rewards.views",
    "crm.rewards.views.mine",
    "crm.pages.reward_statements.views",
    "crm.fits.views",
    "crm.fits.teams.views",
    "crm.pages.project.views",
    "crm.majors.views",
    "crm.indicators.views",
    "crm.imports.views",
    "crm.bulletins.views",
    "crm.pages.handbook.views",
    "crm.pages.booklet.views",
    "crm.pages.dossier.views",
    "crm.pages.papers.views",
    "crm.advisers.views",
    "crm.advisers.views.portal",
    "crm.api.views",
)
"""Every module with a blueprint named ``bp``."""

COMMANDS: tuple[str, ...] = (
    "crm.core.cli",
    "crm.users.cli",
    "crm.audit.cli",
    "seed.cli",
    "crm.imports.cli",
    "crm.indicators.cli",
    "crm.bulletins.cli",
    "crm.pipeline.lights.cli",
    "crm.pages.handbook.cli",
    "crm.pages.papers.cli",
    "crm.pages.reward_statements.cli",
    "crm.majors.cli",
    "crm.pages.dossier.cli",
    "crm.pages.booklet.cli",
    "crm.talent.cli",
)
"""Every module with a list of commands named ``commands``."""

READING = ("GET", "HEAD", "OPTIONS")


def create_app(environ: Mapping[str, str] = os.environ) -> Flask:
    """Make the application that ``environ`` describes.

    Raises:
        config.ConfigError: the environment is unsafe or unreadable.
    """
    settings = config.read(environ)
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        CRM_ENV=settings.environment,
        STORAGE_PATH=settings.storage_url,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 2**20,
        SMTP_URL=settings.smtp_url,
        MAIL_FROM=settings.mail_from,
        BASE_URL=settings.base_url,
        RATE_LIMITS=settings.rate_limits,
        BABEL_DEFAULT_LOCALE=DEFAULT_LANGUAGE,
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        TESTING=settings.environment == "test",
        TRUSTED_HOSTS=list(settings.allowed_hosts) or None,
    )
    Path(settings.storage_url).mkdir(parents=True, exist_ok=True)
    clock.set_fixed(settings.clock)
    _install_database(app, settings)
    _install_web(app, settings)
    # What is there by now stays as long as the process: looking through all of it for rubbish again and again
    # would hold a page up by a third of a second now and then.
    gc.freeze()
    return app


def _install_database(app: Flask, settings: config.Config) -> None:
    engine = database.connect(settings.database_url)
    if settings.is_production:
        fitness.guard(engine)
        # Said at the start where the database is up by then, else with the first request.
        with suppress(OperationalError):
            engine.connect().close()
    recording.install(database.session)
    revisions.install(database.session)

    @app.teardown_appcontext
    def end_session(_error: BaseException | None) -> None:
        database.session.remove()


def _install_web(app: Flask, settings: config.Config) -> None:
    Babel(app, locale_selector=_locale)
    # First of all who asks, so that a refusal for whatever reason names them.
    _install_sign_in(app)
    CSRFProtect(app)
    inputs.install(app)
    security.install(app, is_production=settings.is_production)
    errors.install(app)
    context.install(app)
    assets.install(app, is_production=settings.is_production)
    display.install(app)
    tables.install(app)
    rate_limits.install(app)
    _install_parts()
    app.register_blueprint(health.bp)
    for name in PAGES:
        app.register_blueprint(import_module(name).bp)
    if not settings.is_production:
        for name in ("crm.web.styleguide", "crm.notices.outgoing.views"):
            app.register_blueprint(import_module(name).bp)
    for name in COMMANDS:
        for command in import_module(name).commands:
            app.cli.add_command(command)
    security.trust_proxies(app, settings.trusted_proxies)


def _install_parts() -> None:
    """Every feature's words, jobs and reactions, whichever of its pages or commands is asked for first."""
    for module in walk_packages(crm.__path__, "crm."):
        if module.name.endswith((".labels", ".jobs", ".receivers")) and module.name != "crm.core.jobs":
            import_module(module.name)


def _install_sign_in(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(lambda _request: import_module("crm.users.sessions").load_signed_in_user())

    @app.before_request
    def begin() -> None:
        database.is_reading.set(request.method in READING)
        origin = denials.way_in()
        # Whether the process is up is to be told without a look at the database.
        if request.blueprint != health.bp.name and current_user.is_authenticated:
            set_actor(Actor(current_user.id, current_user.name, origin))
        else:
            set_actor(Actor(None, "anonymous", origin))


def _locale() -> str:
    """The person's own language, else this browser's choice, else what the browser asks for."""
    if "locale" in g:
        return str(g.locale)
    if current_user and current_user.is_authenticated:
        return language_of(current_user)
    return language_of_browser() if has_request_context() else DEFAULT_LANGUAGE
