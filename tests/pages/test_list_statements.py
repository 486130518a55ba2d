"""Lists of the libraries send a bounded number of statements, however many rows and parents they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask.testing import FlaskClient

from crm.advisers.queries import find_adviser_of
from crm.core.database import session
from models import ChainLink, Firm, Offer
from models.enums import Role
from tests.architecture.permission_records import (
    advisers,
    applying,
    catalogue,
    chains,
    majors,
    policies,
    rewards,
    talent,
)
from tests.factories.rewards import make_reward

MOST = 8
MAKERS = (
    advisers.term,
    advisers.referral,
    advisers.update,
    catalogue.offer,
    catalogue.enquiry,
    chains.filler,
    chains.target,
    majors.major,
    majors.year,
    policies.article,
    policies.policy_claim,
    policies.promise,
    policies.payment,
    policies.review,
    rewards.reward,
    rewards.rule,
    talent.need,
    talent.employer,
    talent.payment,
    talent.award,
)
LISTS = (
    "/talent?everyone=1",
    "/talent/applications",
    "/talent/needs",
    "/talent/employers",
    "/talent/payments",
    "/talent/budgets",
    "/talent/rules",
    "/erasures/",
    "/policies",
    "/policy-claims",
    "/promises",
    "/reviews",
    "/advisers",
    "/advisers/referrals",
    "/advisers/updates",
    "/rewards",
    "/rewards/rules",
    "/majors",
    "/majors/schematic",
    "/offers",
    "/offers/enquiries",
    "/catalogue",
    "/chains",
    "/chains/gaps",
    "/chains/teams",
    "/chains/teams/targets",
    "/offers/{offer}/fit",
    "/firms/{firm}/fit",
    "/chains/links/{link}/candidates",
)


def counted(client: FlaskClient, addresses: Iterable[str], statements: Callable[[], Any]) -> dict[str, int]:
    """Addresses that send more statements than a list may."""
    found = {}
    for address in addresses:
        with statements() as seen:
            assert client.get(address).status_code == 200, address
        if len(seen) > MOST:
            found[address] = len(seen)
    return found


def test_lists_of_the_libraries_send_few_statements(coordinator, statements) -> None:
    for make in MAKERS * 2:
        make("YY", None)
        session.rollback()
    ids = {
        name: session.query(model.id).order_by(model.id.desc()).limit(1).scalar()
        for name, model in (("offer", Offer), ("firm", Firm), ("link", ChainLink))
    }
    addresses = [address.format(**ids) for address in LISTS]

    assert counted(coordinator, addresses, statements) == {}


def test_lists_of_outsiders_send_few_statements(adviser, client_for, statements) -> None:
    employer, applicant = client_for(Role.EMPLOYER), client_for(Role.APPLICANT)
    for _turn in range(2):
        advisers.update("YY", adviser.user)
        make_reward(park="YY", adviser=find_adviser_of(adviser.user.id))
        applying.of_staff("YY", employer.user)
    applying.application("YY", applicant.user)

    assert counted(adviser, ("/portal", "/portal/projects", "/my-rewards"), statements) == {}
    assert counted(employer, ("/employer/",), statements) == {}
    assert counted(applicant, ("/apply/mine",), statements) == {}
