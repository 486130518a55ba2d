"""What colleagues add to an engagement: comments, papers, photos."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.claims import queries as claims
from crm.core.permissions import Permission
from crm.engagements import comments, queries, service
from crm.engagements.forms import CommentForm, FilesForm
from crm.engagements.views.blueprint import bp
from crm.web.forms import BaseForm
from crm.web.guards import may, signed_in_user
from models import Engagement


@bp.post("/<int:engagement_id>/comments")
@may(Permission.VIEW_ENGAGEMENTS)
def comment(engagement_id: int) -> ResponseReturnValue:
    """Say something to it; who is named is told."""
    user = signed_in_user()
    engagement = queries.get_engagement(engagement_id, viewer=user)
    form = CommentForm()
    if form.validate_on_submit():
        with form.saving():
            comments.add_comment(engagement, form.text.data or "", by=user, mention_ids=form.mention_ids.ids)
        if not form.has_failed:
            flash(_("Your comment stands."), "success")
            return redirect(url_for(".detail", engagement_id=engagement_id, _anchor="comments"))
    return _refused(engagement, comment_form=form)


@bp.post("/<int:engagement_id>/files")
@may(Permission.LOG_ENGAGEMENTS)
def attach(engagement_id: int) -> ResponseReturnValue:
    """Add papers and photos."""
    user = signed_in_user()
    engagement = queries.get_engagement(engagement_id, viewer=user)
    form = FilesForm()
    if form.validate_on_submit():
        with form.saving():
            comments.attach_files(engagement, form.uploads(), by=user)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", engagement_id=engagement_id, _anchor="papers"))
    return _refused(engagement, files_form=form)


def _refused(
    engagement: Engagement, *, comment_form: BaseForm | None = None, files_form: BaseForm | None = None
) -> ResponseReturnValue:
    """The page again, with what was typed and why it isn't taken."""
    page = detail_page(engagement, comment_form=comment_form, files_form=files_form)
    return page, 422


def detail_page(
    engagement: Engagement, *, comment_form: BaseForm | None = None, files_form: BaseForm | None = None
) -> str:
    """One engagement with all that hangs on it."""
    return render_template(
        "engagements/detail.html",
        engagement=engagement,
        delegation=queries.find_delegation(engagement, viewer=signed_in_user()),
        files=queries.list_files(engagement),
        matters=claims.list_open_requests_for(engagement_id=engagement.id),
        comments=queries.list_comments(engagement),
        comment_form=_with_readers(comment_form or CommentForm(formdata=None), engagement),
        files_form=files_form or FilesForm(formdata=None),
        may_edit=service.may_edit(engagement, signed_in_user()),
    )


def _with_readers(form: BaseForm, engagement: Engagement) -> BaseForm:
    readers = [user for user in queries.list_readers(engagement) if user.id != signed_in_user().id]
    form["mention_ids"].choices = [(str(user.id), user.display_name) for user in readers]
    return form
