from __future__ import annotations

from datetime import date

import pytest

from crm.chains import queries, service
from crm.chains.service import FillerFields, LinkFields
from crm.core.database import session
from kernel.errors import ConflictError, NotAllowedError, NotFoundError, RuleError
from models.enums import ChainNeed, LinkState, Role
from tests.factories.chains import make_chain, make_filler, make_link
from tests.factories.firms import make_establishment, make_firm
from tests.factories.projects import make_project
from tests.factories.users import make_user


def test_a_state_follows_who_fills_the_link_today() -> None:
    chain = make_chain(park="YY")
    first, second, third = (make_link(chain) for _each in range(3))
    make_filler(first, strength=3)
    closing = make_filler(third, strength=2)

    def states() -> list[LinkState]:
        return [view.state for view in queries.view_links([chain.id])[chain.id]]

    assert states() == [LinkState.FILLED, LinkState.MISSING, LinkState.WEAK]
    assert queries.standing_of(second).need is ChainNeed.FILL
    closing.establishment.ceased_on = date(2024, 1, 1)
    session.commit()
    assert states() == [LinkState.FILLED, LinkState.MISSING, LinkState.MISSING]
    assert queries.standing_of(second).need is ChainNeed.EXTEND


def test_a_neighbours_firm_supports_a_link_without_filling_it() -> None:
    link = make_link(make_chain(park="YY"))

    make_filler(link, strength=3, park="XT")

    assert queries.standing_of(link).state is LinkState.WEAK


def test_a_member_of_the_group_speaks_for_the_firm_and_a_stranger_does_not() -> None:
    link, head = make_link(), make_firm()
    member = make_firm(parent=head)
    there, other = make_establishment(member, park="YY"), make_establishment(park="YY")

    service.add_filler(link, head, FillerFields(2, "seen", establishment_id=there.id), by=None)

    with pytest.raises(RuleError, match=r"establishment|入驻"):
        service.add_filler(link, head, FillerFields(2, "seen", establishment_id=other.id), by=None)


def test_a_project_of_another_park_fills_no_link() -> None:
    link, firm = make_link(make_chain(park="YY")), make_firm()
    project = make_project(firm=firm, park="XT")

    with pytest.raises(RuleError):
        service.add_filler(link, firm, FillerFields(2, "seen", project_id=project.id), by=None)


def test_a_park_lead_draws_the_own_parks_chains_only_and_an_officer_none() -> None:
    chain = make_chain(park="XT")
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    officer = make_user(role=Role.OFFICER, park="XT")

    with pytest.raises(NotFoundError):
        queries.get_chain(chain.id, viewer=lead)
    for by in (lead, officer):
        with pytest.raises(NotAllowedError):
            service.add_link(chain, LinkFields("甲", "甲"), by=by)


def test_who_saw_an_older_link_is_told() -> None:
    link = make_link()

    with pytest.raises(ConflictError):
        service.edit_link(link, LinkFields("甲", "甲"), by=None, lock_version=link.lock_version - 1)


def test_a_link_put_away_leaves_the_map_and_comes_back() -> None:
    chain = make_chain()
    link = make_link(chain)

    service.archive_link(link, reason="not ours", by=None)
    session.commit()
    assert queries.view_links([chain.id])[chain.id] == []
    service.restore_link(link, by=None)
    session.commit()
    assert len(queries.view_links([chain.id])[chain.id]) == 1


def test_who_was_put_away_fills_the_link_again_while_the_link_is_there() -> None:
    filler = make_filler()
    link, chain_id = filler.link, filler.link.chain_id
    service.archive_filler(filler, reason="left", by=None)
    session.commit()
    assert [each.id for each in queries.list_archived_fillers(chain_id)] == [filler.id]

    service.restore_filler(filler, by=None)
    session.commit()

    assert [each.id for each in queries.view_links([chain_id])[chain_id][0].fillers] == [filler.id]
    assert queries.list_archived_fillers(chain_id) == []
    service.archive_filler(filler, reason="left", by=None)
    service.archive_link(link, reason="not ours", by=None)
    with pytest.raises(RuleError):
        service.restore_filler(filler, by=None)


def test_a_button_brings_a_filler_back(park_lead) -> None:
    filler = make_filler()
    filler_id, chain_id, firm = filler.id, filler.link.chain_id, filler.firm.name
    park_lead.post(f"/chains/fillers/{filler_id}/archive", data={"reason": "left"})
    page = park_lead.get(f"/chains/{chain_id}").text
    assert f"/chains/fillers/{filler_id}/restore" in page
    assert firm in page

    assert park_lead.post(f"/chains/fillers/{filler_id}/restore").status_code == 302

    assert f"/chains/fillers/{filler_id}/restore" not in park_lead.get(f"/chains/{chain_id}").text
