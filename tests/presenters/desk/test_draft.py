"""The draft: what is typed is checked at once and stored whole or not at all."""

from __future__ import annotations

import json

import pytest

from terminal_app.domain.problems import BadInput
from terminal_app.domain.settings import SettingValues
from terminal_app.presenters.desk.draft import Draft
from terminal_app.presenters.desk.written import AMOUNT, CLOCK, DAY
from terminal_app.till import Till


def journal(till: Till) -> list[dict[str, list[str]]]:
    """The facts of every change of settings."""
    return [json.loads(row[0]) for row in till.database.rows("SELECT facts FROM journal WHERE kind = 'settings'")]


def test_nothing_is_stored_before_it_is_saved(till: Till) -> None:
    draft = Draft(till, ["shop.name"])
    draft.put("shop.name", "Kaffebaren på hjørnet AS")
    assert draft.text("shop.name") == "Kaffebaren på hjørnet AS"
    assert till.values.text("shop.name") == "Kaffebaren AS"


def test_saving_stores_everything_with_one_row_in_the_journal(till: Till) -> None:
    before = len(journal(till))
    draft = Draft(till, ["shop.name", "till.name"])
    draft.put("shop.name", "Hjørnet AS")
    draft.put("till.name", "Kasse 7")
    assert set(draft.save("kari")) == {"shop.name", "till.name"}
    (written,) = journal(till)[before:]
    assert written == {"shop.name": ["Kaffebaren AS", "Hjørnet AS"], "till.name": ["Kasse 1", "Kasse 7"]}
    assert not draft.touched


def test_what_does_not_pass_keeps_its_text_and_its_problem(till: Till) -> None:
    draft = Draft(till, ["shop.organization_number"])
    draft.put("shop.organization_number", "123 456 789")
    assert draft.text("shop.organization_number") == "123 456 789"
    assert draft.problems["shop.organization_number"].code == "organization_number_wrong"


def test_one_wrong_field_keeps_all_the_others_from_being_stored(till: Till) -> None:
    before = len(journal(till))
    draft = Draft(till, ["shop.name", "shop.organization_number"])
    draft.put("shop.name", "Hjørnet AS")
    draft.put("shop.organization_number", "1")
    with pytest.raises(BadInput) as refused:
        draft.save("kari")
    assert refused.value.problem.values["field"] == "shop.organization_number"
    assert till.values.text("shop.name") == "Kaffebaren AS"
    assert len(journal(till)) == before
    assert draft.text("shop.name") == "Hjørnet AS"


def test_a_value_that_is_typed_back_is_no_change(till: Till) -> None:
    draft = Draft(till, ["shop.name"])
    draft.put("shop.name", "X")
    draft.put("shop.name", " Kaffebaren AS ")
    assert not draft.touched


def test_throwing_away_shows_what_is_stored(till: Till) -> None:
    draft = Draft(till, ["shop.name"])
    draft.put("shop.name", "")
    assert draft.problems
    draft.throw_away()
    assert (draft.text("shop.name"), dict(draft.problems)) == ("Kaffebaren AS", {})


def test_a_secret_is_never_read_back(till: Till) -> None:
    till.change_settings({"invoicing.client_key": "11112222333344445555"})
    draft = Draft(till, ["invoicing.client_key"])
    assert draft.text("invoicing.client_key") == draft.value("invoicing.client_key") == ""
    draft.put("invoicing.client_key", "")
    assert not draft.touched


def test_previews_see_the_draft_without_what_does_not_pass(till: Till) -> None:
    draft = Draft(till, ["shop.name", "shop.organization_number"])
    draft.put("shop.name", "Hjørnet AS")
    draft.put("shop.organization_number", "1")
    values = draft.values()
    assert (values.text("shop.name"), values.text("shop.organization_number")) == ("Hjørnet AS", "999999999")


def test_what_must_hold_of_several_is_told_at_the_one_to_mend(till: Till) -> None:
    def not_both(values: SettingValues) -> None:
        if values.text("shop.name") == values.text("till.name"):
            raise BadInput("setting_empty", field="till.name")

    draft = Draft(till, ["shop.name", "till.name"], together=(not_both,))
    draft.put("till.name", "Kaffebaren AS")
    assert list(draft.problems) == ["till.name"]


def test_a_key_of_another_page_is_refused(till: Till) -> None:
    with pytest.raises(ValueError, match=r"till\.name"):
        Draft(till, ["shop.name"]).put("till.name", "Kasse 9")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1.11.2026", "2026-11-01"),
        ("01112026", "2026-11-01"),
        ("1/11/26", "2026-11-01"),
        ("2026-11-01", "2026-11-01"),
        ("31.02.2026", "2026-02-31"),
        ("i går", "i går"),
    ],
)
def test_a_date_is_read_as_it_is_written_here(typed: str, stored: str) -> None:
    assert DAY.read(typed) == stored


def test_a_date_is_shown_as_it_is_written_here() -> None:
    assert (DAY.show("2026-11-01"), DAY.show("")) == ("01.11.2026", "")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2330", "23:30"), ("23.30", "23:30"), ("9:05", "09:05"), ("930", "09:30"), ("9", "09:00"), ("٩", "٩")],
)
def test_a_time_of_day_is_read_however_it_is_typed(typed: str, stored: str) -> None:
    assert CLOCK.read(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"), [("49,50", "49.50"), ("1 234,00", "1234.00"), ("kr 5", "5"), ("\u22125", "-5"), ("5,-", "5.-")]
)
def test_an_amount_is_read_with_its_comma(typed: str, stored: str) -> None:
    assert AMOUNT.read(typed) == stored


@pytest.mark.parametrize("typed", ["1.1.3000", "31.12.1999", "31.02.2026", "i går"])
def test_a_day_that_cannot_be_meant_is_refused_in_words(till: Till, typed: str) -> None:
    draft = Draft(till, ["invoicing.enabled_since"], {"invoicing.enabled_since": DAY})
    draft.put("invoicing.enabled_since", typed)
    assert draft.text("invoicing.enabled_since") == typed
    assert set(draft.problems) == {"invoicing.enabled_since"}


def test_a_fee_below_zero_is_refused(till: Till) -> None:
    draft = Draft(till, ["invoicing.invoice_fee_amount"], {"invoicing.invoice_fee_amount": AMOUNT})
    draft.put("invoicing.invoice_fee_amount", "−5")
    assert draft.problems["invoicing.invoice_fee_amount"].code == "setting_negative"
