"""Ways in to to-dos: lists and their export, one to-do, and what is done with it."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.core.visibility import may_see_project
from crm.projects import queries as projects
from crm.todos import exports, handling, labels, queries
from crm.todos.forms import MORE_FILTERS, DelegateForm, SnoozeForm, TodoFilterForm, TodoForm, people
from crm.todos.queries import TodoFilters
from crm.todos.rules import Scope, Snooze, timing
from crm.users.rules import is_safe_next
from crm.web.choices import one_of, records, to_id
from crm.web.conflicts import ConflictRow, conflict_rows, keep_theirs
from crm.web.context import local_date
from crm.web.display import endpoint_url
from crm.web.downloads import send_export
from crm.web.fields import set_choice
from crm.web.filters import active_filters
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, list_url, page_of
from kernel import clock
from models import Todo
from models.enums import Repeat, Role

bp = Blueprint("todos", __name__, url_prefix="/todos")

SORTS = {"due": Sort(Todo.listed_on), "written": Sort(Todo.id, descending=True)}


@bp.app_template_global()
def todo_timing(todo: Todo) -> object:
    """Where an open to-do stands against today."""
    return timing(todo.due_on, todo.snoozed_until, clock.today())


@bp.get("")
@may(Permission.VIEW_TODOS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = _filter_form()
    filters = _filters(form)
    page = page_of(queries.todos_query(filters, viewer=user), sorts=SORTS, default="due", id_column=Todo.id)
    return render_template(
        "todos/index.html",
        page=page,
        form=form,
        chips=active_filters(form),
        more=MORE_FILTERS,
        tabs=_tabs(filters.scope),
        scope=filters.scope.value,
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """All that the filters let through."""
    user = signed_in_user()
    rows = queries.iterate_todos(_filters(_filter_form()), viewer=user)
    name = f"todos-{clock.today().isoformat()}.csv"
    return send_export(exports.HEAD, (exports.row_of(each, user) for each in rows), name, entity="todos")


def _filter_form() -> TodoFilterForm:
    choices = projects.list_choices(viewer=signed_in_user())
    return TodoFilterForm.from_address(
        owners=records(choices.staff, _("Everybody")), parks=records(choices.parks, _("All parks"))
    )


def _filters(form: TodoFilterForm) -> TodoFilters:
    read = form.readable()
    return TodoFilters(
        scope=one_of(Scope)(request.args.get("scope")) or Scope.MINE,
        state=form.chosen_state,
        timing=read["timing"],
        source=read["source"],
        query=(read["q"] or "").strip(),
        owner_id=read["owner"],
        park_id=read["park"],
        firm_id=to_id(request.args.get("firm")),
        project_id=to_id(request.args.get("project")),
    )


def _tabs(scope: Scope) -> list[dict[str, object]]:
    words = {Scope.MINE: _("Mine"), Scope.GIVEN: _("Given by me"), Scope.STANDING_IN: _("Where I stand in")}
    if signed_in_user().role is not Role.LEADER:
        words[Scope.TEAM] = _("The team's")
    return [
        {"label": text, "url": list_url(scope=each.value), "active": each is scope}
        for each, text in words.items()
    ]


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.VIEW_TODOS)
def new() -> ResponseReturnValue:
    """``firm`` and ``project`` in the address are filled in already."""
    user = signed_in_user()
    form = TodoForm(
        data={
            "owner_id": user.id,
            "repeat": Repeat.NEVER,
            "firm_id": to_id(request.args.get("firm")),
            "project_id": to_id(request.args.get("project")),
        }
    )
    _offer(form)
    if form.validate_on_submit():
        with form.saving():
            handling.write_todo(form.written(), by=user)
        if not form.has_failed:
            flash(_("Written down."), "success")
            return redirect(url_for(".index"))
    return form_page("todos/form.html", form, todo=None)


@bp.get("/<int:todo_id>")
@may(Permission.VIEW_TODOS)
def detail(todo_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    todo = queries.get_todo(todo_id, viewer=user)
    place = labels.place_of(todo.source, todo.source_id)
    source_url = None
    if place is not None and queries.shows_source(todo, user):
        source_url = endpoint_url(place[0], **place[1])
    return render_template(
        "todos/detail.html", todo=todo, may_act=handling.may_act(todo, user), source_url=source_url
    )


@bp.route("/<int:todo_id>/edit", methods=["GET", "POST"])
@may(Permission.VIEW_TODOS)
def edit(todo_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    todo = queries.get_todo(todo_id, viewer=user)
    handling.check_may_act(todo, user)
    form = TodoForm(obj=_as_written(todo))
    _offer(form, todo)
    if form.validate_on_submit():
        keep_theirs(form, _as_written(todo))
        with form.saving():
            handling.edit_todo(todo, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", todo_id=todo_id))
    return form_page("todos/form.html", form, todo=todo, conflict=_conflict(form, todo))


def _conflict(form: TodoForm, todo: Todo) -> list[ConflictRow]:
    return conflict_rows(form, lambda: _as_written(todo))


def _as_written(todo: Todo) -> SimpleNamespace:
    names = ("title", "due_on", "owner_id", "repeat", "skips_days_off", "firm_id", "note", "lock_version")
    hides = todo.project is not None and not may_see_project(signed_in_user(), todo.project)
    values = {name: getattr(todo, name) for name in names}
    return SimpleNamespace(**values, project_id=None if hides else todo.project_id)


def _offer(form: TodoForm, todo: Todo | None = None) -> None:
    """Fill selects and look-ups with what this person may choose."""
    user = signed_in_user()
    form.offer(todo.owner if todo else user, [user, *queries.list_receivers(user)])
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    form.project_id.lookup = endpoint_url("projects.lookup") or ""
    names = {form.firm_id: queries.find_firm_name, form.project_id: queries.find_project_name}
    for field, find in names.items():
        chosen = to_id(field.data)
        name = find(chosen, viewer=user) if chosen is not None else None
        if chosen is None or name is None:
            field.data = None
        else:
            set_choice(field, chosen, name)


# --- What is done with one --------------------------------------------------------------------------------


@bp.post("/<int:todo_id>/done")
@may(Permission.VIEW_TODOS)
def done(todo_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    todo = queries.get_todo(todo_id, viewer=user)
    with transaction():
        follower = handling.finish_todo(todo, by=user)
    words = _("Done: %(title)s", title=todo.title)
    if follower is not None:
        words = _(
            "Done: %(title)s. It comes again on %(day)s.", title=todo.title, day=local_date(follower.due_on)
        )
    flash(words, "undo " + url_for(".reopen", todo_id=todo_id))
    return _back(todo_id)


@bp.post("/<int:todo_id>/reopen")
@may(Permission.VIEW_TODOS)
def reopen(todo_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    todo = queries.get_todo(todo_id, viewer=user)
    with transaction():
        handling.reopen_todo(todo, by=user)
    flash(_("Open again: %(title)s", title=todo.title), "success")
    return _back(todo_id)


@bp.post("/<int:todo_id>/snooze")
@may(Permission.VIEW_TODOS)
def snooze(todo_id: int) -> ResponseReturnValue:
    """One click: ``how`` says until when."""
    user = signed_in_user()
    todo = queries.get_todo(todo_id, viewer=user)
    how = one_of(Snooze)(request.form.get("how"))
    if how is None or how is Snooze.DAY:
        return redirect(url_for(".snooze_until", todo_id=todo_id))
    with transaction():
        until = handling.snooze_todo(todo, how, by=user)
    flash(_("Quiet until %(day)s: %(title)s", day=local_date(until), title=todo.title), "success")
    return _back(todo_id)


@bp.route("/<int:todo_id>/snooze-until", methods=["GET", "POST"])
@may(Permission.VIEW_TODOS)
def snooze_until(todo_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    todo = queries.get_todo(todo_id, viewer=user)
    handling.check_may_act(todo, user)
    form = SnoozeForm()
    if form.validate_on_submit():
        with form.saving():
            handling.snooze_todo(todo, Snooze.DAY, by=user, until=form.until.data)
        if not form.has_failed:
            flash(
                _("Quiet until %(day)s: %(title)s", day=local_date(form.until.data), title=todo.title),
                "success",
            )
            return redirect(url_for(".detail", todo_id=todo_id))
    return form_page("todos/snooze.html", form, todo=todo)


@bp.route("/<int:todo_id>/delegate", methods=["GET", "POST"])
@may(Permission.VIEW_TODOS)
def delegate(todo_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    todo = queries.get_todo(todo_id, viewer=user)
    handling.check_may_act(todo, user)
    form = DelegateForm()
    receivers = [each for each in queries.list_receivers(user) if each.id != todo.owner_id]
    form.to_id.choices = [("", ""), *people(receivers)]
    if form.validate_on_submit():
        with form.saving():
            handling.delegate_todo(todo, form.to_id.data, by=user, note=form.note.data)
        if not form.has_failed:
            flash(_("%(name)s has it now and is told.", name=todo.owner.display_name), "success")
            return redirect(url_for(".index"))
    return form_page("todos/delegate.html", form, todo=todo)


@bp.route("/<int:todo_id>/drop", methods=["GET", "POST"])
@may(Permission.VIEW_TODOS)
def drop(todo_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    todo = queries.get_todo(todo_id, viewer=user)
    handling.check_may_act(todo, user)
    return reason_page(
        "todos/drop.html",
        lambda reason: handling.abandon_todo(todo, reason=reason, by=user),
        done=_("The to-do is dropped."),
        back=url_for(".detail", todo_id=todo_id),
        todo=todo,
    )


def _back(todo_id: int) -> ResponseReturnValue:
    """Where the button stood: a list, my work, or the to-do's own page."""
    wanted = request.form.get("back", "")
    return redirect(wanted if is_safe_next(wanted) else url_for(".detail", todo_id=todo_id))
