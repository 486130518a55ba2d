"""How the text of a cell becomes a value and a value becomes the text of a cell.

Each reader raises :class:`CellError` with a reason for people. A value written and read again is the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from crm.imports.rules import CLEAR, MASKED, join_list, split_list
from crm.imports.vocabulary import Names, fold, listed, matching, named, words_of
from crm.web.downloads import FORMULA_STARTS
from kernel import money
from kernel.clock import BUSINESS_ZONE
from models.enums import EvidenceType

EARLIEST, LATEST = date(1800, 1, 1), date(2199, 12, 31)
MAX_REF = 80
MAX_NUMBER = 30

_DATE = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/]0?1)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_BREAKS = "\n\r\t"


class CellError(ValueError):
    """Why a cell can't be taken, in words for the one who wrote it."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


Read = Callable[[str], Any]
Write = Callable[[Any], str]


def restored(text: str) -> str:
    """A cell without outer space, and without the apostrophe that an export puts before what a
    spreadsheet would take for a formula."""
    stripped = text.strip()
    if stripped.startswith("'") and needs_guard(stripped[1:]):
        return stripped[1:]
    return stripped


def guarded(text: str) -> str:
    """What an export writes for ``text``: the cell that :func:`restored` reads back."""
    return f"'{text}" if needs_guard(text) else text


def needs_guard(text: str) -> bool:
    """Whether a spreadsheet would take it for a formula, or an import for a mark."""
    return text.startswith((*FORMULA_STARTS, "'")) or text in (CLEAR, MASKED)


def text(value: str) -> str:
    """Several lines, as in an address or a summary."""
    for sign in value:
        if sign not in _BREAKS and unicodedata.category(sign) in ("Cc", "Cs"):
            raise CellError(_("It holds a control character (U+%(code)s).", code=f"{ord(sign):04X}"))
    return value


def line(value: str) -> str:
    """One line, as a name; several spaces become one."""
    if any(sign in value.strip() for sign in _BREAKS):
        raise CellError(_("It holds a line break; write it in one line."))
    return " ".join(text(value).split())


def ref(value: str) -> str:
    """The key by which a record is found again."""
    if len(value) > MAX_REF:
        raise CellError(_("A ref has at most %(limit)s characters.", limit=MAX_REF))
    if any(sign in value for sign in ";；"):
        raise CellError(_("A ref holds no semicolon."))
    return line(value)


def iso_date(value: str) -> date:
    found = _DATE.fullmatch(value)
    parts = (found[1], found[3], found[4]) if found else None
    if parts is None and (chinese := _CHINESE_DATE.fullmatch(value)):
        parts = (chinese[1], chinese[2], chinese[3])
    try:
        day = date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise CellError(_("“%(value)s” is no date; write it as 2024-06-30.", value=value[:40]))
    return day


def moment(value: str) -> datetime:
    """A moment; without an offset it is one of the business zone, a date alone is its beginning."""
    try:
        found = datetime.fromisoformat(value.replace("/", "-")) if len(value) > 10 else None
        found = found or datetime.combine(iso_date(value), time.min)
    except (CellError, ValueError) as error:
        raise CellError(
            _("“%(value)s” is no moment; write it as 2024-06-30 14:30.", value=value[:40])
        ) from error
    if not EARLIEST.year <= found.year <= LATEST.year:
        raise CellError(_("“%(value)s” is no moment; write it as 2024-06-30 14:30.", value=value[:40]))
    return (found if found.tzinfo else found.replace(tzinfo=BUSINESS_ZONE)).astimezone(UTC)


def write_moment(value: datetime) -> str:
    """In the business zone, with its offset, to the second."""
    return value.astimezone(BUSINESS_ZONE).isoformat(timespec="auto")


def month(value: str) -> str:
    found = _MONTH.fullmatch(value)
    if not found or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 2199:
        raise CellError(_("“%(value)s” is no month; write it as 2024-06.", value=value[:40]))
    return f"{found[1]}-{int(found[2]):02d}"


def amount(value: str) -> int:
    """Minor units."""
    try:
        return money.parse_amount(value)
    except ValueError as error:
        raise CellError(
            _(
                "“%(value)s” is no amount such as 1,250,000.00: at most two decimals, seventeen digits.",
                value=value[:40],
            )
        ) from error


def number(value: str) -> Decimal:
    digits = sum(sign.isdigit() for sign in value)
    if not _NUMBER.fullmatch(value) or digits > MAX_NUMBER:
        raise CellError(_("“%(value)s” is no number.", value=value[:40]))
    return Decimal(value.replace(",", ""))


def positive_number(value: str) -> Decimal:
    found = number(value)
    if found <= 0:
        raise CellError(_("A number above zero is needed."))
    return found


def write_number(value: Decimal) -> str:
    """Without trailing zeros, so that 32.10 and 32.1 are the same."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def count(value: str) -> int:
    """A whole number from one on."""
    plain = value.removesuffix(".0")
    if not (plain.isascii() and plain.isdecimal()) or not 0 < int(plain[:12]) < 1_000_000_000:
        raise CellError(_("“%(value)s” is no whole number from 1 on.", value=value[:40]))
    return int(plain)


def parts(value: str) -> tuple[str, ...]:
    return tuple(line(part) for part in split_list(value))


def write_parts(value: tuple[str, ...]) -> str:
    return join_list(value)


def choice(kind: type[StrEnum], members: Sequence[StrEnum] = ()) -> Read:
    """A member of a vocabulary: by its code in the contract, or by its label in any language of the pages."""
    allowed = tuple(members or kind)
    codes = {member.value.casefold(): member for member in allowed}

    def read(value: str) -> StrEnum:
        coded = codes.get(value.casefold()) or codes.get(fold(value))
        found = [coded] if coded else matching(value, words_of(allowed))
        if len(found) == 1:
            return found[0]
        raise CellError(refused_word(value, named(allowed), is_known=bool(found)))

    return read


def refused_word(value: str, names: Names, *, is_known: bool) -> str:
    """Why a word names no single one of ``names``; ``is_known``: it may mean several."""
    words: str = (
        _(
            "“%(value)s” may mean several of these; write the code: %(known)s.",
            value=value[:40],
            known=listed(names),
        )
        if is_known
        else _("“%(value)s” is none of: %(known)s.", value=value[:40], known=listed(names))
    )
    return words


def credit(value: str) -> tuple[tuple[str, int], ...]:
    """``YY:70;XT:30`` as (park as it is written, hundredths of a percent); the whole is 100."""
    shares: dict[str, int] = {}
    for part in split_list(value):
        wide = unicodedata.normalize("NFKC", part)
        code, mark, percent = (piece.strip() for piece in wide.partition(":"))
        try:
            share = money.parse_amount(percent.removesuffix("%"))
        except ValueError:
            share = 0
        if not mark or not code or share <= 0 or code in shares:
            raise CellError(_("“%(part)s” is no share; write shares as YY:70;XT:30.", part=part[:40]))
        shares[code] = share
    if sum(shares.values()) != money.FULL_SHARE:
        total = money.format_minor(sum(shares.values()))
        raise CellError(_("The shares sum to %(total)s, not to 100.", total=total))
    return tuple(shares.items())


def write_credit(value: tuple[tuple[str, int], ...]) -> str:
    return ";".join(f"{code}:{write_number(Decimal(share) / 100)}" for code, share in value)


def evidence(value: str) -> tuple[tuple[EvidenceType, str], ...]:
    """``agreement:contract.pdf;receipt:bank.pdf`` as (type, file name)."""
    found: dict[tuple[EvidenceType, str], None] = {}
    for part in split_list(value):
        kind, *rest = (piece.strip() for piece in re.split("[:：]", part, maxsplit=1))
        file_name = rest[0] if rest else ""
        if not file_name:
            raise CellError(_("“%(part)s” is no evidence; write type:file.", part=part[:60]))
        if "/" in file_name or "\\" in file_name or file_name in (".", ".."):
            raise CellError(
                _(
                    "“%(file)s”: the file lies beside the import file; a path is not taken.",
                    file=file_name[:60],
                )
            )
        found[choice(EvidenceType)(kind), line(file_name)] = None
    return tuple(found)


def write_evidence(value: tuple[tuple[EvidenceType, str], ...]) -> str:
    return join_list([f"{kind.value}:{file_name}" for kind, file_name in value])
