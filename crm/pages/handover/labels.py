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
    DELEGATIONS = "delegations"
    TALKS = "talks"
    MINUTES = "minutes"
    DECISIONS = "decisions"
    TEAMS = "teams"
    TARGETS = "targets"
    ENQUIRIES = "enquiries"
    MAJORS = "majors"
    GREEN_CHANNEL = "green_channel"
    PROBLEMS = "problems"
    CLAIMS = "claims"
    PROMISES = "promises"
    TALENTS = "talents"
    NEEDS = "needs"
    APPLICATIONS = "applications"


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
        Belonging.DELEGATIONS: _l("Delegations they lead"),
        Belonging.TALKS: _l("Talks of delegations to come"),
        Belonging.MINUTES: _l("Minutes not issued yet"),
        Belonging.DECISIONS: _l("Decisions in minutes not issued yet"),
        Belonging.TEAMS: _l("Chain teams they are in"),
        Belonging.TARGETS: _l("Firms they call for a chain"),
        Belonging.ENQUIRIES: _l("Enquiries they see to"),
        Belonging.MAJORS: _l("Major projects they are responsible for"),
        Belonging.GREEN_CHANNEL: _l("Green-channel steps not finished"),
        Belonging.PROBLEMS: _l("Open problems of major projects"),
        Belonging.CLAIMS: _l("Claims under policies they look after"),
        Belonging.PROMISES: _l("Promises still to be kept"),
        Belonging.TALENTS: _l("Talents they look after"),
        Belonging.NEEDS: _l("Needs for talents"),
        Belonging.APPLICATIONS: _l("Talent applications under way"),
    },
)
