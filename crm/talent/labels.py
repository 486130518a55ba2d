"""Words for talents, their applications, the rule table and benefits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.talent.rules.answers import AnswerFault
from crm.talent.rules.fit import Reason
from crm.talent.rules.levels import Cause, RuleFault, Verdict
from crm.talent.rules.steps import Part
from crm.web.labels import register_labels
from models.enums import (
    ApplicationAction,
    ApplicationState,
    AwardGrade,
    BenefitKind,
    DecisionOutcome,
    Education,
    IdentityPaper,
    PostRank,
    RuleState,
    TalentDocumentKind,
    TalentKind,
    TalentLevel,
    TalentPurpose,
)

A, S = ApplicationAction, ApplicationState


@dataclass(frozen=True, slots=True)
class Look:
    """How a step looks on a timeline."""

    icon: str
    tone: str


register_labels(
    TalentKind,
    {
        TalentKind.PERSON: _l("Person with an employer"),
        TalentKind.TEAM: _l("Team"),
        TalentKind.SELF_EMPLOYED: _l("Self-employed"),
    },
)
register_labels(
    IdentityPaper,
    {
        IdentityPaper.TRAVEL_PERMIT: _l("Mainland travel permit for residents of Taiwan"),
        IdentityPaper.RESIDENCE_PERMIT: _l("Residence permit for residents of Taiwan"),
    },
)
register_labels(
    Education,
    {
        Education.OTHER: _l("Below college"),
        Education.COLLEGE: _l("College"),
        Education.BACHELOR: _l("Bachelor"),
        Education.MASTER: _l("Master"),
        Education.DOCTORATE: _l("Doctorate"),
    },
)
register_labels(
    PostRank,
    {
        PostRank.STAFF: _l("Member of the staff"),
        PostRank.SPECIALIST: _l("Specialist or engineer"),
        PostRank.MANAGER: _l("Head of a section, or senior engineer"),
        PostRank.DIRECTOR: _l("Head of a department, or chief engineer"),
        PostRank.EXECUTIVE: _l("Member of the management"),
    },
)
register_labels(
    AwardGrade,
    {
        AwardGrade.NONE: _l("No award"),
        AwardGrade.MUNICIPAL: _l("Award of a city or county"),
        AwardGrade.PROVINCIAL: _l("Award of a province or of a Taiwan region-wide body"),
        AwardGrade.NATIONAL: _l("Nationwide award"),
        AwardGrade.INTERNATIONAL: _l("International award"),
    },
)
register_labels(
    TalentLevel,
    {
        TalentLevel.A: _l("Level A"),
        TalentLevel.B: _l("Level B"),
        TalentLevel.C: _l("Level C"),
        TalentLevel.D: _l("Level D"),
        TalentLevel.E: _l("Level E"),
    },
)
register_labels(
    TalentPurpose,
    {
        TalentPurpose.APPLICATION: _l("Examining the application"),
        TalentPurpose.POOL: _l("Being shown in the talent pool"),
        TalentPurpose.MATCHING: _l("Being proposed to projects"),
        TalentPurpose.NOTICES: _l("Being told of new benefits and events"),
    },
)
register_labels(
    ApplicationState,
    {
        S.DRAFT: _l("Being written"),
        S.EMPLOYER_REVIEW: _l("With the employer"),
        S.RETURNED: _l("Returned by the employer"),
        S.SUBMITTED: _l("Arrived at the park"),
        S.EXAMINATION: _l("Under examination"),
        S.SUPPLEMENT: _l("Supplement asked for"),
        S.EXAMINED: _l("Waiting for the second key"),
        S.DECIDED: _l("Application decided"),
        S.IN_REVIEW: _l("Decision under review"),
        S.WITHDRAWN: _l("Withdrawn by the applicant"),
    },
)
register_labels(
    ApplicationAction,
    {
        A.CREATE: _l("Begun"),
        A.SUBMIT: _l("Application sent"),
        A.WITHDRAW: _l("Taken back by the applicant"),
        A.EMPLOYER_CONFIRM: _l("Confirmed by the employer"),
        A.EMPLOYER_RETURN: _l("Returned by the employer"),
        A.ACCEPT: _l("Taken up for examination"),
        A.ASK_SUPPLEMENT: _l("Supplement asked for"),
        A.SUPPLEMENT: _l("Supplemented"),
        A.DECIDE: _l("Decision made"),
        A.CONFIRM: _l("Second key given"),
        A.SEND_BACK: _l("Sent back by the second key"),
        A.ASK_REVIEW: _l("Review asked for"),
        A.ASSIGN: _l("Examiner named"),
    },
)
register_labels(
    TalentDocumentKind,
    {
        TalentDocumentKind.IDENTITY: _l("Identity paper"),
        TalentDocumentKind.DIPLOMA: _l("Diploma"),
        TalentDocumentKind.EXPERIENCE: _l("Proof of experience"),
        TalentDocumentKind.CONTRACT: _l("Contract of employment"),
        TalentDocumentKind.AWARD: _l("Proof of an award"),
        TalentDocumentKind.PATENT: _l("Proof of patents"),
        TalentDocumentKind.SALARY: _l("Proof of pay or tax"),
        TalentDocumentKind.LICENCE: _l("Business licence"),
        TalentDocumentKind.TEAM: _l("List of the team with its tasks"),
        TalentDocumentKind.OTHER: _l("Another paper"),
        TalentDocumentKind.EMPLOYER: _l("Paper of the employer"),
    },
)
register_labels(
    BenefitKind,
    {
        BenefitKind.LIVING: _l("Living allowance"),
        BenefitKind.SETTLEMENT: _l("Settlement allowance"),
        BenefitKind.SCHOOLING: _l("Schooling of children"),
        BenefitKind.HOUSING: _l("Housing"),
    },
)
register_labels(RuleState, {RuleState.DRAFT: _l("Draft"), RuleState.IN_FORCE: _l("Put in force")})
register_labels(
    DecisionOutcome,
    {DecisionOutcome.GRANTED: _l("Level granted"), DecisionOutcome.REFUSED: _l("Application refused")},
)
register_labels(
    Verdict,
    {
        Verdict.MET: _l("Met"),
        Verdict.UNPROVEN: _l("Met by the answer, the paper is missing"),
        Verdict.NEAR: _l("Just missed"),
        Verdict.UNKNOWN: _l("No answer"),
        Verdict.NOT_MET: _l("Not met"),
    },
)
register_labels(
    Cause,
    {
        Cause.UNPROVEN: _l("A paper is missing that would prove a higher level"),
        Cause.NEAR: _l("A higher level is just missed, within the margin"),
        Cause.UNKNOWN: _l("An answer is missing on which a higher level rests"),
        Cause.CONFLICT: _l("A clause for this kind of applicant and a general one give different levels"),
    },
)
register_labels(
    Reason,
    {
        Reason.SKILLS: _l("Skills"),
        Reason.INDUSTRY: _l("Industry"),
        Reason.EDUCATION: _l("Education"),
        Reason.EXPERIENCE: _l("Experience"),
        Reason.LEVEL: _l("Talent level"),
        Reason.PARK: _l("Same park"),
    },
)

VERDICT_LOOKS: Mapping[Verdict, Look] = {
    Verdict.MET: Look("circle-check", "good"),
    Verdict.UNPROVEN: Look("file-alert", "warn"),
    Verdict.NEAR: Look("alert-triangle", "warn"),
    Verdict.UNKNOWN: Look("help-circle", "warn"),
    Verdict.NOT_MET: Look("circle-x", "quiet"),
}

STEP_LOOKS: Mapping[ApplicationAction, Look] = {
    A.CREATE: Look("pencil", "neutral"),
    A.SUBMIT: Look("send", "info"),
    A.WITHDRAW: Look("arrow-back-up", "neutral"),
    A.EMPLOYER_CONFIRM: Look("user-check", "good"),
    A.EMPLOYER_RETURN: Look("arrow-back-up", "bad"),
    A.ACCEPT: Look("clipboard-check", "info"),
    A.ASK_SUPPLEMENT: Look("file-alert", "warn"),
    A.SUPPLEMENT: Look("file-plus", "info"),
    A.DECIDE: Look("gavel", "info"),
    A.CONFIRM: Look("circle-check", "good"),
    A.SEND_BACK: Look("arrow-back-up", "bad"),
    A.ASK_REVIEW: Look("rotate", "warn"),
    A.ASSIGN: Look("user-check", "neutral"),
}

FIELD_NAMES: Mapping[str, LazyString] = {
    "kind": _l("Applies as"),
    "name_hant": _l("Name (traditional)"),
    "name_hans": _l("Name (simplified)"),
    "birth_year": _l("Year of birth"),
    "paper_kind": _l("Kind of identity paper"),
    "paper_number": _l("Number of the identity paper"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "business_name": _l("Name of the business"),
    "credit_code": _l("Unified social credit code"),
    "team_name": _l("Name of the team"),
    "team_size": _l("People in the team"),
    "team_doctorates": _l("Of these with a doctorate"),
    "monthly_pay": _l("Monthly pay (CNY)"),
    "industry_id": _l("Industry"),
    "speciality": _l("Field of work"),
    "skills": _l("Skills"),
    "education": _l("Highest degree"),
    "experience_years": _l("Years of experience"),
    "post_rank": _l("Highest post so far"),
    "highest_post": _l("Title of that post"),
    "award_grade": _l("Highest award"),
    "awards": _l("Awards and honours"),
    "patents": _l("Patents granted"),
    "statement": _l("What you want to do in Hunan"),
    "age": _l("Age in the year of the application"),
}
"""The questions of an application, and what the rule table calls its fields."""

ANSWER_FAULTS: Mapping[AnswerFault, LazyString] = {
    AnswerFault.MISSING: _l("This answer is needed."),
    AnswerFault.NOT_ONE_OF: _l("Choose one of the list."),
    AnswerFault.NOT_A_NUMBER: _l("Write a whole number that can be."),
    AnswerFault.TOO_LONG: _l("This is too long."),
    AnswerFault.NOT_BORN: _l("Write a year such as 1985."),
    AnswerFault.UNKNOWN: _l("Nothing asks for this."),
    AnswerFault.SETTLED: _l(
        "This was settled when it was sent. If it isn't so, ask the park to return it to you."
    ),
}

RULE_FAULTS: Mapping[RuleFault, LazyString] = {
    RuleFault.NO_CONDITION: _l("A clause needs at least one condition."),
    RuleFault.NO_FIELD: _l("A condition names a field that the application doesn't ask for."),
    RuleFault.NO_LINE: _l("A condition has either a least or a most value."),
    RuleFault.BAD_VALUE: _l("The value is none that the field can have."),
    RuleFault.BAD_MARGIN: _l("A margin is a whole number."),
    RuleFault.BAD_PAPER: _l("There is no such kind of paper."),
}

STEP_REFUSALS: Mapping[Part, LazyString] = {
    Part.APPLICANT: _l("Only the applicant does this."),
    Part.EMPLOYER: _l("Only the employer that is named does this."),
    Part.EXAMINER: _l("The park that it was sent to does this."),
    Part.DECIDER: _l("The park's lead or the provincial office decides."),
    Part.CONFIRMER: _l("The second key is the provincial office's, and another person's than who decided."),
}
