"""The shapes that go in and out: strict in what is taken, and nothing that was sent is said back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from flask import request
from flask_babel import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from crm.core.days import far_off
from crm.web.choices import MAX_ID
from crm.web.inputs import is_unkept
from crm.web.labels import local_name
from crm.web.paging import DEFAULT_LIMIT, MAX_LIMIT, Page
from kernel import clock, money
from kernel.errors import RuleError
from models import Firm, Park, Project, User
from models.enums import Matter

T = TypeVar("T")

_PLAIN_AMOUNT = r"^-?[0-9]{1,17}(\.[0-9]{1,2})?$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")


def _kept(text: str) -> str:
    if is_unkept(text):
        raise ValueError(_("There is a character in it that can't be kept."))
    return text


def _read_day(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(_DAY, value, re.ASCII):
        raise ValueError(_("Write a date such as 2024-06-30."))
    try:
        return clock.parse_day(value)
    except clock.FarOffError as error:
        raise ValueError(far_off()) from error
    except ValueError as error:
        raise ValueError(_("Write a date such as 2024-06-30.")) from error


def _read_moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    # A plus sign in an address that was typed by hand arrives as a space.
    text = value.replace(" ", "+")
    words = _("Write a moment with its offset, such as 2025-01-10T02:00:00Z.")
    if not _MOMENT.fullmatch(text):
        raise ValueError(words)
    try:
        moment = clock.parse_moment(text)
        clock.within_reach(moment.date())
    except clock.FarOffError as error:
        raise ValueError(far_off()) from error
    except ValueError as error:
        raise ValueError(words) from error
    return moment


def _read_amount(value: object) -> int:
    words = _('Write an amount as text, such as "1250000.00": at most two decimals and seventeen digits.')
    if not isinstance(value, str) or not re.fullmatch(_PLAIN_AMOUNT, value, re.ASCII):
        raise ValueError(words)
    try:
        return money.parse_amount(value)
    except ValueError as error:
        raise ValueError(words) from error


def _read_digits(value: object) -> object:
    """An address holds digits; a body holds numbers."""
    if isinstance(value, str) and not (value.isascii() and value.isdecimal()):
        raise ValueError(_("A whole number is needed here."))
    # Cut, so that no number is too long to be read: past every limit it stays.
    return int(value.lstrip("0")[:12] or 0) if isinstance(value, str) else value


Text = Annotated[str, AfterValidator(_kept)]
Line = Annotated[Text, Field(max_length=500)]
Words = Annotated[Text, Field(max_length=4000)]
Query = Annotated[Text, Field(max_length=100)]
RecordId = Annotated[int, Field(ge=1, le=MAX_ID)]
RecordNumber = Annotated[RecordId, BeforeValidator(_read_digits)]
"""A record's id in an address."""
MatterSaid = Annotated[
    Matter | None,
    Field(
        description="Where another park holds a matter of the group: whether this is the same or another one."
    ),
]
Version = Annotated[int, Field(ge=1, le=MAX_ID, description="The lock_version that was read.")]
ParkCode = Annotated[Text, Field(max_length=10, examples=["YY"], description="Code of a park.")]
Day = Annotated[date, BeforeValidator(_read_day)]
Moment = Annotated[datetime, BeforeValidator(_read_moment)]
Amount = Annotated[
    int,
    BeforeValidator(_read_amount),
    WithJsonSchema({"type": "string", "pattern": _PLAIN_AMOUNT, "examples": ["1250000.00"]}),
]
"""Sent as text, held in minor units."""
AmountText = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["1250000.00"])]


class Answer(BaseModel):
    """Part of what goes out."""

    model_config = ConfigDict(from_attributes=True)


class Body(BaseModel):
    """Part of what comes in: each field by its own type, and none that isn't named."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Arguments(BaseModel):
    """What an address may carry after its question mark, and nothing else."""

    model_config = ConfigDict(extra="forbid")


class ListArguments(Arguments):
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT), BeforeValidator(_read_digits)] = DEFAULT_LIMIT
    after: Annotated[Text | None, Field(max_length=4000, description="From the page before.")] = None


class One(BaseModel, Generic[T]):
    """One record."""

    data: T

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        return f"One{params[0].__name__}"


class Many(BaseModel, Generic[T]):
    """A page of a list. ``next`` is the address of the following one; ``total`` is null past ten thousand."""

    data: list[T]
    next: str | None
    total: int | None

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        return f"Many{params[0].__name__}"


class FieldErrors(BaseModel):
    code: str
    message: str
    fields: dict[str, list[str]]
    present: dict[str, int] | None = Field(
        default=None, description="With a conflict of versions: the lock_version that the record has now."
    )


class Refused(BaseModel):
    """Why nothing was done, in the reader's language."""

    error: FieldErrors


class RecordRef(Answer):
    id: int
    ref: str
    name: str

    @classmethod
    def of(cls, record: Firm | Project) -> RecordRef:
        return cls(id=record.id, ref=record.ref, name=record.name)


class ParkOut(Answer):
    code: str
    name: str

    @classmethod
    def of(cls, park: Park) -> ParkOut:
        return cls(code=park.code, name=local_name(park))


class PersonOut(Answer):
    id: int
    name: str

    @classmethod
    def of(cls, user: User) -> PersonOut:
        return cls(id=user.id, name=user.display_name)


class NamedOut(Answer):
    """An entry of a dictionary, by the reader's language."""

    id: int
    name: str

    @classmethod
    def of(cls, record: Any) -> NamedOut:
        return cls(id=record.id, name=local_name(record))


def page_answer(page: Page, shape: Callable[[Any], T]) -> Many[T]:
    """A page of a list.

    Raises:
        RuleError: ``after`` is no key of this list: it would begin anew, and a program go round for ever.
    """
    if "after" in request.args and page.rows and page.previous_url is None:
        words = _("This is no key of this list.")
        raise RuleError(words, fields={"after": words})
    return Many(data=[shape(row) for row in page.rows], next=page.next_url, total=page.total)


def whole_answer(rows: list[T]) -> Many[T]:
    """A list that is short by its nature."""
    return Many(data=rows, next=None, total=len(rows))
