"""Endpoints for cash vouchers, which a till's daily settlement is posted as: create, by id, and reverse."""

from __future__ import annotations

from werkzeug.wrappers import Response

from ..answers import Row, json_answer, not_found, pick
from ..auth import seeded_uuid
from ..books import stamp
from ..documents import VOUCHER_FIELDS, VOUCHER_POST
from ..office import Call
from ..rules.ledger import FIRST_VOUCHER, Ledger
from ..rules.vouchers import VoucherDesk

FIRST_LINE = 70_001


def create_cash_voucher(call: Call) -> Response:
    """Posts a voucher to the ledger at once; 201 with the number it got."""
    posted = call.body(VOUCHER_POST)
    books = call.books
    with books.writing():
        voucher = VoucherDesk(books, call.office.rules).accept(posted)
        number = books.next_number("VoucherNo", FIRST_VOUCHER)
        now = stamp(call.now)
        for line in voucher["VoucherLines"]:
            line.update(Id=books.next_number("VoucherLineId", FIRST_LINE), CreatedDateTimeOffset=now)
        voucher.update(
            Id=seeded_uuid(call.office.seed, f"voucher/{number}"),
            VoucherNo=number,
            CreatedDateTimeOffset=now,
            IsReversed=False,
            _created_by=call.caller.integration,
        )
        books.put(books.vouchers, voucher)
        Ledger(books, call.office.seed, call.now, call.office.rules.read_lag_s).post_voucher(voucher)
    return json_answer({**pick(voucher, VOUCHER_FIELDS), "VoucherLines": voucher["VoucherLines"]}, 201)


def cash_voucher_by_id(call: Call) -> Response:
    """One voucher; only those that the same integration posted are shown."""
    call.refuse_fields()
    voucher = _own(call, "CashVoucher")
    return json_answer({**pick(voucher, VOUCHER_FIELDS), "VoucherLines": voucher["VoucherLines"]})


def reverse_voucher(call: Call) -> Response:
    """Takes back a voucher that the same integration posted; 200 with no body. Its reference is free again."""
    books = call.books
    with books.writing():
        voucher = _own(call, "Voucher")
        VoucherDesk(books, call.office.rules).require_reversible(voucher)
        Ledger(books, call.office.seed, call.now, call.office.rules.read_lag_s).reverse(voucher)
    return Response(status=200)


def _own(call: Call, what: str) -> Row:
    voucher = call.books.vouchers.get(str(call.args["id"]))
    if voucher is None or voucher["_created_by"] != call.caller.integration:
        raise not_found(f"{what} with id = {call.args['id']} not found.")
    return voucher
