"""The page at `/`: the orders and invoices the company holds, for a person. Norwegian first, English beside it.

Makes HTML and nothing else: no script, nothing loaded from elsewhere, every value escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Any

from werkzeug.wrappers import Response

from .answers import Row
from .books import percent
from .rules.invoicing import NORWAY

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
NEWEST = 200
NO_BREAK = "\u00a0"


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()

    def fill(self, **values: object) -> Html:
        """The template with its {places} filled; whatever is not Html is escaped."""
        return Html(
            self.format_map(
                {name: value if isinstance(value, Html) else escape(str(value)) for name, value in values.items()}
            )
        )


def joined(parts: Iterable[Html]) -> Html:
    """The parts one after another."""
    return Html("".join(parts))


_STYLE = Html("""
:root{--ink:#16202b;--soft:#5b6875;--line:#dfe4e8;--paper:#fff;--ground:#f3f5f4;--green:#14633f;--tint:#e5f2ea}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecef;--soft:#9aa7b2;--line:#2c3640;--paper:#1a222a;--ground:#11171c;
--green:#7fd0a5;--tint:#1e3329}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif}
main{max-width:68rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2.25rem 0 .75rem}
.en{color:var(--soft);font-weight:400;font-size:.85em}
.lead{color:var(--soft);margin:.25rem 0 0;max-width:46rem}
.count{display:inline-block;background:var(--tint);color:var(--green);border-radius:999px;padding:.1rem .65rem;
font-size:.85rem;margin-left:.5rem}
article{background:var(--paper);border:1px solid var(--line);border-radius:12px;margin:0 0 1rem;overflow:hidden}
header{display:flex;flex-wrap:wrap;gap:.25rem 2rem;padding:1rem 1.25rem;align-items:baseline}
header b{font-size:1.05rem}header .total{margin-left:auto;font-size:1.25rem;font-weight:600}
.facts{display:flex;flex-wrap:wrap;gap:.15rem 1.75rem;padding:0 1.25rem .9rem;color:var(--soft);
font-size:.9rem;margin:0}
.facts dt{display:inline}.facts dd{display:inline;margin:0 0 0 .35rem;color:var(--ink);overflow-wrap:anywhere}
.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.92rem}
th{color:var(--soft);font-weight:500;text-align:left;font-size:.8rem}
td,th{padding:.45rem 1.25rem;border-top:1px solid var(--line);vertical-align:top}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.note td{color:var(--soft);white-space:pre-line}
.none{background:var(--paper);border:1px dashed var(--line);border-radius:12px;padding:1.5rem;
color:var(--soft);margin:0}
""")

_PAGE = Html("""<!doctype html>
<html lang="nb"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{company} · lokal PowerOffice Go</title><style>{style}</style></head><body><main>
<h1>{company}</h1>
<p class="lead">Lokal øvingsutgave av PowerOffice Go: her står det kassen har levert. <span class="en" lang="en">A local
practice PowerOffice Go: what the till has delivered.</span></p>
{sections}</main></body></html>
""")

_SECTION = Html(
    '<h2>{title} <span class="en" lang="en">{english}</span><span class="count">{count}</span></h2>\n{cards}\n'
)
_CARD = Html("""<article><header><b>{title}</b><span>{customer}</span><span class="total">{total}</span></header>
<dl class="facts">{facts}</dl>
<div class="wide"><table><thead><tr><th>Linje <span class="en" lang="en">Line</span></th>
<th class="n">Antall <span class="en" lang="en">Qty</span></th>
<th class="n">Pris <span class="en" lang="en">Price</span></th>
<th class="n">Netto <span class="en" lang="en">Net</span></th>
<th class="n">Mva <span class="en" lang="en">VAT</span></th>
<th class="n">Beløp <span class="en" lang="en">Amount</span></th></tr></thead>
<tbody>{lines}</tbody></table></div></article>
""")
_FACT = Html("<div><dt>{name}</dt><dd>{value}</dd></div>")
_SOLD = Html(
    '<tr><td>{description} <span class="en">{product}</span></td><td class="n">{quantity}</td>'
    '<td class="n">{price}</td><td class="n">{net}</td><td class="n">{vat}</td><td class="n">{amount}</td></tr>'
)
_NOTE = Html('<tr class="note"><td colspan="5">{description}</td><td class="n">{amount}</td></tr>')
_NONE = Html('<p class="none">{text} <span class="en" lang="en">{english}</span></p>')


def page(
    company: str,
    orders: Sequence[Row],
    invoices: Sequence[Row],
    customer_names: dict[int, str] | None = None,
    ledger: Html | None = None,
) -> Response:
    """The whole page, newest first. `customer_names` are by customer id; `ledger` is the part that comes last."""
    names = customer_names or {}
    sections = joined(
        (
            _section("Ordrer", "Orders", orders, names, "Ingen ordrer ennå.", "No orders yet."),
            _section("Fakturaer", "Invoices", invoices, names, "Ingen fakturaer ennå.", "No invoices yet."),
            ledger or Html(""),
        )
    )
    html = _PAGE.fill(company=company, style=_STYLE, sections=sections)
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return Response(html, content_type="text/html; charset=utf-8", headers=headers)


def _section(
    title: str, english: str, rows: Sequence[Row], names: dict[int, str], none: str, none_english: str
) -> Html:
    cards = [_card(row, names) for row in reversed(rows[-NEWEST:])]
    shown = joined(cards) if cards else _NONE.fill(text=none, english=none_english)
    return _SECTION.fill(title=title, english=english, count=len(rows), cards=shown)


def _card(row: Row, names: dict[int, str]) -> Html:
    customer = f"{row['CustomerNo']} {names.get(row['CustomerId'], '')}".strip()
    invoice_no = row.get("InvoiceNo")
    title = f"Ordre {row['SalesOrderNo']}" if invoice_no is None else f"Faktura {invoice_no}"
    return _CARD.fill(
        title=title,
        customer=customer,
        total=money(row["TotalAmount"]),
        facts=joined(_facts(row)),
        lines=joined(_line(line) for line in row["SalesOrderLines"]),
    )


def _facts(row: Row) -> Iterable[Html]:
    listed: list[tuple[str, Any]] = [
        ("Referanse", row["ExternalImportReference"]),
        ("Bilag fra kassen", row["ImportedOrderNo"]),
        ("Deres ref.", row["CustomerReference"]),
        ("Innkjøpsordre", row["PurchaseOrderReference"]),
        ("Dato", row.get("SalesOrderDate") or row.get("OrderDate")),
        ("Mottatt", _moment(row["CreatedDateTimeOffset"])),
    ]
    if row.get("InvoiceNo") is not None:
        balance = row["Balance"]
        listed += [
            ("Ordre", row["OrderNo"]),
            ("Sendt", _moment(row["SentDateTimeOffset"])),
            ("Forfall", row["DueDate"]),
            ("Rest", "Betalt" if balance == 0 else money(balance)),
        ]
    return (_FACT.fill(name=name, value=value) for name, value in listed if value not in (None, ""))


def _line(line: Row) -> Html:
    if line["LineType"] != "Normal":
        amount = money(line["TotalAmount"]) if line["LineType"] == "Summary" else ""
        return _NOTE.fill(description=line["Description"] or "Sum", amount=amount)
    rate = percent(line["VatRate"]) * 100
    return _SOLD.fill(
        description=line["Description"],
        product=line["ProductCode"],
        quantity=digits(line["Quantity"]),
        price=money(line["ProductUnitPrice"]),
        net=money(line["NetAmount"]),
        vat=f"{digits(rate)} %",
        amount=money(line["TotalAmount"]),
    )


def money(amount: Any) -> str:
    """The amount the Norwegian way: "1 234,50", with the sign in front, at least two decimals."""
    number = Decimal(amount)
    places = max(2, -int(number.normalize().as_tuple().exponent))
    whole, _, fraction = f"{abs(number):,.{places}f}".partition(".")
    sign = "−" if number < 0 else ""
    grouped = whole.replace(",", NO_BREAK)
    return f"{sign}{grouped},{fraction}"


def digits(number: Any) -> str:
    """The number the Norwegian way, without zeros at its end."""
    plain = format(Decimal(number), "f")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",").replace("-", "−")


def _moment(stamp: str | None) -> str:
    return "" if stamp is None else datetime.fromisoformat(stamp).astimezone(NORWAY).strftime("%d.%m.%Y %H:%M:%S")
