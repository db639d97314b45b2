"""Senders look for what is due in tables that grow for ever: they find it by the index of what is open."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from sync.hub.store import HubStore, Reading, national_rows, notice_rows
from sync.hub.store.post import order_rows
from sync.hub.store.receipts import cancel_rows, e_receipt_rows, receipt_rows
from sync.hub.store.request_queue import literals
from tests.sync.hub.conftest import OFFICE
from tests.sync.hub.log.test_quarantine import statements

ASKED: dict[str, tuple[Callable[[Reading], object], str]] = {
    "orders due": (lambda reading: order_rows.due(reading, 1, 9), "post_order_due"),
    "next order": (order_rows.next_due, "post_order_due"),
    "receipts due": (lambda reading: e_receipt_rows.due(reading, 1, 9), "e_receipt_due"),
    "next receipt": (e_receipt_rows.next_due, "e_receipt_due"),
    "receipts watched": (e_receipt_rows.open_counts, "e_receipt_due"),
    "cancellations due": (lambda reading: cancel_rows.due(reading, 1, 9), "e_receipt_cancel_due"),
    "next cancellation": (cancel_rows.next_due, "e_receipt_cancel_due"),
    "cancellations watched": (cancel_rows.open_counts, "e_receipt_cancel_due"),
    "messages due": (lambda reading: national_rows.due(reading, 1, 9), "national_open"),
    "next message": (national_rows.next_due, "national_open"),
    "messages watched": (national_rows.open_counts, "national_open"),
    "notices due": (lambda reading: notice_rows.due(reading, 1, 9), "notice_by_state (state=?)"),
    "notices watched": (
        lambda reading: notice_rows.counts(reading, notice_rows.WATCHED),
        "notice_by_state (state=?)",
    ),
    "receipts of a day": (lambda reading: receipt_rows.receipts_of_day(reading, OFFICE, ""), "office=? AND void_day=?"),
}


@pytest.mark.parametrize("hub_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ASKED)
def test_what_is_due_is_found_by_the_index_of_what_is_open(hub_store: HubStore, name: str) -> None:
    ask, index = ASKED[name]
    with statements(hub_store) as asked, hub_store.reading() as reading:
        ask(reading)
        (statement,) = asked
        found = reading.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (0,) * statement.count("?"))
        plan = [str(row[3]) for row in found]
    assert any(index in step for step in plan), plan
    assert not [step for step in plan if step.startswith("SCAN") and " INDEX " not in step and "anon" not in step]


def test_states_stand_in_the_statement_itself() -> None:
    table = sa.table("t", sa.column("state"))
    asked = sa.select(table).where(table.c.state.in_(literals(("a", "b'c"))))
    compiled = asked.compile(compile_kwargs={"render_postcompile": True})
    assert "IN ('a', 'b''c')" in str(compiled)
    assert compiled.params == {}
