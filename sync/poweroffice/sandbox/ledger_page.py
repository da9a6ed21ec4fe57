"""The ledger's part of the sandbox's page: trial balance, VAT per code, and the vouchers with their postings.

Only shows; what it shows comes from `bookkeeper`. Runs on the server's threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from .answers import Row
from .page import Html, digits, joined, money
from .rules.balances import VatTurnover

NEWEST = 100
_KINDS = {
    "CashJournal": "Kassebilag",
    "ManualJournal": "Manuelt bilag",
    "BankJournal": "Bankbilag",
    "OutgoingInvoice": "Faktura",
    "OutgoingCreditNote": "Kreditnota",
    "ReversalVoucher": "Tilbakeføring",
    "CorrectionVoucher": "Korreksjonsbilag",
}

_SECTION = Html(
    '<h2 id="{key}">{title} <span class="en" lang="en">{english}</span><span class="count">{count}</span></h2>\n'
    "{body}\n"
)
_TABLE = Html(
    '<article><div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></article>'
)
_CARD = Html("""<article><header><b>Bilag {number}</b><span>{kind}</span><span class="total">{total}</span></header>
<dl class="facts">{facts}</dl>
<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></article>
""")
_HEAD = Html('<th{align}>{text} <span class="en" lang="en">{english}</span></th>')
_FACT = Html("<div><dt>{name}</dt><dd>{value}</dd></div>")
_ROW = Html("<tr>{cells}</tr>")
_CELL = Html("<td>{text}</td>")
_AMOUNT = Html('<td class="n">{text}</td>')
_NONE = Html('<p class="none">{text} <span class="en" lang="en">{english}</span></p>')
_RIGHT = Html(' class="n"')


def ledger_sections(
    balances: Mapping[int, Decimal],
    vat: Mapping[str, VatTurnover],
    postings: Sequence[Row],
    account_names: Mapping[int, str],
) -> Html:
    """Three sections, the newest vouchers first; one line instead where nothing is posted yet."""
    if not postings:
        none = _NONE.fill(text="Ingenting er bokført ennå.", english="Nothing is posted yet.")
        return _SECTION.fill(key="ledger", title="Hovedbok", english="General ledger", count=0, body=none)
    vouchers = _by_voucher(postings)
    cards = joined(_voucher(rows, account_names) for rows in vouchers[: -NEWEST - 1 : -1])
    return joined(
        (
            _section("balance", "Saldobalanse", "Trial balance", len(balances), _balance(balances, account_names)),
            _section("vat", "Mva per kode", "VAT per code", len(vat), _turnover(vat)),
            _section("vouchers", "Bilag", "Vouchers", len(vouchers), cards),
        )
    )


def _section(key: str, title: str, english: str, count: int, body: Html) -> Html:
    return _SECTION.fill(key=key, title=title, english=english, count=count, body=body)


def _balance(balances: Mapping[int, Decimal], names: Mapping[int, str]) -> Html:
    heads = (("Konto", "Account", False), ("Navn", "Name", False), ("Debet", "Debit", True), ("Kredit", "Credit", True))
    shown = [_row((str(number), names.get(number, "")), _sides(amount)) for number, amount in balances.items()]
    debit = sum((amount for amount in balances.values() if amount > 0), Decimal(0))
    credit = sum((amount for amount in balances.values() if amount < 0), Decimal(0))
    total = _row(("", "Sum"), (money(debit), money(-credit)))
    return _TABLE.fill(heads=_heads(heads), rows=joined((*shown, total)))


def _turnover(vat: Mapping[str, VatTurnover]) -> Html:
    heads = (("Kode", "Code", False), ("Sats", "Rate", False), ("Grunnlag", "Base", True), ("Mva", "VAT", True))
    rows = (_row((code, f"{digits(one.rate * 100)} %"), (money(one.base), money(one.vat))) for code, one in vat.items())
    return _TABLE.fill(heads=_heads(heads), rows=joined(rows))


def _voucher(rows: Sequence[Row], names: Mapping[int, str]) -> Html:
    first = rows[0]
    heads = (("Konto", "Account", False), ("Mva", "VAT", False), ("Debet", "Debit", True), ("Kredit", "Credit", True))
    facts: list[tuple[str, object]] = [
        ("Dato", first["PostingDate"]),
        ("Referanse", first["ExternalImportReference"]),
        ("Nummer fra kassen", first["ImportedVoucherNo"]),
        ("Tekst", first["VoucherDescription"]),
        ("Tilbakefører bilag", first["ReversedVoucherNo"]),
        ("Tilbakeført", "Ja" if first["IsReversed"] else None),
    ]
    return _CARD.fill(
        number=first["VoucherNo"],
        kind=_KINDS.get(first["VoucherType"], first["VoucherType"]),
        total=money(sum((row["Amount"] for row in rows if row["Amount"] > 0), Decimal(0))),
        facts=joined(_FACT.fill(name=name, value=value) for name, value in facts if value not in (None, "")),
        heads=_heads(heads),
        rows=joined(_posting(row, names) for row in rows),
    )


def _posting(row: Row, names: Mapping[int, str]) -> Html:
    number = row["AccountNo"]
    customer = f" · kunde {row['CustomerAccountNo']}" if row["CustomerAccountNo"] is not None else ""
    account = f"{number} {names.get(number, '')}{customer}"
    return _row((account, row["VatCode"] or ""), _sides(row["Amount"]))


def _by_voucher(postings: Sequence[Row]) -> list[list[Row]]:
    vouchers: dict[str, list[Row]] = {}
    for row in postings:
        vouchers.setdefault(row["VoucherId"], []).append(row)
    return list(vouchers.values())


def _sides(amount: Decimal) -> tuple[str, str]:
    return (money(amount), "") if amount > 0 else ("", money(-amount)) if amount < 0 else ("0,00", "")


def _heads(heads: Iterable[tuple[str, str, bool]]) -> Html:
    return joined(
        _HEAD.fill(align=_RIGHT if right else Html(""), text=text, english=english) for text, english, right in heads
    )


def _row(texts: Iterable[str], amounts: Iterable[str]) -> Html:
    cells = (*(_CELL.fill(text=text) for text in texts), *(_AMOUNT.fill(text=text) for text in amounts))
    return _ROW.fill(cells=joined(cells))
