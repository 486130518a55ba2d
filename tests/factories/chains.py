from __future__ import annotations

from datetime import date

from sqlalchemy import select

from crm.chains import service
from crm.chains.service import ChainFields, FillerFields, LinkFields
from crm.core.database import session
from crm.fits.teams import service as teams
from crm.fits.teams.service import TargetFields, TeamFields
from models import Chain, ChainLink, ChainTarget, ChainTeam, Firm, Industry, LinkFiller, User
from models.enums import Role
from tests.factories import next_number
from tests.factories.firms import make_establishment, make_firm
from tests.factories.users import make_user
from tests.factories.zone import get_park


def make_industry(name: str) -> Industry:
    found = session.scalars(select(Industry).where(Industry.name == name)).first()
    if found is None:
        found = Industry(name=name, name_hans=name, name_hant=name)
        session.add(found)
        session.commit()
    return found


def make_chain(*, park: str = "YY", industry: str | None = None, name: str | None = None) -> Chain:
    name = name or f"测试链{next_number()}"
    written = ChainFields(
        park_id=get_park(park).id,
        name_hans=name,
        name_hant=name,
        industry_id=make_industry(industry).id if industry else None,
    )
    chain = service.add_chain(written, by=None)
    session.commit()
    return chain


def make_link(chain: Chain | None = None, name: str | None = None) -> ChainLink:
    name = name or f"测试环节{next_number()}"
    link = service.add_link(chain or make_chain(), LinkFields(name_hans=name, name_hant=name), by=None)
    session.commit()
    return link


def make_filler(
    link: ChainLink | None = None, firm: Firm | None = None, *, strength: int = 2, park: str | None = None
) -> LinkFiller:
    """Through an establishment in the chain's park, or another one."""
    link, firm = link or make_link(), firm or make_firm()
    there = make_establishment(firm, park=park or link.chain.park.code)
    written = FillerFields(strength=strength, evidence="seen", establishment_id=there.id)
    filler = service.add_filler(link, firm, written, by=None)
    session.commit()
    return filler


def make_team(chain: Chain | None = None, *, lead: User | None = None) -> ChainTeam:
    chain = chain or make_chain()
    lead = lead or make_user(role=Role.OFFICER, park=chain.park.code)
    team = teams.set_up_team(TeamFields(f"测试小分队{next_number()}", chain, lead.id, (lead.id,)), by=None)
    session.commit()
    return team


def make_target(
    link: ChainLink | None = None,
    firm: Firm | None = None,
    *,
    caller: User | None = None,
    due_on: date | None = None,
) -> ChainTarget:
    link, firm = link or make_link(), firm or make_firm()
    caller = caller or make_user(role=Role.OFFICER, park=link.chain.park.code)
    written = TargetFields(caller_id=caller.id, due_on=due_on)
    target = teams.assign_target(link.chain, link, firm, written, by=None)
    session.commit()
    return target
