from __future__ import annotations

from enum import StrEnum


class TalentKind(StrEnum):
    PERSON = "person"
    TEAM = "team"
    SELF_EMPLOYED = "self_employed"


class IdentityPaper(StrEnum):
    """What a resident of Taiwan identifies with on the mainland."""

    TRAVEL_PERMIT = "travel_permit"
    RESIDENCE_PERMIT = "residence_permit"


class Education(StrEnum):
    OTHER = "other"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"

    @property
    def order(self) -> int:
        return list(Education).index(self)


class PostRank(StrEnum):
    """The highest post somebody held."""

    STAFF = "staff"
    SPECIALIST = "specialist"
    MANAGER = "manager"
    DIRECTOR = "director"
    EXECUTIVE = "executive"

    @property
    def order(self) -> int:
        return list(PostRank).index(self)


class AwardGrade(StrEnum):
    """The highest award or academic honour."""

    NONE = "none"
    MUNICIPAL = "municipal"
    PROVINCIAL = "provincial"
    NATIONAL = "national"
    INTERNATIONAL = "international"

    @property
    def order(self) -> int:
        return list(AwardGrade).index(self)


class TalentLevel(StrEnum):
    """A is the highest."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"

    @property
    def order(self) -> int:
        """0 is the highest."""
        return list(TalentLevel).index(self)


class TalentPurpose(StrEnum):
    """What a person agreed that the data is used for."""

    APPLICATION = "application"
    POOL = "pool"
    MATCHING = "matching"
    NOTICES = "notices"


class ApplicationState(StrEnum):
    """Where an application for a level stands."""

    DRAFT = "draft"
    EMPLOYER_REVIEW = "employer_review"
    RETURNED = "returned"
    """By the employer, to be corrected and sent again."""
    SUBMITTED = "submitted"
    """With the park, not yet taken up."""
    EXAMINATION = "examination"
    SUPPLEMENT = "supplement"
    """Papers were asked for: the clock stands still."""
    EXAMINED = "examined"
    """A decision is made that waits for its second key."""
    DECIDED = "decided"
    IN_REVIEW = "in_review"
    """The applicant asked that the decision be looked at again."""
    WITHDRAWN = "withdrawn"


class ApplicationAction(StrEnum):
    """What can be done with an application; each step of its history is one of these."""

    CREATE = "create"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    EMPLOYER_CONFIRM = "employer_confirm"
    EMPLOYER_RETURN = "employer_return"
    ACCEPT = "accept"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    DECIDE = "decide"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    ASK_REVIEW = "ask_review"
    ASSIGN = "assign"


class TalentDocumentKind(StrEnum):
    IDENTITY = "identity"
    DIPLOMA = "diploma"
    EXPERIENCE = "experience"
    CONTRACT = "contract"
    AWARD = "award"
    PATENT = "patent"
    SALARY = "salary"
    LICENCE = "licence"
    TEAM = "team"
    OTHER = "other"
    EMPLOYER = "employer"
    """What the employer put to its answer; the others the applicant hands in."""


class BenefitKind(StrEnum):
    LIVING = "living"
    SETTLEMENT = "settlement"
    SCHOOLING = "schooling"
    HOUSING = "housing"


class RuleState(StrEnum):
    """Of a version of a rule table."""

    DRAFT = "draft"
    IN_FORCE = "in_force"


class DecisionOutcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
