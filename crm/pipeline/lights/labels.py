"""Words for lights: colours, why, and what turns one green."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.web.labels import register_labels
from models.enums import LightReason

R = LightReason

register_labels(
    LightReason,
    {
        R.ANSWER: _l("Answer to the lead"),
        R.JUDGEMENT: _l("Judgement of the lead"),
        R.FEEDBACK: _l("Word to who brought the lead"),
        R.CONTACT: _l("Two-way contact"),
        R.NO_CONTACT: _l("No two-way contact yet"),
        R.SLIP: _l("Milestones behind the plan"),
        R.PAUSE_OVER: _l("The pause is over"),
        R.HELD: _l("Waiting for a planned step"),
        R.OVERRIDDEN: _l("By somebody's word"),
        R.OPERATING: _l("It operates"),
        R.PAUSED: _l("Paused"),
        R.TERMINATED: _l("Terminated"),
        R.COMPLETED: _l("Completed"),
        R.PUT_AWAY: _l("Put away"),
    },
)

WHY: Mapping[LightReason, LazyString] = {
    R.ANSWER: _l("In since %(since)s and not answered; %(bound)s working days were given."),
    R.JUDGEMENT: _l("In since %(since)s and not judged; %(bound)s working days were given."),
    R.FEEDBACK: _l("In since %(since)s, and who brought it has no word; %(bound)s working days were given."),
    R.CONTACT: _l("Last two-way contact on %(since)s, %(days)s days ago; it turns at %(bound)s."),
    R.NO_CONTACT: _l("No two-way contact since %(since)s, %(days)s days; it turns at %(bound)s."),
    R.SLIP: _l("%(points)s points behind the plan since %(since)s; it turns at %(bound)s."),
    R.PAUSE_OVER: _l("It was paused until %(since)s, and nobody said how it goes on."),
    R.HELD: _l("The next step is planned for %(until)s, and holds the light until then."),
    R.OVERRIDDEN: _l("Somebody's word stands until %(until)s; counted it would be: %(computed)s."),
    R.OPERATING: _l("It operates: no light burns any more."),
    R.PAUSED: _l("It is paused; the light burns again when it is taken up."),
    R.TERMINATED: _l("It was terminated."),
    R.COMPLETED: _l("It is completed."),
    R.PUT_AWAY: _l("It was put away."),
}
"""Why a light is what it is. ``since`` and ``until`` are days, ``bound`` the threshold."""

WHY_GREEN: Mapping[LightReason, LazyString] = {
    R.ANSWER: _l("In since %(since)s, to be answered by %(until)s."),
    R.JUDGEMENT: _l("In since %(since)s, to be judged by %(until)s."),
    R.FEEDBACK: _l("In since %(since)s; who brought it is told by %(until)s."),
    R.CONTACT: _l("Last two-way contact on %(since)s, %(days)s days ago; green until %(until)s."),
    R.NO_CONTACT: _l("No two-way contact yet; green until %(until)s."),
}
"""The same while it is green."""

REMEDIES: Mapping[LightReason, LazyString] = {
    R.ANSWER: _l("Log the first contact with the firm."),
    R.JUDGEMENT: _l("Enter the day on which it was judged, or plan the next step with its day."),
    R.FEEDBACK: _l("Enter the day on which whoever brought it was told, or plan the next step with its day."),
    R.CONTACT: _l("Log a two-way contact, or plan the next step with its day."),
    R.NO_CONTACT: _l("Log a two-way contact, or plan the next step with its day."),
    R.SLIP: _l("Enter the day of each milestone that was reached; what is late has to be caught up with."),
    R.PAUSE_OVER: _l("Take the project up again, or pause it until another day."),
    R.OVERRIDDEN: _l("It is counted again once the word expires or is taken back."),
}
"""What turns a light green."""
