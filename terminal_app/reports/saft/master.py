"""What a SAF-T file says beside what was done: the company, its people, goods and customers, and what wrote the file.

Plain values, handed in by whoever knows the shop; what is missing of them is made up for by the journal. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ...domain.article_group import OTHER


@dataclass(frozen=True, slots=True)
class Company:
    """Who sells. The organisation number is nine digits."""

    organization_number: str
    name: str
    vat_registered: bool
    street: str = ""
    postal_code: str = ""
    city: str = ""

    @property
    def vat_number(self) -> str:
        """Such as "999999999MVA"; "" for who is not registered for VAT."""
        return f"{self.organization_number}MVA" if self.vat_registered else ""


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who works the till; `role` is a word such as Manager."""

    id: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """Something that is sold, and the name of its category."""

    sku: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer who bought on invoice."""

    number: str
    name: str
    organization_number: str = ""
    email: str = ""
    phone: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Master:
    """Everything of it. `groups` gives each category's code of list 04, those of earlier names as well.

    `entered` is when the till was taken into use: from then on all of it is said to be there.
    """

    company: Company
    register_id: str
    register_name: str
    zone: ZoneInfo
    software_version: str
    entered: datetime
    employees: Mapping[str, Employee] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    buyer: Callable[[str], Buyer | None] = lambda number: None
    software: str = "Disken"
    software_company: str = "Disken"

    def group_code(self, name: str) -> str:
        """The code of that category; the list's own "other" when nobody has said what it is."""
        return self.groups.get(name, OTHER)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are asked for, both included, and the journal's rows that they are: from `first` to `last`."""

    since: date
    until: date
    first: int
    last: int

    def months(self) -> list[tuple[int, int]]:
        """(year, month) of each month that the period touches, in order."""
        begin, end = (self.since.year * 12 + self.since.month - 1), (self.until.year * 12 + self.until.month - 1)
        return [(month // 12, month % 12 + 1) for month in range(begin, end + 1)]
