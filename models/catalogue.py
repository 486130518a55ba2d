from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.money import Currency, Money
from models.base import AppendOnly, Archivable, Base, Editable, Personal, Recorded, present_index
from models.enums import CooperationMode, EnquiryState, OfferLanguage, OfferState
from models.types import ExactDecimal, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.chains import ChainLink
    from models.firms import Firm, Industry
    from models.majors import MajorConversion
    from models.parks import Park
    from models.policies import Policy
    from models.projects import Project
    from models.reviews import Review


class Offer(Editable, Archivable, Base):
    """What a park offers to investors. ``state`` is that of the text being worked on.

    ``public_number`` names the version that the public reads; None while nothing is published.
    """

    __tablename__ = "offers"
    __table_args__ = (
        Index("ix_offers_updated_at_id", "updated_at", "id"),
        Index("ix_offers_park_id_updated_at_id", "park_id", "updated_at", "id"),
        present_index("offers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str] = mapped_column(unique=True)
    """Of its public address; can't be guessed."""
    title: Mapped[str]
    """The simplified one, which every offer has."""
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"))
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"), index=True)
    chain_link_id: Mapped[int | None] = mapped_column(ForeignKey("chain_links.id"), index=True)
    mode: Mapped[CooperationMode] = mapped_column(enum_column(CooperationMode))
    investment_minor: Mapped[int | None] = mapped_column(BigInteger)
    investment_currency: Mapped[Currency | None] = mapped_column(enum_column(Currency))
    land_mu: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    plant_m2: Mapped[int | None]
    power_kva: Mapped[int | None]
    water_t_day: Mapped[int | None]
    review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id"), index=True)
    """The fair-competition review on which an incentive rests."""
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policies.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("offer_contacts.id"), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    """Needed before it is published."""
    state: Mapped[OfferState] = mapped_column(enum_column(OfferState), default=OfferState.DRAFT, index=True)
    public_number: Mapped[int | None]
    note: Mapped[str | None]
    """Why it was returned or withdrawn last."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who wrote on it last."""
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park] = relationship()
    industry: Mapped[Industry | None] = relationship()
    chain_link: Mapped[ChainLink | None] = relationship()
    review: Mapped[Review | None] = relationship()
    policy: Mapped[Policy | None] = relationship()
    contact: Mapped[OfferContact | None] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    written_by: Mapped[User | None] = relationship(foreign_keys=[written_by_id])
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    published_by: Mapped[User | None] = relationship(foreign_keys=[published_by_id])
    texts: Mapped[list[OfferText]] = relationship(back_populates="offer", order_by="OfferText.id")
    conversion: Mapped[MajorConversion | None] = relationship(back_populates="offer")
    """Where it came from the library of major projects."""
    versions: Mapped[list[OfferVersion]] = relationship(
        back_populates="offer", order_by="OfferVersion.number"
    )
    enquiries: Mapped[list[Enquiry]] = relationship(back_populates="offer", order_by="Enquiry.id")

    @property
    def investment(self) -> Money | None:
        if self.investment_minor is None or self.investment_currency is None:
            return None
        return Money(self.investment_minor, self.investment_currency)

    def text_in(self, language: OfferLanguage) -> OfferText | None:
        return next((text for text in self.texts if text.language is language), None)


class OfferText(Base):
    """What an offer says in one language. A machine's draft stays marked until a person confirmed it."""

    __tablename__ = "offer_texts"
    __table_args__ = (UniqueConstraint("offer_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"))
    language: Mapped[OfferLanguage] = mapped_column(enum_column(OfferLanguage))
    title: Mapped[str]
    content: Mapped[str]
    scale: Mapped[str | None]
    incentive: Mapped[str | None]
    contact_unit: Mapped[str | None]
    """The office that answers questions."""
    is_machine_draft: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    offer: Mapped[Offer] = relationship(back_populates="texts")
    confirmed_by: Mapped[User | None] = relationship()


class OfferContact(Personal, Base):
    """Whom to ask, with the consent to publish it. Versions name it by its id, so that it can be erased."""

    __tablename__ = "offer_contacts"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "phone", "email"})

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    consent_text: Mapped[str | None]
    """The words to which the person agreed."""
    consented_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OfferVersion(AppendOnly, Recorded, Base):
    """An offer as it was published, who published it and when. The public reads nothing else."""

    __tablename__ = "offer_versions"
    __table_args__ = (UniqueConstraint("offer_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"))
    number: Mapped[int]
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"), index=True)
    mode: Mapped[CooperationMode] = mapped_column(enum_column(CooperationMode))
    valid_from: Mapped[date]
    valid_until: Mapped[date] = mapped_column(index=True)
    has_hant: Mapped[bool]
    has_en: Mapped[bool]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("offer_contacts.id"), index=True)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Texts by language, figures, names of link, policy and review, as ``crm.catalogue.snapshots`` has it."""

    offer: Mapped[Offer] = relationship(back_populates="versions")
    park: Mapped[Park] = relationship()
    industry: Mapped[Industry | None] = relationship()
    contact: Mapped[OfferContact | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()


class Enquiry(Editable, Personal, Base):
    """What somebody asked about an offer on the public page, and what became of it."""

    __tablename__ = "enquiries"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "firm_name", "contact", "message"})
    __table_args__ = (Index("ix_enquiries_received_at_id", "received_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    """What who asked was given; it tells nothing of how many asked."""
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    version_number: Mapped[int]
    name: Mapped[str]
    firm_name: Mapped[str]
    """As typed."""
    contact: Mapped[str]
    message: Mapped[str]
    language: Mapped[OfferLanguage] = mapped_column(enum_column(OfferLanguage))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    consent_version: Mapped[str]
    consent_text: Mapped[str]
    consented_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[EnquiryState] = mapped_column(
        enum_column(EnquiryState), default=EnquiryState.NEW, index=True
    )
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_note: Mapped[str | None]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From when on who asked is no longer named."""
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)

    offer: Mapped[Offer] = relationship(back_populates="enquiries")
    taken_by: Mapped[User | None] = relationship()
    firm: Mapped[Firm | None] = relationship()
    project: Mapped[Project | None] = relationship()
