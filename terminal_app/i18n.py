"""Texts, amounts, dates and moments in the language of whoever stands at the till. No Kivy here.

English sentences are the message ids; `assets/locale/<language>` holds the translations (gettext). Figures and dates
are written here as Babel writes them, which a test holds them against: its tables would be megabytes of a running till.
One `Texts` per language, made once; switching language means using another one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from .day_wording import MONTHS, WEEKDAYS
from .domain.catalog import Unit
from .domain.money import Money
from .domain.problems import BadInput, Problem
from .resources import asset
from .translations import Translations, Untranslated

if TYPE_CHECKING:
    from .domain.health import Check
    from .domain.money import Quantity
    from .domain.outbox import State
    from .domain.setup import Missing
    from .domain.vat import VatRate

LANGUAGES = ("nb", "en")
MINUS = "\u2212"
_STATES = frozenset({"now", "then"})
_AMOUNTS = frozenset({"amount", "answered", "fee", "largest", "missing", "owed", "price", "till"})
_MOMENTS = frozenset({"last", "moment", "reads"})
_DAYS = frozenset({"answered", "day", "first", "last"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day alone: the same names are a number, an amount, or a moment elsewhere."""
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
"""As Britain writes them; in Norway a short date has figures alone."""


class Texts:
    """Everything a person reads, in one language. Safe to share between threads."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no texts in {language!r}")
        self.language = language
        is_english = language == "en"
        self._translated = Untranslated() if is_english else Translations.of(asset("locale"), language)
        self._ = self._translated.say
        self._group, self.comma = (",", ".") if is_english else ("\u00a0", ",")
        """What stands between thousands, and before the decimals."""

    def say(self, sentence: str, **values: object) -> str:
        """The sentence translated, with its {values} filled in."""
        return self._(sentence).format(**values) if values else self._(sentence)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """The right plural form for `number`, with {n} and the {values} filled in."""
        return self._translated.count(one, many, number).format(n=number, **values)

    def money(self, amount: Money) -> str:
        """Two decimals, grouped, with a true minus: "1 234,50"."""
        whole, rest = divmod(abs(amount.ore), 100)
        return f"{MINUS if amount.ore < 0 else ''}{self._grouped(whole)}{self.comma}{rest:02d}"

    def kroner(self, amount: Money) -> str:
        """The amount with its currency, such as "kr 1 234,50"."""
        return f"kr\u00a0{self.money(amount)}"

    def quantity(self, quantity: Quantity) -> str:
        """A quantity without needless decimals: "2", "0,35"."""
        whole, thousandths = divmod(abs(quantity.milli), 1000)
        decimals = f"{self.comma}{thousandths:03d}".rstrip("0") if thousandths else ""
        return f"{'-' if quantity.milli < 0 else ''}{self._grouped(whole)}{decimals}"

    def unit(self, unit: Unit) -> str:
        """What a unit is written as after a figure: "kg", and "t" for hours in Norwegian."""
        return self.say("{n} h", n="").strip() if unit is Unit.HOUR else unit.value

    def measured(self, quantity: Quantity, unit: Unit) -> str:
        """A quantity with its unit, weights and volumes to the thousandth: "2", "0,350 kg", "1,5 m"."""
        if unit in (Unit.KILO, Unit.LITRE):
            whole, thousandths = divmod(abs(quantity.milli), 1000)
            number = f"{MINUS if quantity.milli < 0 else ''}{whole}{self.comma}{thousandths:03d}"
        else:
            number = self.quantity(quantity).replace("-", MINUS)
        hours = self.say("{n} h", n=number)
        return {Unit.PIECE: number, Unit.HOUR: hours}.get(unit, f"{number} {unit.value}")

    def rate(self, rate: VatRate) -> str:
        """A VAT rate with its sign: "25 %" in Norwegian, "25%" in English."""
        return self.share(rate.hundredths)

    def share(self, hundredths: int) -> str:
        """Hundredths of a per cent with the sign: "12,5 %" in Norwegian, "12.5%" in English."""
        whole, rest = divmod(abs(hundredths), 100)
        decimals = f"{self.comma}{rest:02d}".rstrip("0") if rest else ""
        number = f"{'-' if hundredths < 0 else ''}{whole}{decimals}"
        return f"{number}\u00a0%" if self.language == "nb" else f"{number}%"

    def clock(self, moment: datetime) -> str:
        """The time of day, hours and minutes: "14:05"."""
        return f"{moment.hour:02d}:{moment.minute:02d}"

    def exact_clock(self, moment: datetime) -> str:
        """The time of day with seconds, for waits that last less than a minute: "14:05:30"."""
        return f"{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}"

    def day(self, day: date) -> str:
        """A date in short: "23.11.2026"."""
        if self.language != "nb":
            return f"{day.day} {_SHORT_MONTHS[day.month - 1]} {day.year}"
        return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"

    def month(self, day: date) -> str:
        """The month that a day lies in, with its year: "november 2026"."""
        return f"{self._(MONTHS[day.month - 1])} {day.year}"

    def weekday(self, day: date) -> str:
        """The weekday's name: "mandag"."""
        return self._(WEEKDAYS[day.weekday()])

    def weekday_short(self, day: date) -> str:
        """The weekday's short name: "man"."""
        return self.weekday(day)[:3]

    def near(self, day: date, today: date) -> str:
        """Today and yesterday by their words; "" for any other day."""
        return {today: self.say("today"), today - timedelta(days=1): self.say("yesterday")}.get(day, "")

    def moment(self, moment: datetime, now: datetime) -> str:
        """A moment as one says it at the till: the time alone today, else with its date."""
        local = moment.astimezone(now.tzinfo)
        if local.date() == now.date():
            return self.clock(local)
        return f"{self.day(local.date())} {self.clock(local)}"

    def problem(self, problem: Problem) -> tuple[str, str]:
        """What happened and what to do next, in words. A code without words is shown as it is."""
        from .wording import PROBLEMS  # many sentences, and no start says one

        if problem.code not in PROBLEMS:
            return str(problem), ""
        return self._told(PROBLEMS[problem.code], problem.values)

    def state(self, state: State) -> str:
        """Where an invoice stands, in a word or two that stand by themselves."""
        from .wording import STATE_TITLES

        return self._(STATE_TITLES[state.value])

    def check(self, code: str, values: Mapping[str, str]) -> tuple[str, str]:
        """How a requirement of the setup check stands and what to do about it; no hint when nothing is to be done.

        What is a problem elsewhere too and has no words of the check's own says so in the problem's.
        """
        from .setup_wording import CHECKS
        from .wording import PROBLEMS

        if code in CHECKS:
            return self._told(CHECKS[code], values)
        return self.problem(Problem(code, values)) if code in PROBLEMS else (code, "")

    def health(self, check: Check) -> tuple[str, str]:
        """How something about the till stands and what to do about it; what is a problem says so in its own words."""
        from .health_wording import HEALTH
        from .setup_wording import CHECKS

        found = HEALTH.get(check.code) or CHECKS.get(check.code)
        return self.problem(Problem(check.code, check.values)) if found is None else self._told(found, check.values)

    def thing(self, missing: Missing) -> str:
        """Something that can be made in the accounting system: an account or a product."""
        values = {"number": missing.number, "name": missing.name}
        if missing.kind == "account":
            return self.say("account {number} {name}, VAT code {vat_code}", vat_code=missing.vat_code, **values)
        return self.say("product {number} {name}, sales account {account}", account=missing.account, **values)

    def _told(self, sentences: tuple[str, str], given: Mapping[str, str]) -> tuple[str, str]:
        message, hint = sentences
        values = _Values({name: self._written(name, value) for name, value in given.items() if value})
        return self._(message).format_map(values), self._(hint).format_map(values) if hint else ""

    def _written(self, name: str, value: str) -> str:
        """A problem's value as this language writes it: amounts, dates and states by their names, the rest as it is."""
        from .operator_wording import RIGHTS
        from .wording import STATES

        try:
            if name in _STATES:
                return self._(STATES.get(value, value))
            if name == "right":
                return self._(RIGHTS.get(value, value))
            if name == "until":
                return self.exact_clock(datetime.fromisoformat(value))
            if name in _DAYS and _DAY.fullmatch(value):
                return self.day(date.fromisoformat(value))
            if name in _MOMENTS:
                moment = datetime.fromisoformat(value)
                return f"{self.day(moment)} {self.clock(moment)}"
            return self.money(Money.parse(value)) if name in _AMOUNTS else value
        except (BadInput, ValueError):
            return value

    def _grouped(self, whole: int) -> str:
        return str(whole) if whole < 1000 else f"{whole:,}".replace(",", self._group)


class _Values(dict[str, str]):
    """Values for a sentence; one that is missing or empty becomes a dash instead of failing the error itself."""

    def __missing__(self, key: str) -> str:
        return "–"


@cache
def texts(language: str) -> Texts:
    """The texts of that language, made at first use."""
    return Texts(language)
