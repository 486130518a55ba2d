from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.money import Currency, Money
from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Personal, Recorded, Versioned, present_index
from models.enums import Claimant, PolicyBenefit, PolicyClaimState, PolicyLevel
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.firms import Firm
    from models.parks import Park
    from models.talents import Talent


class PolicyFacts:
    """What a policy says of itself, in the record and in each of its versions."""

    name: Mapped[str]
    """As people call it."""
    full_title: Mapped[str | None]
    level: Mapped[PolicyLevel | None] = mapped_column(enum_column(PolicyLevel))
    issuer: Mapped[str | None]
    issued: Mapped[str] = mapped_column(SortKey, default="")
    """The day, or only the month or year where no more is known: ``2018-02-28``, ``2019-11``; or nothing."""
    valid_until: Mapped[date | None]
    tags: Mapped[list[str]] = mapped_column(JSON)
    """Values of PolicyTag."""
    quote: Mapped[str | None]
    source: Mapped[str | None]


class Policy(Versioned, Editable, Archivable, PolicyFacts, Base):
    """A policy, by the name that people give it; what it gives stands in its articles."""

    __tablename__ = "policies"
    __table_args__ = (Index("ix_policies_issued_id", "issued", "id"), present_index("policies"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    """Whose own policy it is; None for what holds in all of them."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    park: Mapped[Park | None] = relationship()
    articles: Mapped[list[PolicyArticle]] = relationship(
        back_populates="policy", order_by="PolicyArticle.position, PolicyArticle.id"
    )
    versions: Mapped[list[PolicyVersion]] = relationship(back_populates="policy", order_by="PolicyVersion.id")


class PolicyVersion(AppendOnly, Recorded, PolicyFacts, Base):
    __tablename__ = "policy_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"), index=True)

    policy: Mapped[Policy] = relationship(back_populates="versions")
    recorded_by: Mapped[User | None] = relationship()


class ArticleFacts:
    """What an article gives and to whom, in the record and in each of its versions."""

    number: Mapped[str | None]
    text: Mapped[str]
    benefit: Mapped[PolicyBenefit] = mapped_column(enum_column(PolicyBenefit))
    cap_minor: Mapped[int | None] = mapped_column(BigInteger)
    """The most that it gives, in CNY."""
    claimants: Mapped[list[str]] = mapped_column(JSON)
    """Values of Claimant; none where nobody claims it, as of a principle."""
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """All have to hold: ``{"kind": a PolicyCondition, "values": [text, …]}``."""
    claim_until: Mapped[date | None]


class PolicyArticle(Versioned, Editable, Archivable, ArticleFacts, Base):
    """One clause of a policy: what it gives, at most how much, and who may claim it."""

    __tablename__ = "policy_articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    """Of what came with the reference data."""
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    policy: Mapped[Policy] = relationship(back_populates="articles")
    versions: Mapped[list[PolicyArticleVersion]] = relationship(
        back_populates="article", order_by="PolicyArticleVersion.id"
    )

    @property
    def cap(self) -> Money | None:
        return None if self.cap_minor is None else Money(self.cap_minor, Currency.CNY)

    @property
    def is_for_firms(self) -> bool:
        return Claimant.FIRM in self.claimants

    @property
    def is_for_people(self) -> bool:
        return Claimant.PERSON in self.claimants


class PolicyArticleVersion(AppendOnly, Recorded, ArticleFacts, Base):
    __tablename__ = "policy_article_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("policy_articles.id"), index=True)

    article: Mapped[PolicyArticle] = relationship(back_populates="versions")
    recorded_by: Mapped[User | None] = relationship()


class PolicyClaim(Editable, Archivable, Personal, Base):
    """That a firm or a person asks for what an article gives, and what came of it."""

    __tablename__ = "policy_claims"
    personal: ClassVar[frozenset[str]] = frozenset({"note", "archived_reason"})
    """Of a talent's claim; nothing erases what is said of a firm's."""
    __table_args__ = (
        CheckConstraint("(firm_id IS NULL) <> (talent_id IS NULL)", name="one_claimant"),
        Index("ix_policy_claims_due_key_id", "due_key", "id"),
        present_index("policy_claims"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("policy_articles.id"), index=True)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    talent_id: Mapped[int | None] = mapped_column(ForeignKey("talents.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    state: Mapped[PolicyClaimState] = mapped_column(
        enum_column(PolicyClaimState), default=PolicyClaimState.PREPARED
    )
    asked_minor: Mapped[int | None] = mapped_column(BigInteger)
    granted_minor: Mapped[int | None] = mapped_column(BigInteger)
    paid_minor: Mapped[int | None] = mapped_column(BigInteger)
    authority: Mapped[str | None]
    """With whom it is filed."""
    due_on: Mapped[date | None]
    """By when it has to be filed, or what was asked for has to be handed in."""
    due_key: Mapped[str] = mapped_column(SortKey)
    """The same for sorting: what has no day comes last."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who looks after it."""
    filed_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    article: Mapped[PolicyArticle] = relationship()
    firm: Mapped[Firm | None] = relationship()
    talent: Mapped[Talent | None] = relationship()
    park: Mapped[Park] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    steps: Mapped[list[PolicyClaimStep]] = relationship(back_populates="claim", order_by="PolicyClaimStep.id")
    files: Mapped[list[PolicyClaimFile]] = relationship(back_populates="claim", order_by="PolicyClaimFile.id")

    @property
    def asked(self) -> Money | None:
        return None if self.asked_minor is None else Money(self.asked_minor, Currency.CNY)

    @property
    def granted(self) -> Money | None:
        return None if self.granted_minor is None else Money(self.granted_minor, Currency.CNY)

    @property
    def paid(self) -> Money | None:
        return None if self.paid_minor is None else Money(self.paid_minor, Currency.CNY)


class PolicyClaimStep(AppendOnly, Recorded, Personal, Base):
    """Who moved a claim on, when, and what was granted or paid by it."""

    __tablename__ = "policy_claim_steps"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("policy_claims.id"), index=True)
    from_state: Mapped[PolicyClaimState | None] = mapped_column(enum_column(PolicyClaimState))
    to_state: Mapped[PolicyClaimState] = mapped_column(enum_column(PolicyClaimState))
    happened_on: Mapped[date]
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str | None]

    claim: Mapped[PolicyClaim] = relationship(back_populates="steps")
    recorded_by: Mapped[User | None] = relationship()

    @property
    def amount(self) -> Money | None:
        return None if self.amount_minor is None else Money(self.amount_minor, Currency.CNY)


class PolicyClaimFile(AppendOnly, Recorded, Base):
    """A paper of a claim: the application, the decision, the receipt."""

    __tablename__ = "policy_claim_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("policy_claims.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    claim: Mapped[PolicyClaim] = relationship(back_populates="files")
    attachment: Mapped[Attachment] = relationship()


Policy.version_model = PolicyVersion
Policy.version_owner = "policy"
Policy.versioned = (
    "name",
    "full_title",
    "level",
    "issuer",
    "issued",
    "valid_until",
    "tags",
    "quote",
    "source",
)
PolicyArticle.version_model = PolicyArticleVersion
PolicyArticle.version_owner = "article"
PolicyArticle.versioned = (
    "number",
    "text",
    "benefit",
    "cap_minor",
    "claimants",
    "conditions",
    "claim_until",
)
