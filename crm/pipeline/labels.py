"""Words for what stands against a move, a change of status or an imported stage."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.pipeline.rules import ImportFault, Problem, StatusProblem

PROBLEMS: Mapping[Problem, LazyString] = {
    Problem.NOT_ACTIVE: _l("Only an active project moves. Take it up again first."),
    Problem.SAME_STAGE: _l("The project is at this stage already."),
    Problem.NOT_A_LEAD: _l("Skipping stages or going back needs a park lead or the provincial office."),
    Problem.NO_REASON: _l("Skipping stages or going back needs a reason."),
    Problem.FUTURE: _l("The day of a stage can't lie ahead."),
    Problem.BEFORE_PREVIOUS: _l("The day lies before that of an earlier stage."),
    Problem.GATE: _l("The gate of this stage is not met yet."),
}
PROBLEM_FIELDS: Mapping[Problem, str] = {
    Problem.SAME_STAGE: "to",
    Problem.NOT_A_LEAD: "to",
    Problem.NO_REASON: "reason",
    Problem.FUTURE: "on",
    Problem.BEFORE_PREVIOUS: "on",
}
"""The input at fault, where there is one."""

STATUS_PROBLEMS: Mapping[StatusProblem, LazyString] = {
    StatusProblem.NOT_FROM_HERE: _l("The project's present status doesn't change into this one."),
    StatusProblem.NO_REASON: _l("Say why."),
    StatusProblem.NO_UNTIL: _l("Say until when it is paused."),
    StatusProblem.UNTIL_PAST: _l("A pause ends on a later day than today."),
    StatusProblem.NOT_OPERATING: _l("A project is completed once it operates."),
}
STATUS_FIELDS: Mapping[StatusProblem, str] = {
    StatusProblem.NOT_FROM_HERE: "to",
    StatusProblem.NO_REASON: "reason",
    StatusProblem.NO_UNTIL: "until",
    StatusProblem.UNTIL_PAST: "until",
    StatusProblem.NOT_OPERATING: "to",
}

IMPORT_FAULTS: Mapping[ImportFault, LazyString] = {
    ImportFault.BEYOND_STAGE: _l("The project is not at this stage yet, so it has no day."),
    ImportFault.NO_DATE: _l("The stage that the project is at needs its day."),
    ImportFault.FUTURE: _l("The day of a stage can't lie ahead."),
    ImportFault.BEFORE_PREVIOUS: _l("The day lies before that of an earlier stage."),
}
