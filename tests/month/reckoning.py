"""What a month must have left in PowerOffice Go's ledger, added up from the till's journal by hand.

Shares nothing with the bridge, the figures of a day or the mapping: reads the journal's rows as JSON, the sandbox's
ledger as the bookkeeper sees it, and knows PowerOffice's way of rounding. No test in here.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from terminal_app.storage.database import Database
from tests.month.company import Company

ZERO, ORE = Decimal(0), Decimal("0.01")
TIPS = "0"
"""The VAT code that a tip is invoiced under: outside the VAT act."""
CODES = {"3": Decimal(25), "31": Decimal(15), "33": Decimal(12), "5": ZERO}
Sums = dict[str, Decimal]


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(ORE, ROUND_HALF_UP)


def vat_within(gross: Decimal, rate: Decimal) -> Decimal:
    """The VAT that PowerOffice Go takes out of a gross amount."""
    return rounded(gross * rate / (100 + rate))


@dataclass
class Receipt:
    """A sale or a return as its row of the journal tells it: what went on the invoice, by VAT code, and its Z."""

    number: str
    family: str
    invoiced: Sums
    z: int

    @property
    def total(self) -> Decimal:
        return sum(self.invoiced.values(), ZERO)


@dataclass
class Kept:
    """The journal added up: each Z's goods by VAT code, each receipt, and what came and went in each channel."""

    days: dict[int, tuple[Sums, Sums]] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    channels: Sums = field(default_factory=lambda: defaultdict(Decimal))
    gross: Sums = field(default_factory=lambda: defaultdict(Decimal))
    vat: Sums = field(default_factory=lambda: defaultdict(Decimal))
    tips: Decimal = ZERO
    rounding: Decimal = ZERO
    difference: Decimal = ZERO
    gift_cards: Decimal = ZERO
    left: Decimal | None = ZERO
    sales: int = 0
    returns: int = 0
    open_sales: int = 0


def kept(database: Database) -> Kept:
    """What the journal tells, row by row."""
    told, paid, whole = Kept(), _sums(), _sums()
    for kind, text in database.rows("SELECT kind, facts FROM journal ORDER BY id"):
        facts = json.loads(text)
        if kind in ("sale", "return") and facts["kind"] != "training":
            told.open_sales += 1
            told.sales += kind == "sale"
            told.returns += kind == "return"
            _add_sale(told, facts, paid, whole, len(told.days) + 1)
        elif kind == "pay_in" and facts["why"] == "gift_card":
            told.gift_cards += Decimal(facts["amount"])
        elif kind == "cash_difference":
            told.difference += Decimal(facts["amount"])
        elif kind == "report_z":
            told.days[facts["number"]] = (paid, whole)
            paid, whole, told.open_sales = _sums(), _sums(), 0
            left = facts["cash"]["left"]
            told.left = None if left is None else Decimal(left)
    return told


def _sums() -> Sums:
    return defaultdict(Decimal)


def _add_sale(told: Kept, facts: Mapping[str, Any], paid: Sums, whole: Sums, z: int) -> None:
    invoiced = _sums()
    for channel, amount in facts["payments"]:
        told.channels[channel] += Decimal(amount)
    told.rounding += Decimal(facts["rounding"])
    for line in facts["lines"]:
        gross, net = Decimal(line["gross"]), Decimal(line["net"])
        now_gross = Decimal(line.get("paid_gross", line["gross"]))
        if line["kind"] == "tip":
            told.tips += gross
            invoiced[TIPS] += gross - now_gross
            continue
        code = line["code"]
        assert Decimal(line["rate"]) == CODES[code]
        told.gross[code] += gross
        told.vat[code] += gross - net
        paid[code] += now_gross
        whole[code] += gross
        invoiced[code] += gross - now_gross
    if any("paid_gross" in line for line in facts["lines"]):
        number = facts["receipt_no"]
        family = facts.get("original_receipt_no") or number
        told.receipts[number] = Receipt(number, family, _used(invoiced), z)


def _used(sums: Mapping[str, Decimal]) -> Sums:
    return {name: amount for name, amount in sums.items() if amount}


@dataclass(frozen=True)
class RateProof:
    """One VAT code of the month: what the till sold and its VAT, and what is in the ledger; `rounding` is computed."""

    code: str
    gross: Decimal
    till: Decimal
    ledger: Decimal
    rounding: Decimal


@dataclass
class Proof:
    """What was held against each other, and each thing that is wrong, as a sentence."""

    rates: list[RateProof]
    faults: list[str]
    told: Kept
    invoices: int
    vouchers: int
    postings: int


def prove(company: Company, paid: Decimal = ZERO, changed_after: int | None = None) -> Proof:
    """Holds the sandbox's ledger against the till's journal. `paid` is what the bookkeeper booked of payments.

    With `changed_after`, Zs after that one went through the invoice, whatever the company began with.
    """
    told = kept(company.database)
    ways = {z: "invoice" if changed_after is not None and z > changed_after else company.way for z in told.days}
    sandbox, postings = company.sandbox, company.sandbox.ledger()
    invoices, vouchers = sandbox.invoices(), sandbox.vouchers()
    faults = [*_balanced(postings), *_referred_once(invoices, vouchers), *_each_z_once(told, ways, vouchers)]
    if told.open_sales:
        faults.append(f"{told.open_sales} sales are in no Z")
    vat, gross = _settled(told, ways)
    for fault in _each_sale_once(told, ways, company.database, invoices, vat, gross):
        faults.append(fault)
    reported = sandbox.vat_reported()
    rates = []
    for code, rate in CODES.items():
        there = reported.get(code)
        ledger, base = (ZERO, ZERO) if there is None else (there.vat, there.base)
        if there is not None and there.rate * 100 != rate:
            faults.append(f"VAT code {code} is posted at {there.rate}")
        if ledger != vat[code]:
            faults.append(f"VAT code {code}: the ledger has {ledger}, the journal comes to {vat[code]}")
        if base + ledger != told.gross[code] or gross[code] != told.gross[code]:
            faults.append(f"VAT code {code}: sold {told.gross[code]}, in the ledger {base + ledger}")
        rates.append(RateProof(code, told.gross[code], told.vat[code], ledger, vat[code] - told.vat[code]))
    if odd := set(reported) - set(CODES):
        faults.append(f"VAT under codes that the till does not have: {sorted(odd)}")
    owed = sum((invoice["TotalAmount"] for invoice in invoices), ZERO) - paid
    faults += _accounts(told, company, sum(vat.values(), ZERO), owed)
    return Proof(rates, faults, told, len(invoices), len(vouchers), len(postings))


def _settled(told: Kept, ways: Mapping[int, str]) -> tuple[Sums, Sums]:
    """VAT and gross amount that the vouchers report by code: VAT rounded once for each code of each Z."""
    vat, gross = _sums(), _sums()
    for z, (paid, whole) in told.days.items():
        for code, amount in (whole if ways[z] == "settlement" else paid).items():
            vat[code] += vat_within(amount, CODES[code])
            gross[code] += amount
    return vat, gross


def _each_sale_once(
    told: Kept,
    ways: Mapping[int, str],
    database: Database,
    invoices: Iterable[Mapping[str, Any]],
    vat: Sums,
    gross: Sums,
) -> Iterator[str]:
    """Each receipt's invoice is there once and has just its amounts, or its goods came back before it went out."""
    sql = "SELECT o.reference, s.receipt_no FROM outbox o JOIN sale s ON s.id = o.sale_id"
    receipt_of = dict(database.rows(sql))
    there: Counter[str] = Counter()
    for invoice in invoices:
        number = receipt_of.get(invoice["ExternalImportReference"], "")
        if number not in told.receipts:
            yield f"invoice {invoice['InvoiceNo']} is of no sale"
            continue
        there[number] += 1
        amounts, taxes = _lines_of(invoice)
        if ways.get(told.receipts[number].z) == "settlement":
            if any(taxes.values()) or sum(amounts.values(), ZERO) != told.receipts[number].total:
                yield f"{number}: invoiced {amounts} with VAT {taxes}"
            continue
        if _used(amounts) != told.receipts[number].invoiced:
            yield f"{number}: invoiced {_used(amounts)}, sold {told.receipts[number].invoiced}"
        for code in set(amounts) - {TIPS}:
            vat[code] += taxes[code]
            gross[code] += amounts[code]
    yield from (f"{number} is invoiced {times} times" for number, times in there.items() if times > 1)
    left: Sums = _sums()
    for receipt in told.receipts.values():
        if receipt.number not in there:
            left[receipt.family] += receipt.total
    yield from (f"{family} is on no invoice: {amount}" for family, amount in left.items() if amount)


def _lines_of(invoice: Mapping[str, Any]) -> tuple[Sums, Sums]:
    """Gross amount and VAT of an invoice by VAT code, each line reckoned anew."""
    amounts, taxes = _sums(), _sums()
    for line in invoice["SalesOrderLines"]:
        if line["LineType"] != "Normal":
            continue
        net = rounded(line["Quantity"] * line["ProductUnitPrice"])
        vat = rounded(net * Decimal(line["VatRate"]))
        amounts[line["VatCode"]] += net + vat
        taxes[line["VatCode"]] += vat
    return amounts, taxes


def _balanced(postings: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    by_voucher: Sums = _sums()
    for one in postings:
        by_voucher[one["VoucherId"]] += one["Amount"]
    yield from (f"voucher {name} is {amount} off" for name, amount in by_voucher.items() if amount)
    if total := sum(by_voucher.values(), ZERO):
        yield f"the trial balance is {total} off"


def _referred_once(*documents: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for kind in documents:
        used = Counter(one["ExternalImportReference"] for one in kind)
        yield from (f"reference {name} is used {times} times" for name, times in used.items() if times > 1)


def _each_z_once(told: Kept, ways: Mapping[int, str], vouchers: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    there = Counter(one["ImportedVoucherNo"] for one in vouchers)
    yield from (f"Z {number} has {times} vouchers" for number, times in there.items() if times > 1)
    for number, (paid, whole) in told.days.items():
        sold = whole if ways[number] == "settlement" else paid
        if any(sold.values()) and number not in there:
            yield f"Z {number} has no voucher"
    yield from (f"a voucher of Z {number}, which nobody made" for number in there if number not in told.days)


def _accounts(told: Kept, company: Company, vat: Decimal, owed: Decimal) -> Iterator[str]:
    """What must stand on each account in the end."""
    balances = company.sandbox.balances()
    wanted = {
        1500: owed,
        1950: ZERO,
        2700: -vat,
        1910: told.channels["card"],
        1915: told.channels["vipps"],
        2970: told.channels["giftcard"] - told.gift_cards,
        2910: -told.tips,
        7770: -told.rounding,
        7790: -told.difference,
        **({} if told.left is None else {1900: told.left}),
    }
    for account, amount in wanted.items():
        if (there := balances.get(account, ZERO)) != amount:
            yield f"account {account} stands at {there}, not {amount}"
