"""Sums of promises against a recount that shares no code with them."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from random import Random

from sqlalchemy import text

from crm.core.database import session
from crm.policies.figures import sum_rows
from crm.policies.queries.promises import PromiseFilters, promises_query, standing_of, sums_by_park
from crm.policies.rules.promises import Show, state_of
from kernel import clock
from models import PromisePayment, PromisePaymentDecision
from models.enums import PaymentVerdict, PromiseState
from tests.factories.firms import make_firm
from tests.factories.policies import make_bare_promise
from tests.factories.users import make_user

CASES = 300
PARKS = ("YY", "XT", "CZ")


def test_sums_by_park_agree_with_a_recount_of_the_rows(app) -> None:
    _make_up(Random(20240630))
    found = {
        each.park.code: (each.count, each.promised, each.paid, each.open, each.overdue)
        for each in sums_by_park(viewer=None, today=clock.today())
    }

    assert found == _recount()
    assert all(each.let_off >= 0 for each in sums_by_park(viewer=None, today=clock.today()))


def test_a_figure_of_promises_adds_up_from_the_rows_that_it_opens(app) -> None:
    _make_up(Random(5))
    today = clock.today()
    for line in sum_rows(sums_by_park(viewer=None, today=today), as_of=today, known_at=clock.now()):
        for figure, part in (
            (line.promised, lambda amount, paid: amount),
            (line.paid, lambda amount, paid: paid),
            (line.open, lambda amount, paid: max(amount - paid, 0)),
            (line.let_off, lambda amount, paid: amount - paid),
        ):
            filters = PromiseFilters(
                show=Show(figure.rows.arguments["show"]), park_id=line.park and line.park.id
            )
            rows = session.scalars(promises_query(filters, viewer=None, today=today)).unique()
            standing = [standing_of(each) for each in rows]
            parts = [part(each.paid if each.amount is None else each.amount, each.paid) for each in standing]
            assert (figure.lens, sum(parts)) == (figure.lens, figure.value)


def test_the_list_shows_what_its_filter_says(app) -> None:
    _make_up(Random(7))
    today = clock.today()
    ended = {PromiseState.PAID, PromiseState.CLEARED, PromiseState.CANCELLED}
    by_show = {
        show: set(session.scalars(promises_query(PromiseFilters(show=show), viewer=None, today=today)).all())
        for show in Show
    }
    state = {each: state_of(standing_of(each), today) for each in by_show[Show.ALL]}

    assert by_show[Show.ENDED] == {each for each in state if state[each] in ended}
    assert by_show[Show.OVERDUE] == {each for each in state if state[each] is PromiseState.OVERDUE}
    assert by_show[Show.OPEN] == {each for each in state if state[each] not in ended}
    assert by_show[Show.DUE] < by_show[Show.OPEN]


def _make_up(random: Random) -> None:
    """Promises with and without amounts, cleared, called off; payments in every standing, some reversed."""
    firm, person = make_firm(), make_user()
    for _case in range(CASES):
        amount = random.choice((None, random.randrange(1, 10**12)))
        due_on = random.choice((None, clock.today() + timedelta(days=random.randrange(-60, 60))))
        fate = random.choice(("", "", "", "cleared_on", "cancelled_on"))
        values = {fate: clock.today()} if fate else {}
        promise = make_bare_promise(firm, random.choice(PARKS), amount, due_on=due_on, **values)
        if fate == "cancelled_on":
            continue
        left = amount or 10**9
        for _payment in range(random.randrange(4)):
            paid = random.randrange(1, max(left, 2))
            verdict = random.choice((PaymentVerdict.CONFIRMED, PaymentVerdict.RETURNED, None))
            payment = _row(promise, paid, verdict, person.id)
            if verdict is PaymentVerdict.CONFIRMED:
                left -= paid
                if random.random() < 0.4:
                    undone = random.choice((PaymentVerdict.CONFIRMED, None))
                    _row(promise, -paid, undone, person.id, reverses=payment)
                    left += paid if undone else 0
            if left < 1:
                break
    session.commit()


def _row(promise, amount, verdict, person_id, reverses=None) -> PromisePayment:
    payment = PromisePayment(promise=promise, amount_minor=amount, paid_on=clock.today(), reverses=reverses)
    session.add(payment)
    if verdict is not None:
        session.add(PromisePaymentDecision(payment=payment, verdict=verdict))
    return payment


def _recount() -> dict[str, tuple[int, int, int, int, int]]:
    """By plain rows: every table read whole, and added up by hand."""
    verdicts = {row.payment_id: row.verdict for row in _read("promise_payment_decisions")}
    paid: dict[int, int] = defaultdict(int)
    for row in _read("promise_payments"):
        if verdicts.get(row.id) == "confirmed":
            paid[row.promise_id] += row.amount_minor
    codes = {row.id: row.code for row in _read("parks")}
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for row in _read("promises"):
        if row.cancelled_on is not None or row.archived_at is not None:
            continue
        has_paid = paid[row.id]
        amount = has_paid if row.amount_minor is None else row.amount_minor
        is_settled = row.amount_minor is not None and has_paid >= row.amount_minor
        is_open = row.cleared_on is None and not is_settled
        is_late = is_open and row.due_on is not None and str(row.due_on) < clock.today().isoformat()
        line = sums[codes[row.park_id]]
        parts = (1, amount, has_paid, max(amount - has_paid, 0) if is_open else 0, int(is_late))
        for place, part in enumerate(parts):
            line[place] += part
    return {code: tuple(line) for code, line in sums.items()}


def _read(table: str):
    return session.execute(text(f"SELECT * FROM {table}")).all()
