"""Words for what is handed over."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from crm.web.labels import register_labels


class Belonging(StrEnum):
    """What can belong to a person."""

    TODOS = "todos"
    STEPS = "steps"
    PROJECTS = "projects"
    CONTACTS = "contacts"
    ISSUES = "issues"
    MILESTONES = "milestones"
    PROCEDURES = "procedures"
    COMMITMENTS = "commitments"


register_labels(
    Belonging,
    {
        Belonging.TODOS: _l("Open to-dos"),
        Belonging.STEPS: _l("Next steps of engagements"),
        Belonging.PROJECTS: _l("Open projects they are responsible for"),
        Belonging.CONTACTS: _l("Contacts they own"),
        Belonging.ISSUES: _l("Open issues"),
        Belonging.MILESTONES: _l("Milestones not reached"),
        Belonging.PROCEDURES: _l("Approvals not finished"),
        Belonging.COMMITMENTS: _l("Open commitments"),
    },
)
