"""Who fills links of the chains, chain teams, and whom they are to call; all of it made up."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy import Row, select

from crm.core.bulk import insert_in_bulk
from crm.core.database import session
from crm.todos.service import put_todo
from kernel import clock
from models import Chain, ChainLink, ChainTarget, ChainTeam, Firm, LinkFiller, Park, chain_team_members
from models.enums import ParkKind, TodoSource
from seed.demo.firms import Firms
from seed.demo.people import Staff
from seed.demo.rows import Rows, let_numbers_go_on, write_all

ChainRow = Row[int, int, int | None, str, str]

FILLED_SHARE = 0.6
MOST_FILLERS = 3
TEAMS_OF_PARK = 2
TARGETS_OF_TEAM = 5
EVIDENCE = (
    "【示例】园区企业走访记录：主要产品与该环节一致",
    "【示例】企业年报所列主营产品",
    "【示例】园区产业链调查表",
)


def make(random: Random, made: Firms, staff: Staff) -> None:
    chains = session.execute(
        select(Chain.id, Chain.park_id, Chain.industry_id, Chain.name_hans, Park.name_hans.label("park"))
        .join(Chain.park)
        .where(Park.kind == ParkKind.CORE)
        .order_by(Chain.park_id, Chain.position)
    ).all()
    links: dict[int, list[int]] = {}
    for chain_id, link_id in session.execute(
        select(ChainLink.chain_id, ChainLink.id).order_by(ChainLink.chain_id, ChainLink.position)
    ):
        links.setdefault(chain_id, []).append(link_id)
    fillers, teams = Rows(LinkFiller), Rows(ChainTeam)
    seats: dict[int, int] = {}
    members = []
    for chain in chains:
        for link_id in links.get(chain.id, ()):
            _fill(random, fillers, made, chain, link_id)
        seats[chain.park_id] = seats.get(chain.park_id, 0) + 1
        people = staff.by_park.get(chain.park_id, [])
        if seats[chain.park_id] <= TEAMS_OF_PARK and people:
            team = _team(random, teams, chain, people)
            members += [{"team_id": team, "user_id": person} for person in people]
    write_all(fillers, teams)
    insert_in_bulk(chain_team_members, members)
    let_numbers_go_on(fillers, teams)
    _give_out(random, made, staff, links)


def _fill(random: Random, fillers: Rows, made: Firms, chain: ChainRow, link_id: int) -> None:
    """Some links by settled firms of the trade, a few through a neighbour's, the rest by nobody."""
    if random.random() > FILLED_SHARE:
        return
    park_id, industry_id = chain.park_id, chain.industry_id
    of_trade = [firm for firm in sorted(made.settled) if made.industry_of[firm] == industry_id]
    here = [firm for firm in of_trade if made.settled[firm][1] == park_id]
    chosen = random.sample(here or of_trade, min(len(here or of_trade), 1 + random.randrange(MOST_FILLERS)))
    for firm in chosen:
        establishment_id, where = made.settled[firm]
        fillers.add(
            link_id=link_id,
            firm_id=firm,
            park_id=where,
            establishment_id=establishment_id,
            project_id=None,
            strength=random.choice((1, 1, 2, 2, 3)),
            evidence=random.choice(EVIDENCE),
            created_at=clock.now() - timedelta(days=random.randrange(20, 300)),
            lock_version=1,
        )


def _team(random: Random, teams: Rows, chain: ChainRow, people: list[int]) -> int:
    number = teams.add(
        name=f"【示例】{chain.park.removesuffix('产业园')}{chain.name_hans}小分队",
        park_id=chain.park_id,
        chain_id=chain.id,
        lead_id=random.choice(people),
        note=None,
        created_at=clock.now() - timedelta(days=random.randrange(30, 200)),
        lock_version=1,
    )
    teams.last(ref=f"DEMO-CT-{number:03d}")
    return number


def _give_out(random: Random, made: Firms, staff: Staff, links: dict[int, list[int]]) -> None:
    """A handful of groups of the trade to each team, with a to-do for who calls."""
    for team in session.scalars(select(ChainTeam).order_by(ChainTeam.id)).all():
        industry_id = session.get_one(Chain, team.chain_id).industry_id
        of_trade = [firm for firm in made.groups if made.industry_of[firm] == industry_id]
        for firm_id in random.sample(of_trade, min(TARGETS_OF_TEAM, len(of_trade))):
            due_on = clock.today() + timedelta(days=random.randrange(-10, 45))
            target = ChainTarget(
                park_id=team.park_id,
                chain_id=team.chain_id,
                link_id=random.choice(links[team.chain_id]) if team.chain_id in links else None,
                team_id=team.id,
                firm_id=firm_id,
                caller_id=random.choice(staff.by_park[team.park_id]),
                due_on=due_on,
                created_at=clock.now() - timedelta(days=random.randrange(1, 120)),
            )
            session.add(target)
            session.flush()
            put_todo(
                TodoSource.CHAIN_TARGET,
                target.id,
                title=f"【示例】致电{session.get_one(Firm, firm_id).name}",
                owner_id=target.caller_id,
                due_on=due_on,
                park_id=team.park_id,
                firm_id=firm_id,
            )
