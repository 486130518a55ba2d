from __future__ import annotations

from datetime import date

from crm.core import names
from crm.core.database import session
from crm.firms import service
from crm.firms.rules import is_business_number
from crm.firms.service import Alias, EstablishmentFields, FirmFields
from models import Establishment, Firm, RegisteredCompany, User
from models.enums import AliasKind
from tests.factories import next_number
from tests.factories.zone import get_park


def business_number(start: int | None = None) -> str:
    """A number with a fitting check digit."""
    head = 1_000_000 + (next_number() if start is None else start)
    return next(number for digit in range(10) if is_business_number(number := f"{head}{digit}"))


def make_firm(
    name: str | None = None, *, parent: Firm | None = None, aliases: tuple[str, ...] = (), **values: object
) -> Firm:
    """A firm with a traditional name of its own."""
    own = {"name_hant": name or f"測試{next_number()}股份有限公司", **values}
    ref = own.pop("ref", None)
    written = FirmFields(aliases=tuple(Alias(each, AliasKind.BRAND) for each in aliases), **own)
    firm = service.add_firm(written, ref=ref, parent=parent, is_distinct=True)
    session.commit()
    return firm


def make_establishment(
    firm: Firm | None = None,
    *,
    park: str = "YY",
    registered_on: date = date(2023, 3, 1),
    by: User | None = None,
    ref: str | None = None,
    **values: object,
) -> Establishment:
    firm = firm or make_firm()
    written = EstablishmentFields(
        firm_id=firm.id,
        park_id=get_park(park).id,
        registered_name=str(values.pop("registered_name", f"测试项目公司{next_number()}（湖南）有限公司")),
        registered_on=registered_on,
        **values,
    )
    establishment = service.add_establishment(written, by=by, ref=ref)
    session.commit()
    return establishment


def make_registered_company(
    code: str = "2317", name: str = "鴻海精密工業股份有限公司", **values: object
) -> RegisteredCompany:
    own = {
        "board": "TWSE",
        "short_hant": "鴻海",
        "short_en": "HON HAI",
        "business_number": "04541302",
        "industry": "其他電子業",
        "address": "新北市土城區中山路66號",
        "website": "www.foxconn.com",
        "as_of": date(2026, 7, 9),
        **values,
    }
    company = RegisteredCompany(
        code=code,
        name_hant=name,
        name_hans=names.in_simplified(name),
        name_key=names.fold(name),
        search_text=names.tokens([name, own["short_hant"], own["short_en"]], [code, own["business_number"]]),
        **own,
    )
    session.add(company)
    session.commit()
    return company
