"""An audit names the first row that is not what was written, in the hash chain or in the chain of signatures."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal_app.domain.cash_signature import Method
from terminal_app.signing import Key, KeyStore
from terminal_app.storage.audit import Audit, Fault, Wrong, audit
from terminal_app.storage.database import FILE_NAME, Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, ShopClock, a_cart, open_shop

SALES = 3


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A closed shop that has sold a little."""
    till = open_shop(tmp_path / "shop", ShopClock())
    for _ in range(SALES):
        till.sell(a_cart(), BY_CARD)
    till.database.close()
    return tmp_path / "shop"


def audited(shop: Path) -> Audit:
    with Database.open(shop, read_only=True) as database:
        return audit(database, KeyStore(shop))


def tamper(shop: Path, *statements: str) -> None:
    """What somebody does who has the file and knows SQL."""
    file = sqlite3.connect(shop / FILE_NAME)
    file.executescript(";".join(statements))
    file.close()


def without_guards(shop: Path) -> None:
    tamper(shop, *(f"DROP TRIGGER IF EXISTS {name}" for name in guards(shop)))


def guards(shop: Path) -> list[str]:
    file = sqlite3.connect(shop / FILE_NAME)
    names = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    file.close()
    return names


def rows_of(shop: Path, kind: str) -> list[int]:
    file = sqlite3.connect(shop / FILE_NAME)
    found = [row[0] for row in file.execute("SELECT id FROM journal WHERE kind = ? ORDER BY id", (kind,))]
    file.close()
    return found


def rewrite(shop: Path, change: Callable[[int, dict[str, object]], dict[str, object] | None]) -> None:
    """The whole journal with those facts, in a hash chain that holds; None leaves a row out."""
    without_guards(shop)
    file = sqlite3.connect(shop / FILE_NAME)
    rows = list(file.execute("SELECT id, at_utc, kind, operator_id, sale_id, facts FROM journal ORDER BY id"))
    file.execute("DELETE FROM journal")
    previous, number = "0", 0
    for old, at, kind, operator, sale, written in rows:
        facts = change(old, json.loads(written))
        if facts is None:
            continue
        number += 1
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        fields = json.dumps([previous, at, kind, operator, sale, text], ensure_ascii=False)
        link = hashlib.sha256(fields.encode()).hexdigest()
        file.execute(
            "INSERT INTO journal VALUES (?,?,?,?,?,?,?,?)", (number, at, kind, operator, sale, text, previous, link)
        )
        previous = link
    file.commit()
    file.close()
    (shop / "signing" / "done.json").unlink(missing_ok=True)


def test_a_journal_that_nobody_touched_holds(shop: Path) -> None:
    found = audited(shop)
    assert found.holds
    assert found.transactions == SALES + 1  # the opening float as well
    assert found.gaps == ()


@pytest.mark.parametrize("column", ["at_utc", "kind", "operator_id", "sale_id", "facts", "previous_hash", "hash"])
def test_one_changed_character_is_found_in_the_row_where_it_is(shop: Path, column: str) -> None:
    row = rows_of(shop, "sale")[1]
    without_guards(shop)
    other = "REPLACE(facts, 'card', 'cash')" if column == "facts" else f"{column} || 'x'"
    tamper(shop, f"UPDATE journal SET {column} = {other} WHERE id = {row}")
    assert audited(shop).broken == Wrong(row, Fault.CHANGED)


def test_bytes_that_are_no_text_any_more_are_found_too(shop: Path) -> None:
    row, file = rows_of(shop, "sale")[1], shop / FILE_NAME
    whole = file.read_bytes()
    assert b'"receipt_no":"S-000002"' in whole
    file.write_bytes(whole.replace(b'"receipt_no":"S-000002"', b'"receipt_no":"S-00000\xff"'))
    found = audited(shop)
    assert found.broken == Wrong(row, Fault.CHANGED)
    assert found.rows > row


def test_a_row_taken_out_of_the_middle_is_named(shop: Path) -> None:
    row = rows_of(shop, "sale")[1]
    without_guards(shop)
    tamper(shop, f"DELETE FROM journal WHERE id = {row}")
    found = audited(shop)
    assert found.broken == Wrong(row, Fault.MISSING)
    assert found.wrong_signature is not None
    assert found.wrong_signature.fault is Fault.NUMBER


def test_rows_cut_off_at_the_end_are_known_by_the_mark_beside_the_keys(shop: Path) -> None:
    row = rows_of(shop, "sale")[-1]
    without_guards(shop)
    tamper(shop, f"DELETE FROM journal WHERE id >= {row}")
    found = audited(shop)
    assert (found.broken, found.wrong_signature, found.cut_off) == (None, None, Wrong(row, Fault.CUT_OFF))


def test_an_amount_rewritten_with_all_hashes_after_it_breaks_its_signature(shop: Path) -> None:
    row = rows_of(shop, "sale")[1]
    rewrite(shop, lambda number, facts: {**facts, "amount_in": "1.00"} if number == row else facts)
    found = audited(shop)
    assert found.broken is None
    assert found.wrong_signature == Wrong(row, Fault.SIGNATURE, nr=3)


def test_a_sale_left_out_with_all_hashes_rewritten_breaks_the_numbers(shop: Path) -> None:
    row = rows_of(shop, "sale")[1]
    rewrite(shop, lambda number, facts: None if number == row else facts)
    assert audited(shop).wrong_signature == Wrong(row, Fault.NUMBER, nr=4)


def test_a_past_signed_anew_with_another_key_is_found_by_the_kept_one(shop: Path) -> None:
    forger = Key.make("1", Method.RSA)
    (key_row,) = rows_of(shop, "signing_key")
    rewrite(shop, lambda number, facts: {**facts, "public": forger.public()} if number == key_row else facts)
    found = audited(shop).wrong_signature
    assert found is not None
    assert found.fault is Fault.KEY


def test_without_the_private_key_the_journal_is_still_verified(shop: Path) -> None:
    (shop / "signing" / "key-1.pem").unlink()
    assert audited(shop).holds


def test_the_share_that_is_done_is_told_and_ends_at_the_whole(shop: Path) -> None:
    told: list[float] = []
    with Database.open(shop, read_only=True) as database:
        audit(database, KeyStore(shop), told.append)
    assert told[-1] == 1


def test_an_empty_journal_holds(tmp_path: Path) -> None:
    with Database.open(tmp_path / "new") as database:
        found = audit(database, KeyStore(tmp_path / "new"))
    assert (found.holds, found.rows) == (True, 0)


@pytest.fixture
def closed(shop: Path) -> Path:
    """The shop after its Z, and with a sale of the next day: an X is the event that somebody would rather not have."""
    clock = ShopClock()
    with Database.open(shop) as database:
        till = Till(database, clock)
        till.day.x("kari")
        till.day.x("amina")
        till.day.close("kari")
        clock.advance(days=1)
        till.sell(a_cart(), BY_CARD)
    return shop


def test_two_events_that_changed_places_with_all_hashes_rewritten_break_the_seal_of_the_day(closed: Path) -> None:
    first, second = rows_of(closed, "report_x")
    (z,) = rows_of(closed, "report_z")
    assert audited(closed).holds
    kept: dict[int, dict[str, object]] = {}
    rewrite(closed, lambda row, facts: kept.setdefault(row, facts))
    rewrite(closed, lambda row, facts: kept.get({first: second, second: first}.get(row, row), facts))
    found = audited(closed)
    assert (found.broken, found.wrong_signature) == (None, Wrong(z, Fault.SEAL, 0))


def test_an_event_that_was_left_out_and_a_z_that_was_mended_after_it_break_the_seal(closed: Path) -> None:
    first, _ = rows_of(closed, "report_x")
    (z,) = rows_of(closed, "report_z")

    def change(row: int, facts: dict[str, object]) -> dict[str, object] | None:
        if row == z:
            return facts | {"last_row": z - 2}
        return None if row == first else facts

    rewrite(closed, change)
    assert audited(closed).wrong_signature == Wrong(z - 1, Fault.SEAL, 0)


def test_a_z_whose_seal_was_taken_off_vouches_for_nothing(closed: Path) -> None:
    (z,) = rows_of(closed, "report_z")
    rewrite(closed, lambda row, facts: {k: v for k, v in facts.items() if k not in ("seal", "sealed_by")})
    assert audited(closed).wrong_signature == Wrong(z, Fault.SEAL, 0)


def test_two_sales_that_changed_places_with_all_hashes_rewritten_break_the_numbers(shop: Path) -> None:
    first, second, _ = rows_of(shop, "sale")
    kept: dict[int, dict[str, object]] = {}
    rewrite(shop, lambda row, facts: kept.setdefault(row, facts))
    rewrite(shop, lambda row, facts: kept.get({first: second, second: first}.get(row, row), facts))
    assert audited(shop).wrong_signature == Wrong(first, Fault.NUMBER, 3)


def test_an_amount_rewritten_with_its_hashes_and_a_signature_made_up_is_found(shop: Path) -> None:
    first, *_ = rows_of(shop, "sale")
    forged = Key.make("1", Method.RSA)
    rewrite(
        shop,
        lambda row, facts: facts | {"amount_in": "1.00", "signature": forged.sign("x")} if row == first else facts,
    )
    found = audited(shop)
    assert (found.broken, found.wrong_signature) == (None, Wrong(first, Fault.SIGNATURE, 2))
