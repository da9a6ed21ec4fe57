"""A day's settlement as a table in debit and credit, as PowerOffice Go would get it; what is wrong stands at its line.

Pure but for the words; the figures are `till.vouchers`' business.
"""

from __future__ import annotations

from collections.abc import Callable

from ...domain.account_fit import Fit
from ...domain.chart import Chart
from ...domain.day_figures import DayFigures, voucher
from ...domain.day_voucher import DayVoucher, VoucherLine, at_their_codes
from ...domain.money import ZERO, Money
from ...domain.settlement_accounts import Settlement, Slot
from ...domain.vat_path import VatPath
from ...i18n import Texts
from ...reports.setting_words import told_problem
from ...reports.voucher_paper import slot_name
from .rows import Note, Row
from .table import Cell, Head, Table, TableRow


def tried(figures: DayFigures, settlement: Settlement, path: VatPath, chart: Chart) -> DayVoucher:
    """The voucher of those figures; what has no account yet is posted on a number below zero, each on its own.

    Raises BadInput where the day cannot be settled at all.
    """
    stand_ins = {slot: -number for number, slot in enumerate(Slot, 1)}
    whole = Settlement(settlement.enabled, settlement.enabled_since, {**stand_ins, **settlement.accounts})
    return at_their_codes(voucher(figures, whole, path, ""), chart)


def voucher_rows(
    made: DayVoucher,
    label: str,
    texts: Texts,
    named: Callable[[int], str],
    fit: Callable[[Slot], Fit | None],
    stands: str = "",
) -> list[Row]:
    """The table and the line below it: whether both sides meet, and the VAT that it reports.

    `stands` says how it stands with the voucher that the Z has in the queue, "" for none. `named` gives an account's
    words, `fit` says how a slot's account does. A touched row presses its slot's key.
    """
    say = texts.say
    table = Table(
        "voucher",
        (
            Head(say("Account")),
            Head(say("VAT code"), minor=True),
            Head(say("Debit"), right=True),
            Head(say("Credit"), right=True),
        ),
        tuple(_row(line, texts, named, fit) for line in made.lines),
        (TableRow((say("Total"), "", texts.money(made.total), texts.money(made.total))),),
        label,
        empty=say("Nothing to post"),
    )
    if not made.lines:
        return [table]
    lacking = sum(line.account < 0 for line in made.lines)
    if lacking:
        told = texts.count("{n} account is not chosen.", "{n} accounts are not chosen.", lacking)
        return [table, Note(told, "warn", say("Such a day waits until they are."), key="voucher")]
    vat = say("VAT that it reports: {amount}.", amount=texts.kroner(made.vat))
    sent = say("The voucher of this Z: {state}.", state=stands) if stands else say("Nothing was sent.")
    return [table, Note(say("Debit and credit come to the same."), "ok", f"{vat} {sent}", key="voucher")]


def _row(line: VoucherLine, texts: Texts, named: Callable[[int], str], fit: Callable[[Slot], Fit | None]) -> TableRow:
    name = slot_name(line.slot, texts)
    below = name + " · " + texts.say("VAT of it {amount}", amount=texts.money(_plus(line.vat))) if line.vat else name
    chosen = line.account > 0
    account = Cell(named(line.account), below) if chosen else Cell(texts.say("Not chosen"), below, "bad")
    found = fit(line.slot) if chosen else None
    wrong = found is not None and found.is_wrong
    why = " ".join(told_problem(found.problem, texts)) if found is not None and wrong and found.problem else ""
    amounts = (_amount(line.debit, texts), _amount(line.credit, texts))
    tone = "bad" if wrong or not chosen else ""
    return TableRow((account, line.vat_code, *amounts), line.slot.value, tone, detail=why)


def _plus(amount: Money) -> Money:
    return max(amount, -amount)


def _amount(amount: Money, texts: Texts) -> str:
    return "" if amount == ZERO else texts.money(amount)
