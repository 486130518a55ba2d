"""Comments on an engagement, whom they tell, and the papers that hang on it."""

from io import BytesIO

import pytest

from crm.core.database import session
from crm.core.visibility import may_see_engagement, visible_engagements
from crm.engagements.rules import mentioned
from models import Engagement, EngagementComment, Notice
from models.enums import NoticeKind, Role
from tests.factories.delegations import make_delegation
from tests.factories.engagements import make_engagement
from tests.factories.users import make_user


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请 @王五 看一下", {1}),
        ("请 @王五一 看一下", {2}),
        ("@王五一 和 @王五", {1, 2}),
        ("王五没有被叫到", set()),
        ("@同名", {3, 4}),
    ],
)
def test_whom_a_text_names(text: str, expected: set[int]) -> None:
    assert mentioned(text, {1: "王五", 2: "王五一", 3: "同名", 4: "同名"}) == expected


def test_a_colleague_who_is_named_is_told(officer) -> None:
    lead = make_user(role=Role.PARK_LEAD, park="YY", display_name="刘示例")
    other = make_user(role=Role.COORDINATOR, display_name="陈示例")
    engagement = make_engagement(created_by_id=officer.user.id)

    reply = officer.post(
        f"/engagements/{engagement.id}/comments",
        data={"text": "@刘示例 厂房可用吗", "mention_ids": [other.id]},
    )

    assert reply.status_code == 302
    told = {notice.user_id: notice for notice in session.query(Notice)}
    assert set(told) == {lead.id, other.id}
    assert told[lead.id].kind is NoticeKind.MENTIONED
    page = officer.get(f"/engagements/{engagement.id}").text
    assert "厂房可用吗" in page
    assert "刘示例" in page


def test_nobody_is_told_of_what_they_may_not_see(officer) -> None:
    rival = make_user(role=Role.OFFICER, park="XT", display_name="对手")
    fellow = make_user(role=Role.OFFICER, park="YY", display_name="同事")
    secret = make_engagement(created_by_id=officer.user.id, is_confidential=True)

    named = officer.post(f"/engagements/{secret.id}/comments", data={"text": "@对手 @同事 看"})
    chosen = officer.post(
        f"/engagements/{secret.id}/comments", data={"text": "留着的话", "mention_ids": [fellow.id, rival.id]}
    )

    assert named.status_code == 302
    assert session.query(Notice).count() == 0
    assert chosen.status_code == 422
    assert "留着的话" in chosen.text
    assert session.query(EngagementComment).count() == 1


def test_a_notice_of_what_is_confidential_names_no_firm(officer) -> None:
    lead = make_user(role=Role.PARK_LEAD, park="YY", display_name="刘示例")
    secret = make_engagement(created_by_id=officer.user.id, is_confidential=True)

    officer.post(f"/engagements/{secret.id}/comments", data={"text": "看", "mention_ids": [lead.id]})

    assert session.query(Notice).one().words["title"] == secret.ref


@pytest.mark.parametrize("is_confidential", [False, True])
def test_a_single_one_is_seen_by_who_finds_it_in_the_list(is_confidential: bool) -> None:
    author = make_user(role=Role.OFFICER, park="YY")
    engagement = make_engagement(is_confidential=is_confidential, created_by_id=author.id)
    roles = [(role, park) for role in Role for park in ("YY", "XT") if role]
    people = [author, *(make_user(role=role, park=park) for role, park in roles)]

    for person in people:
        listed = session.query(Engagement).filter(visible_engagements(person)).count() == 1
        assert may_see_engagement(person, engagement) is listed, person.role


def test_a_paper_is_had_by_who_sees_the_engagement(officer, client_for) -> None:
    secret = make_engagement(created_by_id=officer.user.id, is_confidential=True)

    reply = officer.post(f"/engagements/{secret.id}/files", data={"files": (BytesIO(b"minutes"), "纪要.txt")})

    assert reply.status_code == 302
    (held,) = session.get(Engagement, secret.id, populate_existing=True).files
    address = f"/attachments/{held.attachment_id}"
    page = officer.get(f"/engagements/{secret.id}").text
    clients = [
        officer,
        client_for(Role.OFFICER, "YY"),
        client_for(Role.PARK_LEAD, "XT"),
        client_for("park_lead"),
    ]
    replies = []
    for client in clients:
        session.rollback()
        replies.append(client.get(address))

    assert address in page
    assert [reply.status_code for reply in replies] == [200, 404, 404, 200]
    assert replies[0].data == b"minutes"
    assert "attachment" in replies[0].headers["Content-Disposition"]


def test_what_no_store_takes_is_refused_beside_the_page(officer) -> None:
    engagement = make_engagement(created_by_id=officer.user.id)

    reply = officer.post(f"/engagements/{engagement.id}/files", data={"files": (BytesIO(b"<svg/>"), "x.svg")})

    assert reply.status_code == 422
    assert "x.svg" in reply.text


def test_nothing_is_added_to_what_was_put_away(officer) -> None:
    engagement = make_engagement(created_by_id=officer.user.id)
    officer.post(f"/engagements/{engagement.id}/archive", data={"reason": "重复"})

    assert officer.post(f"/engagements/{engagement.id}/comments", data={"text": "再说"}).status_code == 422
    assert session.query(EngagementComment).count() == 0


def test_a_whole_page_takes_few_statements(coordinator, statements) -> None:
    people = [make_user(role=Role.COORDINATOR) for _each in range(5)]
    engagement = make_engagement(users=people)
    for person in people:
        comment = EngagementComment(engagement=engagement, text="看", mentions=people)
        session.add(comment)
        comment.recorded_by_id = person.id
    session.commit()

    with statements() as seen:
        coordinator.get(f"/engagements/{engagement.id}")

    assert len(seen) <= 20, seen


def test_the_visit_in_which_it_took_place_is_named_to_who_may_see_it(officer, client_for) -> None:
    visit = make_delegation(park="XT", name_hans="示例：湘潭接待团")
    engagement = make_engagement(park="YY", delegation_id=visit.id)
    address = f"/engagements/{engagement.id}"

    assert "示例：湘潭接待团" not in officer.get(address).text
    session.rollback()
    assert "示例：湘潭接待团" in client_for(Role.COORDINATOR).get(address).text
