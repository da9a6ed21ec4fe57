"""Buttons, fields, sheets and the on-screen keyboard, touched by the robot finger."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kivy_window import PORTRAIT, TillWindow
from tests.screens.whole_till import words_on


def page(till: TillWindow, kv: str) -> Any:
    """The widget of a piece of kv, alone in the window."""
    from kivy.lang import Builder

    import terminal_app.screens.widgets  # noqa: F401  registers the classes

    return till.show(lambda: Builder.load_string(kv))


BUTTONS = """
Column:
    Action:
        id: pay
        key: 'pay'
        text: 'Betal'
        amount: '370,10'
        kind: 'pay'
    Action:
        id: off
        text: 'Retur'
        disabled: True
    Segmented:
        id: place
        key: 'place'
        options: [('in', 'Spise her'), ('away', 'Ta med')]
        chosen: 'in'
    Toggle:
        id: force
        text: 'Tving kunde'
    Chips:
        id: chips
        key: 'chips'
        options: [(f'c{n}', f'Kategori nummer {n}', 'coffee') for n in range(30)]
    Widget:
"""

FIELDS = """
Column:
    TextField:
        id: name
        key: 'name'
        placeholder: 'Navn'
        max_length: 12
    TextField:
        id: note
        key: 'note'
        multiline: True
        height: dp(120)
    Widget:
"""


def test_a_tap_on_a_button_is_told_once_when_the_finger_lifts(till: TillWindow) -> None:
    root = page(till, BUTTONS)
    taps: list[str] = []
    root.ids.pay.bind(on_tap=lambda *_: taps.append("pay"))
    finger = till.finger()
    touch = finger.down(*finger.find("pay").centre)
    assert (root.ids.pay.pressed, taps) == ("", [])
    finger.up(touch)
    assert (root.ids.pay.pressed, taps) == (None, ["pay"])


def test_a_finger_that_slides_off_a_button_changes_its_mind(till: TillWindow) -> None:
    root = page(till, BUTTONS)
    taps: list[str] = []
    root.ids.pay.bind(on_tap=lambda *_: taps.append("pay"))
    till.finger().drag("pay", by=(0, -300))
    assert taps == []


def test_a_disabled_button_is_no_target_and_says_so(till: TillWindow) -> None:
    from terminal_app.screens.finger import NothingToTouch

    page(till, BUTTONS)
    with pytest.raises(NothingToTouch, match=r"nothing is called 'Retur'; visible: .*pay «Betal»"):
        till.finger().tap("Retur")


def test_a_choice_is_shown_at_once_and_told(till: TillWindow) -> None:
    root = page(till, BUTTONS)
    told: list[str] = []
    root.ids.place.bind(on_tap=lambda _, name: told.append(name))
    till.finger().tap("Ta med")
    assert (root.ids.place.chosen, told) == ("away", ["away"])


def test_a_switch_turns_on_and_off(till: TillWindow) -> None:
    root = page(till, BUTTONS)
    finger = till.finger()
    finger.tap("Tving kunde")
    assert root.ids.force.active
    till.step(3)
    finger.tap("Tving kunde")
    assert not root.ids.force.active


def test_chips_beyond_the_edge_come_by_dragging_the_strip(till: TillWindow) -> None:
    root = page(till, BUTTONS)
    finger = till.finger()
    assert not finger.sees("chips/c12")
    finger.drag("chips/c5", by=(-1200, 0), frames=20)
    assert root.ids.chips.chosen == ""
    finger.frames(120)
    last = [target.key for target in finger.targets() if target.key.startswith("chips/")][-1]
    finger.tap(last)
    assert f"chips/{root.ids.chips.chosen}" == last


def test_typing_on_the_hardware_keyboard_reaches_the_touched_field(till: TillWindow) -> None:
    root = page(till, FIELDS)
    finger = till.finger()
    finger.tap("name")
    finger.type("Bjørn Ø")
    assert root.ids.name.text == "Bjørn Ø"


def test_a_field_takes_no_more_than_its_length_and_no_control_characters(till: TillWindow) -> None:
    root = page(till, FIELDS)
    till.finger().tap("name")
    root.ids.name.entry.insert_text("Ola\x00\u202e\nNordmann og mange flere")
    assert root.ids.name.text == "Ola Nordmann"


def test_emoji_in_a_field_is_kept_as_typed(till: TillWindow) -> None:
    root = page(till, FIELDS)
    finger = till.finger()
    finger.tap("note")
    finger.type("Takk ☕ 🥐")
    assert root.ids.note.text == "Takk ☕ 🥐"


def test_the_cross_empties_the_field_and_keeps_the_focus(till: TillWindow) -> None:
    root = page(till, FIELDS)
    finger = till.finger()
    finger.tap("name")
    finger.type("Ola")
    finger.tap("name/clear")
    assert (root.ids.name.text, root.ids.name.focused) == ("", True)


def test_enter_is_told_and_the_focus_stays(till: TillWindow) -> None:
    root = page(till, FIELDS)
    told: list[str] = []
    root.ids.name.bind(on_enter=lambda field: told.append(field.text))
    finger = till.finger()
    finger.tap("name")
    finger.type("Ola\n")
    assert (told, root.ids.name.focused) == (["Ola"], True)


@pytest.mark.parametrize("portrait", [False, True])
def test_the_screen_keyboard_types_norwegian_into_the_field_without_taking_its_focus(
    till: TillWindow, portrait: bool
) -> None:
    from terminal_app.screens.widgets import Keyboard, T

    if portrait:
        till.resize(PORTRAIT)
    root = page(till, FIELDS)
    Keyboard.install()
    finger = till.finger()
    finger.tap("name")
    for key in ("ø", "y", "e", "backspace", "space", "signs", "1", "letters", "æ"):
        finger.tap(f"keyboard/{key}")
    assert root.ids.name.text == "Øy 1æ"
    assert root.ids.name.focused
    finger.tap("keyboard/hide")
    assert (T.keyboard_height, finger.sees("keyboard/a")) == (0, False)


def test_backspace_held_down_repeats(till: TillWindow) -> None:
    from terminal_app.screens.widgets import Keyboard

    root = page(till, FIELDS)
    Keyboard.install()
    finger = till.finger()
    finger.tap("name")
    finger.type("abcdefgh")
    finger.hold("keyboard/backspace", frames=60)
    assert len(root.ids.name.text) < 5


def test_what_a_sheet_covers_cannot_be_touched_until_it_is_closed(till: TillWindow) -> None:
    from terminal_app.screens.widgets import Action, Sheet

    root = page(till, BUTTONS)
    taps: list[str] = []
    root.ids.pay.bind(on_tap=lambda *_: taps.append("under"))
    under = till.finger().find("pay").centre
    sheet = Sheet(title="Faktura", side="center", sheet_width=400, sheet_height=300, closable=False, key="sheet")
    sheet.add_widget(Action(text="Fullfør", on_tap=lambda *_: taps.append("on sheet")))
    sheet.open()
    till.settle()
    finger = till.finger()
    finger.tap_at(*under)
    assert [target.text for target in finger.targets()] == ["Fullfør"]
    finger.tap("Fullfør")
    sheet.close()
    till.step(3)
    finger.tap("pay")
    assert taps == ["on sheet", "under"]


@pytest.mark.parametrize("how", ["cross", "beside"])
def test_a_sheet_closes_by_its_cross_and_by_a_touch_beside_it(till: TillWindow, how: str) -> None:
    from terminal_app.screens.widgets import Sheet

    page(till, BUTTONS)
    sheet = Sheet(title="Kunde", side="right", sheet_width=500, key="sheet")
    sheet.open()
    till.settle()
    finger = till.finger()
    if how == "cross":
        finger.tap("sheet/close")
    else:
        finger.tap_at(200, 500)
    assert not sheet.is_open


def test_a_sheet_leaves_the_bar_above_its_screen_alone_and_no_corner_of_the_screen_unveiled(till: TillWindow) -> None:
    from kivy.uix.floatlayout import FloatLayout

    from terminal_app.screens.widgets import Sheet

    screen = till.show(lambda: FloatLayout(size_hint=(1, 0.9)))
    for side in ("right", "center"):
        sheet = Sheet(title="Kunde", side=side, sheet_width=500, sheet_height=400 if side == "center" else 0)
        sheet.open(screen)
        till.settle()
        assert sheet._panel.box.top <= screen.top
        above, below = sheet._scrim[2:]
        assert above.box.y <= sheet.panel_box.top - 20
        assert below.box.top >= sheet.panel_box.y + 20
        sheet.close()


def test_a_form_too_long_for_its_sheet_scrolls_and_its_buttons_still_work(till: TillWindow) -> None:
    from terminal_app.screens.widgets import Action, Sheet

    till.resize(PORTRAIT)
    sheet = Sheet(title="Innstillinger")
    taps: list[int] = []
    for number in range(30):
        button = Action(text=f"Valg {number}")
        button.bind(on_tap=lambda _, __, number=number: taps.append(number))
        sheet.add_widget(button)
    till.show(lambda: sheet)
    finger = till.finger()
    assert not finger.sees("Valg 29")
    finger.drag("Valg 6", by=(0, 500), frames=4)
    till.settle(most=400)
    assert taps == []
    shown = [target.text for target in finger.targets() if target.text.startswith("Valg")]
    finger.tap(shown[3])
    assert [f"Valg {number}" for number in taps] == [shown[3]]


def test_a_notice_offers_what_to_do(till: TillWindow) -> None:
    root = page(
        till,
        """
Column:
    Notice:
        id: notice
        text: 'Uten nett'
        detail: 'Salg virker som vanlig'
        action: 'Prøv nå'
        tone: 'warn'
    Widget:
""",
    )
    told: list[str] = []
    root.ids.notice.bind(on_tap=lambda _, name: told.append(name))
    till.finger().tap("Prøv nå")
    assert told == ["action"]


def test_initials_stand_for_persons_and_companies() -> None:
    import terminal_app.screens.widgets as widgets

    assert [widgets.initials(name) for name in ("Bjørn Ødegård", "«Nord» AS", "øystein", "--")] == ["BØ", "NA", "Ø", ""]


def test_a_sentence_begun_on_the_hardware_keyboard_goes_on_in_small_letters(till: TillWindow) -> None:
    from terminal_app.screens.widgets import Keyboard, TextField

    field = till.show(lambda: TextField(key="note", size_hint=(None, None), size=(600, 60), pos=(20, 900)))
    Keyboard.install()
    finger = till.finger()
    finger.tap("note")
    assert finger.find("keyboard/a").text == "A"
    finger.type("Bord")
    finger.tap("keyboard/a")
    assert field.text == "Borda"


def test_a_pin_is_typed_as_on_a_card_terminal_and_an_amount_as_on_a_till(till: TillWindow) -> None:
    from terminal_app.screens.widgets.keyboard import PADS

    assert [row[:5] for row in PADS["pin"][:3]] == ["1 2 3", "4 5 6", "7 8 9"]
    assert [row[:5] for row in PADS["amount"][:3]] == ["7 8 9", "4 5 6", "1 2 3"]


def test_a_notice_that_is_given_the_height_for_its_words_cuts_none_of_them(till: TillWindow) -> None:
    till.resize(PORTRAIT)
    root = page(
        till,
        """
Column:
    Notice:
        id: notice
        height: self.height_for(self.width)
        text: 'Faktura F-000006 er sendt slik det er valgt nå, og dagen er ikke avsluttet.'
        detail: 'Avslutt dagen med en Z-rapport. Bytt så hvem som rapporterer mva., før neste salg på faktura.'
        action: 'Åpne'
    Widget:
""",
    )
    assert root.ids.notice.width > 0
    assert [mark.text for mark in words_on(root.ids.notice) if mark.cut] == []
