"""Chains, links, who fills them, teams and targets."""

from __future__ import annotations

from models import User
from tests.architecture.permission_records.base import Maker
from tests.factories.chains import make_chain, make_filler, make_link, make_target, make_team


def chain(park: str, _visitor: User | None) -> int:
    return make_chain(park=park).id


def link(park: str, _visitor: User | None) -> int:
    return make_link(make_chain(park=park)).id


def filler(park: str, _visitor: User | None) -> int:
    return make_filler(make_link(make_chain(park=park))).id


def team(park: str, _visitor: User | None) -> int:
    return make_team(make_chain(park=park)).id


def target(park: str, _visitor: User | None) -> int:
    return make_target(make_link(make_chain(park=park))).id


RECORDS: dict[str, Maker] = {
    "chain_id": chain,
    "link_id": link,
    "filler_id": filler,
    "team_id": team,
    "target_id": target,
}
