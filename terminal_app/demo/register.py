"""The sample shop's customers, as PowerOffice Go would hand them out.

Owns how the names in assets/demo/words become companies and persons. Standard library only; knows nothing of the till
or of the sync. Runs wherever it is called.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypedDict, cast

from terminal_app.demo.draws import SEED, WORDS, Dice, cells, lines, organization_number

CUSTOMERS: Final = 300
FIRST_CUSTOMER_NO: Final = 10001
AS_OF: Final = datetime(2026, 10, 31, 20, 0, tzinfo=UTC)
_LEGAL_FORM: Final = re.compile(r" (AS|ASA|ENK)$")


class MailAddress(TypedDict):
    """The part of PowerOffice Go's ContactAddressDto that a till shows."""

    AddressLine1: str | None
    ZipCode: str | None
    City: str | None
    CountryCode: str


class DemoCustomer(TypedDict):
    """One customer as PowerOffice Go's CustomerDto has it (a subset); a person has no Name, a company no FirstName."""

    Id: int
    Number: int
    IsPerson: bool
    Name: str | None
    LegalName: str | None
    FirstName: str | None
    LastName: str | None
    OrganizationNumber: str | None
    EmailAddress: str | None
    InvoiceEmailAddress: str | None
    InvoiceDeliveryType: str
    MailAddress: MailAddress
    PhoneNumber: str | None
    PaymentTerm: int
    Allowance: int | None
    IsVatFree: bool
    IsArchived: bool
    IsActive: bool
    CustomerCreatedDateTimeOffset: str
    LastChangedDateTimeOffset: str


@dataclass(frozen=True, slots=True)
class _CompanyKind:
    weight: int
    payment_term: int
    delivery: str
    pattern: str


class _Register:
    """Draws one customer after the other and keeps what must not come twice: names, addresses for mail, org numbers."""

    def __init__(self, seed: int, words: Path, as_of: datetime) -> None:
        self._dice = Dice(seed)
        self._as_of = as_of
        self._first = lines(words / "first_names.txt")
        self._last = lines(words / "last_names.txt")
        self._heads = lines(words / "place_heads.txt")
        tails = lines(words / "place_tails.txt")
        # No "Åsåsen" and no "Strandstrand".
        self._tails = {head: [t for t in tails if not t.startswith(head.lower()[:2])] for head in self._heads}
        self._trades = lines(words / "trades.txt")
        self._streets = lines(words / "streets.txt")
        self._towns = [tuple(line.split(" ", 1)) for line in lines(words / "places.txt")]
        rows = [cells(line) for line in lines(words / "companies.txt")]
        kinds = [_CompanyKind(int(weight), int(term), delivery, pattern) for weight, term, delivery, pattern in rows]
        self._kinds = [kind for kind in kinds for _ in range(kind.weight)]
        self._company_names: set[str] = set()
        self._mailboxes: dict[str, int] = {}
        self._org_stem = self._dice.below(1_000_000)

    def company(self, number: int, given: Mapping[str, Any]) -> DemoCustomer:
        dice = self._dice
        name, kind = self._company_name()
        name = given.get("Name", name)
        self._company_names.add(name)
        drawn = dice.pick(("EHF",) * 5 + ("PdfByEmail",) * 4 + ("Print",))
        delivery = drawn if kind.delivery == "mixed" else kind.delivery
        domain = f"{_plain(_LEGAL_FORM.sub('', name.partition(',')[0]))[:32]}.example"
        email = self._mailbox("post", domain) if delivery == "PdfByEmail" or dice.chance(85) else None
        row = self._blank(number)
        row.update(
            {
                "Name": name,
                "LegalName": name,
                "OrganizationNumber": self._organization_number(),
                "EmailAddress": email,
                "InvoiceEmailAddress": f"faktura@{domain}" if email and dice.chance(40) else None,
                "InvoiceDeliveryType": delivery,
                "PaymentTerm": kind.payment_term,
            }
        )
        return row

    def person(self, number: int, given: Mapping[str, Any]) -> DemoCustomer:
        dice = self._dice
        first = given.get("FirstName", dice.pick_common(self._first))
        last = given.get("LastName", dice.pick_common(self._last))
        delivery = dice.pick(("PdfByEmail",) * 6 + ("Efaktura",) * 2 + ("AvtaleGiro", "Print"))
        email = self._mailbox(f"{_plain(first)}.{_plain(last)}", dice.pick(("example.no", "example.com")))
        row = self._blank(number)
        row.update(
            {
                "IsPerson": True,
                "FirstName": first,
                "LastName": last,
                "EmailAddress": email if delivery == "PdfByEmail" or dice.chance(80) else None,
                "InvoiceDeliveryType": delivery,
            }
        )
        return row

    def _blank(self, number: int) -> DemoCustomer:
        dice = self._dice
        age_days = 30 + dice.below(8 * 365)
        created = self._office_hour(age_days)
        changed = max(created, self._office_hour(1 + dice.below(age_days)))
        zip_code, city = dice.pick(self._towns)
        return {
            # Go numbers contacts of all its clients together: ascending, with gaps.
            "Id": 5_000_000 + number * 37 + dice.below(37),
            "Number": number,
            "IsPerson": False,
            "Name": None,
            "LegalName": None,
            "FirstName": None,
            "LastName": None,
            "OrganizationNumber": None,
            "EmailAddress": None,
            "InvoiceEmailAddress": None,
            "InvoiceDeliveryType": "Print",
            "MailAddress": {
                "AddressLine1": f"Postboks {dice.below(900) + 10}" if dice.chance(6) else self._street(),
                "ZipCode": zip_code,
                "City": city,
                "CountryCode": "NO",
            },
            "PhoneNumber": self._phone() if dice.chance(92) else None,
            "PaymentTerm": 14,
            "Allowance": None,
            "IsVatFree": False,
            "IsArchived": False,
            "IsActive": True,
            "CustomerCreatedDateTimeOffset": created.isoformat(timespec="microseconds"),
            "LastChangedDateTimeOffset": changed.isoformat(timespec="microseconds"),
        }

    def _office_hour(self, days_ago: int) -> datetime:
        day = (self._as_of - timedelta(days=days_ago)).replace(hour=6, minute=0, second=0, microsecond=0)
        return day + timedelta(seconds=self._dice.below(9 * 3600), microseconds=self._dice.below(1_000_000))

    def _street(self) -> str:
        return f"{self._dice.pick(self._streets)} {self._dice.below(120) + 1}{self._dice.pick(('', '', '', 'A', 'B'))}"

    def _phone(self) -> str:
        # Series that look like mobile and land lines, but that Norway's numbering plan had given to nobody in 2026.
        series = self._dice.pick(("42", "43", "44", "49", "34", "36", "39", "54"))
        return f"+47{series}{self._dice.below(1_000_000):06d}"

    def _mailbox(self, local: str, domain: str) -> str:
        address = f"{local}@{domain}"
        taken = self._mailboxes[address] = self._mailboxes.get(address, 0) + 1
        return address if taken == 1 else f"{local}{taken}@{domain}"

    def _organization_number(self) -> str:
        # Stems 900000 00 to 909999 99 look right, but real numbers that begin with 9 start at 910: nobody's company.
        # 618 033 shares no factor with the series' length, so the walk meets each stem once.
        while True:
            self._org_stem = (self._org_stem + 618_033) % 1_000_000
            number = organization_number(90_000_000 + self._org_stem)
            if number is not None:
                return number

    def _place(self) -> str:
        head = self._dice.pick(self._heads)
        return (head + self._dice.pick(self._tails[head])).replace("lll", "ll")

    def _company_name(self) -> tuple[str, _CompanyKind]:
        """A name that no company has yet, and what kind of company it is."""
        dice = self._dice
        attempt = 0
        while True:
            attempt += 1
            kind = dice.pick(self._kinds)
            name = kind.pattern.format(
                place=self._place(),
                trade=dice.pick(self._trades),
                first=dice.pick_common(self._first),
                last=dice.pick_common(self._last),
                other=dice.pick(self._last),
                street=dice.pick(self._streets),
                house=dice.below(120) + 1,
            )
            if attempt > 8:
                name += f" {attempt}"
            if name not in self._company_names:
                return name, kind


def _plain(name: str) -> str:
    """The letters and digits that an address for mail may hold: "Møller & Sønn" becomes "mollersonn"."""
    folded = name.lower().replace("æ", "ae").translate(str.maketrans("øåéáä", "oaeaa"))
    return re.sub(r"[^a-z0-9]", "", folded)


def _particulars(words: Path) -> dict[int, dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((words / "particulars.json").read_text(encoding="utf-8"))
    return {row["Number"]: row for row in rows}


def _mark(rows: Sequence[DemoCustomer], plain: Sequence[DemoCustomer], dice: Dice) -> None:
    """Archives 1 in 50 (those archived already count), lets 1 in 30 have 10 % off and frees 1 in 75 from VAT."""
    pool = dice.shuffled(plain)
    archived = max(0, len(rows) // 50 - sum(row["IsArchived"] for row in rows))
    for row in pool[:archived]:
        row["IsArchived"], row["IsActive"] = True, False
    pool = pool[archived:]
    discounted = len(rows) // 30
    for row in pool[:discounted]:
        row["Allowance"] = 10
    companies = [row for row in pool[discounted:] if not row["IsPerson"]]
    for row in companies[: len(rows) // 75]:
        row["IsVatFree"] = True


def customers(
    count: int = CUSTOMERS, seed: int = SEED, words: Path = WORDS, as_of: datetime = AS_OF
) -> list[DemoCustomer]:
    """`count` customers numbered from 10001, three companies to two persons, none changed after `as_of`.

    The particular ones of words/particulars.json (names that look alike, markup, an archived one …) keep their numbers.
    Raises ValueError for a count below zero.
    """
    if count < 0:
        raise ValueError(f"count: {count} customers cannot be made")
    register = _Register(seed, words, as_of)
    dice = Dice(seed + 1)
    numbers = range(FIRST_CUSTOMER_NO, FIRST_CUSTOMER_NO + count)
    particulars = {number: row for number, row in _particulars(words).items() if number in numbers}
    known_companies = sum("Name" in row for row in particulars.values())
    still = count - len(particulars)
    companies = min(still, max(0, count * 3 // 5 - known_companies))
    kinds = iter(dice.shuffled([True] * companies + [False] * (still - companies)))
    rows: list[DemoCustomer] = []
    for number in numbers:
        given = particulars.get(number, {})
        is_company = "Name" in given if given else next(kinds)
        row = register.company(number, given) if is_company else register.person(number, given)
        row = cast(DemoCustomer, {**row, **given})
        if "Name" in given:
            row["LegalName"] = row["Name"]
        rows.append(row)
    _mark(rows, [row for row in rows if row["Number"] not in particulars], dice)
    return rows


def customers_json(count: int = CUSTOMERS, seed: int = SEED, words: Path = WORDS) -> str:
    """A JSON array with one customer a line, so that a change to one customer is a change to one line."""
    rows = (json.dumps(row, ensure_ascii=False) for row in customers(count, seed, words))
    return "[\n" + ",\n".join(rows) + "\n]\n"
