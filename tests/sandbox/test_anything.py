"""Whatever is posted or asked: an answer that blames the request, and books that still add up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.poweroffice.sandbox import documents
from sync.poweroffice.sandbox.shapes import names
from tests.sandbox.desk import Client, Row, body, sold

SAME_SANDBOX = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])

ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=60),
    st.sampled_from(["2026-02-30", "2026-11-22", "Draft", "Text", "Summary", "7025", "8025", "NOK", "EA", 10001, 1603]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)


def odd(shape: Any, most: int) -> st.SearchStrategy[Row]:
    """Some of a document's properties, each with whatever."""
    return st.dictionaries(st.sampled_from(sorted(shape)), ODD, max_size=most)


@SAME_SANDBOX
@given(header=odd(documents.ORDER_POST, 2), line=odd(documents.ORDER_LINE_POST, 3))
def test_any_order_is_refused_by_name_or_kept_and_adds_up(client: Client, header: Row, line: Row) -> None:
    before = len(client.sandbox.orders())
    answer = client.post(
        "/SalesOrders/Complete", {"CustomerNo": 10001, "SalesOrderLines": [{**sold("8025"), **line}, sold()], **header}
    )
    assert answer.status_code in (201, 400, 404), answer.text
    assert len(client.sandbox.orders()) - before == (answer.status_code == 201)
    if answer.status_code == 201:
        order = body(answer)
        counted = [row for row in order["SalesOrderLines"] if row["LineType"] == "Normal"]
        assert order["TotalAmount"] == sum((row["TotalAmount"] for row in counted), Decimal(0))
        assert all(row["NetAmount"] + row["VatAmount"] == row["TotalAmount"] for row in counted)
    else:
        assert answer.json()["detail"]


@SAME_SANDBOX
@given(
    path=st.sampled_from(["/Customers", "/SalesOrders", "/OutgoingInvoices", "/Products", "/GeneralLedgerAccounts"]),
    params=st.dictionaries(
        st.sampled_from(
            names(
                "customerNos OrderBy Fields PageNumber PageSize lastChangedDateTimeOffsetGreaterThan fromDate"
                " accountNos externalImportReferences importedOrderNos externalNos isArchived orderStatus showInherited"
            )
        ),
        st.one_of(st.text(max_size=40), st.sampled_from(["1-", "Number desc", "Id", "²", "2026-13-01T", "true"])),
        max_size=3,
    ),
)
def test_any_query_is_answered_or_refused(client: Client, path: str, params: dict[str, str]) -> None:
    assert client.get(path, **params).status_code in (200, 204, 400)


@SAME_SANDBOX
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "op": st.sampled_from(["add", "replace", "remove", "copy", "move", "test", "?"]),
                "path": st.sampled_from([f"/{name}" for name in documents.CUSTOMER_POST] + ["", "/MailAddress/City"]),
                "from": st.sampled_from([f"/{name}" for name in documents.CUSTOMER_POST]),
                "value": ODD,
            }
        ),
        max_size=3,
    )
)
def test_any_patch_changes_a_customer_whole_or_not_at_all(client: Client, operations: list[Row]) -> None:
    before = client.get("/Customers/501").json()
    answer = client.patch("/Customers/501", *operations)
    after = client.get("/Customers/501").json()
    assert answer.status_code in (200, 400, 404), answer.text
    assert after == (answer.json() if answer.status_code == 200 else before)
