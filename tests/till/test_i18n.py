"""Texts, amounts and dates in both languages."""

from __future__ import annotations

import gettext
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.problems import Problem
from terminal_app.domain.vat import VatRate
from terminal_app.i18n import Texts, texts
from terminal_app.resources import asset
from terminal_app.translations import Translations

NB, EN = texts("nb"), texts("en")
NBSP, MINUS = "\u00a0", "\u2212"
OSLO = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("ore", "norwegian", "english"),
    [
        (1_234_567_89, f"1{NBSP}234{NBSP}567,89", "1,234,567.89"),
        (-52_00, f"{MINUS}52,00", f"{MINUS}52.00"),
        (5, "0,05", "0.05"),
        (0, "0,00", "0.00"),
        (9_999_999_999, f"99{NBSP}999{NBSP}999,99", "99,999,999.99"),
    ],
)
def test_money_is_written_as_each_language_writes_it(ore: int, norwegian: str, english: str) -> None:
    assert (NB.money(Money(ore)), EN.money(Money(ore))) == (norwegian, english)
    assert NB.kroner(Money(ore)) == f"kr{NBSP}{norwegian}"


def test_quantities_and_rates_have_no_needless_decimals() -> None:
    quantities = [Quantity(2000), Quantity(350), Quantity(1_234_500)]
    assert [NB.quantity(one) for one in quantities] == ["2", "0,35", f"1{NBSP}234,5"]
    assert [EN.quantity(one) for one in quantities] == ["2", "0.35", "1,234.5"]
    assert [NB.rate(VatRate(rate)) for rate in (2500, 1111, 0)] == [f"25{NBSP}%", f"11,11{NBSP}%", f"0{NBSP}%"]
    assert EN.rate(VatRate(1111)) == "11.11%"


def test_days_and_times_are_written_as_each_language_writes_them() -> None:
    day = date(2026, 11, 3)
    assert (NB.day(day), EN.day(day)) == ("03.11.2026", "3 Nov 2026")
    assert (NB.weekday(day), EN.weekday(day)) == ("tirsdag", "Tuesday")
    assert NB.clock(datetime(2026, 11, 3, 9, 5, tzinfo=OSLO)) == "09:05"


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(((NB, "nb_NO"), (EN, "en_GB"))))
def test_the_names_of_days_and_months_are_those_of_the_language(day: date, named: tuple[Texts, str]) -> None:
    language, locale = named
    short = "d MMM y" if language is EN else "dd.MM.y"
    assert language.weekday(day) == format_date(day, "EEEE", locale=locale)
    assert language.weekday_short(day) == format_date(day, "EEE", locale=locale).rstrip(".")
    assert language.month(day) == format_date(day, "LLLL y", locale=locale)
    assert language.day(day) == format_date(day, short, locale=locale)


def test_a_moment_is_told_in_the_shops_time_and_with_its_day_when_that_is_not_today() -> None:
    now = datetime(2026, 11, 23, 14, 5, tzinfo=OSLO)
    assert NB.moment(datetime(2026, 11, 23, 12, 58, tzinfo=UTC), now) == "13:58"
    assert NB.moment(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), now) == "00:30"
    assert NB.moment(datetime(2026, 11, 22, 22, 30, tzinfo=UTC), now) == "22.11.2026 23:30"


def test_one_and_many_have_their_own_words() -> None:
    def counted(language: Texts, number: int) -> str:
        return language.count("{n} line", "{n} lines", number)

    assert [counted(EN, number) for number in (0, 1, 2)] == ["0 lines", "1 line", "2 lines"]
    assert [counted(NB, number) for number in (0, 1, 2)] == ["0 linjer", "1 linje", "2 linjer"]


def test_a_value_with_braces_or_markup_is_shown_as_typed() -> None:
    assert EN.say("No customer matches “{text}”", text="{0} {text} [b]") == "No customer matches “{0} {text} [b]”"


def test_a_problem_is_told_with_its_values_and_what_to_do_next() -> None:
    problem = Problem("customer_archived", {"number": "10005", "name": "Nedlagt {AS}", "field": "customer"})
    message, hint = EN.problem(problem)
    assert message == "Customer 10005 Nedlagt {AS} is archived in the accounting system."
    assert hint.startswith("Choose another customer")
    assert NB.problem(problem)[0].startswith("Kunde 10005")


def test_a_problems_amounts_and_days_are_written_as_the_language_writes_them() -> None:
    owed = Problem("payment_too_much", {"field": "pay", "owed": "1234.50"})
    assert f"1{NBSP}234,50" in NB.problem(owed)[0]
    assert "1,234.50" in EN.problem(owed)[0]
    too_much = Problem("quantity_too_large", {"largest": "99999.999"})
    assert EN.problem(too_much)[0] == "The quantity is larger than 99999.999."
    assert "03.11.2026" in NB.problem(Problem("vat_rate_not_valid", {"rate": "14", "day": "2026-11-03"}))[0]


def test_days_that_are_the_wrong_way_round_are_told_as_days_alone() -> None:
    values = {"field": "from", "first": "2026-11-03", "last": "2026-11-02"}
    for code in ("bridge_days_wrong", "saft_days_wrong"):
        told = NB.problem(Problem(code, values))[0]
        assert "03.11.2026" in told
        assert "02.11.2026" in told
        assert ":00" not in told


@pytest.mark.parametrize("amount", ["1000000.00", "-100000.00"])
def test_an_amount_that_is_as_long_as_a_day_is_told_as_an_amount(amount: str) -> None:
    told = NB.problem(Problem("total_mismatch", {"till": amount, "answered": amount, "order_no": "7"}))[0]
    assert told.count(NB.money(Money.parse(amount))) == 2


def test_a_problem_without_words_or_without_a_value_is_still_told() -> None:
    assert EN.problem(Problem("never_heard_of", {"text": "{"})) == ("never_heard_of (text={)", "")
    assert EN.problem(Problem("customer_unknown"))[0].startswith("Customer – is not")


def test_there_are_no_texts_in_a_language_that_was_never_translated() -> None:
    with pytest.raises(ValueError, match="sv"):
        Texts("sv")


def test_a_state_inside_a_sentence_is_said_in_words() -> None:
    problem = Problem("outbox_move_refused", {"reference": "DSK1", "now": "accepted", "then": "queued"})
    assert texts("nb").problem(problem)[0] == "DSK1 er mottatt og kan ikke bli klar til sending."
    assert texts("en").problem(problem)[0] == "DSK1 is accepted and cannot become waiting to be sent."


@given(st.integers(-9_999_999_999, 9_999_999_999))
def test_figures_are_written_as_the_worlds_own_table_of_formats_writes_them(number: int) -> None:
    for language, locale in ((NB, "nb_NO"), (EN, "en_GB")):

        def written(value: Decimal, pattern: str, locale: str = locale) -> str:
            return str(format_decimal(value, format=pattern, locale=locale))

        hundredths, thousandths = Decimal(number) / 100, Decimal(number) / 1000
        assert language.money(Money(number)) == written(hundredths, "#,##0.00").replace("-", MINUS)
        assert language.quantity(Quantity(number)) == written(thousandths, "#,##0.###")
        assert language.share(number).rstrip(f"{NBSP}%") == written(hundredths, "0.##")


def test_every_sentence_of_the_translation_is_found_as_gettext_finds_it() -> None:
    ours = Translations.of(asset("locale"), "nb")
    theirs = gettext.translation("disken", asset("locale"), ["nb"])
    sentences = [entry for entry in vars(theirs)["_catalog"] if entry]
    assert len(sentences) > 1000
    for entry in sentences:
        if isinstance(entry, tuple):
            for number in (0, 1, 2, 11):
                assert ours.count(entry[0], "many", number) == theirs.ngettext(entry[0], "many", number)
        else:
            assert ours.say(entry) == theirs.gettext(entry)


@pytest.mark.parametrize("sentence", ["", "A", "Zzz", "A SKU cannot hold", "A SKU cannot hold a colon. ", "ø"])
def test_a_sentence_that_nobody_translated_stays_as_it_is(sentence: str) -> None:
    ours = Translations.of(asset("locale"), "nb")
    assert ours.say(sentence) == sentence
    assert [ours.count("", "many", number) for number in (1, 2)] == ["", "many"]


def test_a_file_that_is_no_translation_is_refused() -> None:
    with pytest.raises(ValueError, match="not a "):
        Translations(bytes(64))
