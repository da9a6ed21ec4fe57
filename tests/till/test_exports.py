"""The SAF-T export as a use case: which rows, which files, what stops it, and what it says of a wrong journal."""

from __future__ import annotations

import re
import resource
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Category, Product
from terminal_app.domain.money import Money
from terminal_app.domain.print_job import PrintState
from terminal_app.domain.problems import BadInput, MoveRefused, SettingWrong
from terminal_app.domain.vat import VatRate
from terminal_app.reports.saft.references import check_file
from terminal_app.storage import journal
from terminal_app.till import Till
from terminal_app.till.exports import FaultyExport
from tests.till.counter import BY_CARD, IN_CASH, ShopClock, a_cart

DAY = date(2026, 11, 23)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def export(till: Till, out: Path, since: date = DAY, until: date = DAY) -> str:
    (file,) = till.exports.saft(since, until, out)
    return file.read_text("utf-8")


def numbers(text: str) -> list[str]:
    return re.findall(r"<cashtransaction><nr>(\d+)", text)


def latte(till: Till) -> Cart:
    """One of it as the catalogue has it now."""
    product = till.assortment.known("1001")
    assert product is not None
    return Cart().add(product)


def sell_for_days(till: Till, clock: ShopClock, days: int, sales: int = 3) -> None:
    for _ in range(days):
        for _ in range(sales):
            till.sell(a_cart(), IN_CASH)
        till.day.close()
        clock.advance(days=1)


@contextmanager
def triggers_gone(till: Till, trigger: str) -> Iterator[None]:
    """Somebody with a tool for databases."""
    (made,) = till.database.rows("SELECT sql FROM sqlite_master WHERE name = ?", (trigger,))
    with till.database.writing():
        till.database.execute(f"DROP TRIGGER {trigger}")
        yield
        till.database.execute(str(made[0]))


def spoil(till: Till, old: str, new: str) -> None:
    made = till.database.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'")
    (name,) = [str(name) for name, sql in made if "UPDATE" in str(sql)]
    with triggers_gone(till, name):
        assert till.database.execute(
            "UPDATE journal SET facts = replace(facts, ?, ?) WHERE instr(facts, ?)", (old, new, old)
        )


def test_the_files_of_a_period_hold_its_days_and_no_others(till: Till, clock: ShopClock, out: Path) -> None:
    sell_for_days(till, clock, 3)
    whole, second = export(till, out, DAY, DAY + timedelta(days=2)), export(till, out, *[DAY + timedelta(days=1)] * 2)
    assert numbers(second) == numbers(whole)[4:8]
    assert second.count("<reportType>Z report") == 1


def test_days_on_which_nothing_was_done_give_a_file_without_transactions(till: Till, out: Path) -> None:
    till.sell(a_cart(), IN_CASH)
    long_ago = DAY - timedelta(days=400)
    assert numbers(export(till, out, long_ago, long_ago)) == []


def test_what_is_named_by_a_transaction_outside_the_period_has_no_transid(
    till: Till, clock: ShopClock, out: Path
) -> None:
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere"})
    sold = till.sell(a_cart(), BY_CARD)
    job = till.prints.original(sold.sale.id)
    assert job is not None
    till.prints.leave(job.id)
    clock.advance(days=1)
    till.prints.copy(sold.sale.receipt_no or "")
    text = export(till, out, DAY + timedelta(days=1), DAY + timedelta(days=1))
    (event,) = re.findall("<event>(?:(?!</event>).)*E-copy.*?</event>", text)
    assert "<transID>" not in event
    assert sold.sale.receipt_no in event


def test_a_receipt_that_nobody_printed_counts_as_none(till: Till, out: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    text = export(till, out)
    assert "<eventType>E-receipt_none</eventType><transID>" in text
    assert "<receiptNum>0</receiptNum>" in text


def test_the_export_is_a_row_of_the_journal(till: Till, out: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    (file,) = till.exports.saft(DAY, DAY, out, operator_id="kari")
    row = journal.last_row(till.database, "saft_exported")
    assert row is not None
    assert (row.operator_id, dict(row.facts)) == (
        "kari",
        {"from": "2026-11-23", "to": "2026-11-23", "files": [file.name]},
    )


def test_two_exports_in_one_second_have_names_of_their_own(till: Till, out: Path) -> None:
    first, second = till.exports.saft(DAY, DAY, out), till.exports.saft(DAY, DAY, out)
    assert first != second
    assert len(list(out.iterdir())) == 2


def test_a_journal_of_which_one_amount_was_changed_is_exported_and_not_called_good(till: Till, out: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    till.sell(a_cart(), BY_CARD)
    spoil(till, '"amount_in":"143.90"', '"amount_in":"143.80"')
    with pytest.raises(FaultyExport) as refused:
        till.exports.saft(DAY, DAY, out)
    told = {problem.code for problem in refused.value.problems}
    assert {"saft_signature_wrong", "saft_sum_wrong"} <= told
    assert [file.name for file in refused.value.files] == [path.name for path in out.iterdir()]
    row = journal.last_row(till.database, "saft_exported")
    assert row is not None
    assert row.facts["faults"] == refused.value.exported.faults > 0


def test_the_first_signature_of_a_later_day_is_held_against_the_one_before_it(
    till: Till, clock: ShopClock, out: Path
) -> None:
    till.sell(a_cart(), BY_CARD)
    clock.advance(days=1)
    till.sell(a_cart(), BY_CARD)
    text = export(till, out, DAY + timedelta(days=1), DAY + timedelta(days=1))
    first = re.findall("<signature>([^<]*)", text)[0]
    spoil(till, first, "A" + first[1:] if first[0] != "A" else "B" + first[1:])
    with pytest.raises(FaultyExport):
        till.exports.saft(DAY + timedelta(days=1), DAY + timedelta(days=1), out)


def test_a_period_that_is_too_large_is_split_into_files_that_are_each_whole(
    till: Till, clock: ShopClock, out: Path
) -> None:
    sell_for_days(till, clock, 6, sales=8)
    until = DAY + timedelta(days=6)
    (one,) = till.exports.saft(DAY, until, out)
    smaller = till.exports.saft(DAY, until, out, largest=14_000)
    assert len(smaller) > 1
    assert [re.sub(r".*_(\d+_\d+)\.zip", r"\1", file.name) for file in smaller] == [
        f"{number}_{len(smaller)}" for number in range(1, len(smaller) + 1)
    ]
    inside, all_numbers = [], []
    for file in smaller:
        assert file.stat().st_size <= 14_000
        with zipfile.ZipFile(file) as archive:
            (name,) = archive.namelist()
            inside.append(name)
            (out / "unpacked.xml").write_bytes(archive.read(name))
        assert check_file(out / "unpacked.xml").is_good
        all_numbers += numbers((out / "unpacked.xml").read_text("utf-8"))
    assert inside == [file.with_suffix(".xml").name for file in smaller]
    assert all_numbers == numbers(one.read_text("utf-8"))


def test_stopping_leaves_nothing_behind(till: Till, out: Path) -> None:
    for _ in range(4):
        till.sell(a_cart(), BY_CARD)
    with pytest.raises(MoveRefused) as refused:
        till.exports.saft(DAY, DAY, out, stop=lambda: True)
    assert refused.value.problem.code == "saft_stopped"
    assert list(out.iterdir()) == []
    assert journal.last_row(till.database, "saft_exported") is None


def test_progress_goes_from_nothing_to_all_and_never_back(till: Till, out: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    told: list[float] = []
    till.exports.saft(DAY, DAY, out, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_journalled(till: Till, out: Path) -> None:
    (out / "file").write_text("")
    for folder in (out / "missing", out / "file"):
        with pytest.raises(BadInput) as refused:
            till.exports.saft(DAY, DAY, folder)
        assert (refused.value.problem.code, refused.value.problem.values["field"]) == ("saft_no_folder", "out")
    assert journal.last_row(till.database, "saft_exported") is None


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may become larger than that: what is written beyond it fails as on a full disk."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_disk_that_fills_while_the_file_is_written_keeps_no_half_of_it(till: Till, out: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    with room_for(4_000), pytest.raises(BadInput) as refused:
        till.exports.saft(DAY, DAY, out)
    assert refused.value.problem.code == "saft_not_written"
    assert list(out.iterdir()) == []
    assert export(till, out)


def test_a_folder_that_is_for_reading_alone_is_refused(till: Till) -> None:
    with pytest.raises(BadInput) as refused:
        till.exports.saft(DAY, DAY, Path("/proc"))  # for reading alone whoever asks
    assert (refused.value.problem.code, refused.value.problem.values["field"]) == ("saft_not_written", "out")


def test_days_the_wrong_way_round_and_a_shop_without_a_number_are_refused(till: Till, out: Path) -> None:
    with pytest.raises(BadInput) as refused:
        till.exports.saft(DAY, DAY - timedelta(days=1), out)
    assert (refused.value.problem.code, refused.value.problem.values["field"]) == ("saft_days_wrong", "from")
    till.change_settings({"shop.organization_number": ""})
    with pytest.raises(SettingWrong):
        till.exports.saft(DAY, DAY, out)


def test_a_category_keeps_its_group_of_the_law_under_the_name_it_was_sold_with(till: Till, out: Path) -> None:
    till.shelves.change_category("Kaffe", Category("Kaffe", group_code="04012"), "kari")
    till.sell(latte(till), BY_CARD)
    till.shelves.change_category("Kaffe", Category("Kaffe og te", group_code="04012"), "kari")
    till.sell(latte(till), BY_CARD)
    text = export(till, out)
    for name in ("Kaffe", "Kaffe og te"):
        assert f"<basicID>G-{name}</basicID><predefinedBasicID>04012</predefinedBasicID>" in text


def test_the_bill_before_payment_counts_on_the_sale_that_it_was_of(till: Till, out: Path) -> None:
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere"})
    till.ringing.rung(Cart(), a_cart())
    till.prints.provisional(a_cart())
    till.sell(a_cart(), BY_CARD)
    text = export(till, out)
    assert re.search(r"E-provisional</eventType><transID>", text)
    assert "<receiptNum>1</receiptNum><receiptCopyNum>0</receiptCopyNum><receiptProformaNum>1<" in text


def test_a_receipt_that_is_printed_after_all_counts_once(till: Till, out: Path) -> None:
    sold = till.sell(a_cart(), BY_CARD)
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere"})
    job = till.prints.original(sold.sale.id)
    assert job is not None
    till.prints.again(job.id)
    text = export(till, out)
    kinds = re.findall(r"<eventType>E-(receipt_\w+)", text)
    assert kinds == ["receipt_none", "receipt_sale"]
    assert "<receiptNum>1</receiptNum>" in text
    till.prints.leave(job.id)
    assert "<receiptNum>0</receiptNum>" in export(till, out)


def test_a_copy_that_nobody_printed_takes_nothing_from_the_receipt_itself(till: Till, out: Path) -> None:
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere"})
    sold = till.sell(a_cart(), BY_CARD)
    for state in (PrintState.PRINTING, PrintState.PRINTED):
        job = till.prints.original(sold.sale.id)
        assert job is not None
        with till.database.writing():
            assert till.prints.jobs.move(job, state)
    till.prints.leave(till.prints.copy(sold.sale.receipt_no or "").id)
    text = export(till, out)
    assert "<receiptNum>1</receiptNum><receiptCopyNum>0</receiptCopyNum>" in text
    assert "<eventType>E-print_left" not in text


def test_what_is_rung_up_afterwards_is_in_the_file_of_the_days_when_it_was_written(
    till: Till, clock: ShopClock, out: Path
) -> None:
    sell_for_days(till, clock, 3)
    till.sell(a_cart(), IN_CASH)
    till.sell(a_cart(), IN_CASH, at=till.now() - timedelta(days=3))
    till.sell(a_cart(), IN_CASH)
    till.day.close()
    days = [DAY + timedelta(days=number) for number in range(4)]
    parts = [numbers(export(till, out, day, day)) for day in days]
    assert [len(part) for part in parts] == [4, 4, 4, 4]
    assert [nr for part in parts for nr in part] == numbers(export(till, out, days[0], days[-1]))


def test_days_share_no_row_though_nothing_but_sales_was_written(till: Till, clock: ShopClock, out: Path) -> None:
    till.day.open(Money(100_00))
    for _ in range(3):
        till.sell(a_cart(), BY_CARD)
        till.sell(a_cart(), BY_CARD, at=till.now() - timedelta(days=2))
        clock.advance(hours=1)
    first = numbers(export(till, out))
    clock.advance(days=1)
    till.sell(a_cart(), BY_CARD)
    second = numbers(export(till, out, DAY + timedelta(days=1), DAY + timedelta(days=1)))
    assert first == [str(number) for number in range(1, 8)]
    assert set(second).isdisjoint(first)


def test_a_receipt_that_is_printed_in_a_later_period_is_told_there_without_its_transaction(
    till: Till, clock: ShopClock, out: Path
) -> None:
    sold = till.sell(a_cart(), BY_CARD)
    till.day.close()
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere"})
    clock.advance(days=1)
    job = till.prints.original(sold.sale.id)
    assert job is not None
    till.prints.again(job.id)
    text = export(till, out, DAY + timedelta(days=1), DAY + timedelta(days=1))
    (event,) = re.findall("<event>(?:(?!</event>).)*E-printed_later.*?</event>", text)
    assert "<transID>" not in event


def test_goods_that_left_the_catalogue_are_called_as_they_were_last_sold(till: Till, out: Path) -> None:
    for name in ("Gammelt navn", "Nytt & <navn>"):
        till.sell(Cart().add(Product("GONE-1", name, Money(20_00), VatRate(2500), "Kaffe")), BY_CARD)
    text = export(till, out)
    (article,) = re.findall("<artID>GONE-1</artID>.*?<artDesc>([^<]*)", text)
    told = [re.findall("<cashTransLineDescr>([^<]*)", one) for one in re.findall("<ctLine>.*?</ctLine>", text)]
    assert (article, told) == ("Nytt &amp; &lt;navn&gt;", [["Gammelt navn"], []])


def test_stopping_while_a_large_file_is_checked_and_zipped_leaves_nothing_behind(till: Till, out: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    with pytest.raises(MoveRefused):
        till.exports.saft(DAY, DAY, out, stop=lambda: True, largest=4_000)
    assert list(out.iterdir()) == []
