"""The scanner on the window's keyboard: codes reach the till, and nothing of them a field, a PIN pad or a button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kivy_window import TillWindow
from tests.screens.wedge import CAPSLOCK, ENTER, KEYPAD_ENTER, TAB, Wedge

EAN = "7038010055720"


@pytest.fixture
def codes() -> list[str]:
    return []


@pytest.fixture
def keys(till: TillWindow, codes: list[str]) -> Iterator[Wedge]:
    from terminal_app.screens.scanner_input import ScannerInput

    scanner = ScannerInput(codes.append)
    scanner.install()
    with Wedge(till) as wedge:
        yield wedge
    scanner.uninstall()


@pytest.fixture
def field(till: TillWindow) -> Any:
    """A field that has the focus; `entered` counts its Enters."""
    from terminal_app.screens.widgets import TextField

    made: Any = till.show(lambda: TextField(key="field", size_hint=(None, None), size=(600, 60)))
    made.entered = []
    made.bind(on_enter=lambda *_: made.entered.append(1))
    made.focused = True
    till.step(2)
    return made


@pytest.mark.parametrize("end", [ENTER, KEYPAD_ENTER, TAB, None])
def test_a_scanned_code_never_reaches_the_field_that_has_the_focus(
    keys: Wedge, field: Any, codes: list[str], end: int | None
) -> None:
    keys.scan("]E0" + EAN, end)
    keys.rest()
    assert codes == ["]E0" + EAN]
    assert (field.text, field.entered, field.focused) == ("", [], True)


def test_what_a_person_types_reaches_the_field_whole_and_in_its_order(
    keys: Wedge, field: Any, codes: list[str]
) -> None:
    keys.type("Blåbær 12\n")
    keys.rest()
    assert (field.text, field.entered, codes) == ("Blåbær 12", [1], [])


def test_a_typed_character_is_in_the_field_within_four_frames(till: TillWindow, keys: Wedge, field: Any) -> None:
    keys.write("k")
    till.step(5)
    assert field.text == "k"


def test_a_scan_between_two_words_leaves_the_words_alone(keys: Wedge, field: Any, codes: list[str]) -> None:
    keys.type("ost")
    keys.scan(EAN)
    keys.rest()
    keys.type("er")
    keys.press(8)
    keys.rest()
    assert (field.text, codes) == ("oste", [EAN])


def test_a_pin_pad_is_typed_into_by_people_and_never_by_a_scanner(
    till: TillWindow, keys: Wedge, codes: list[str]
) -> None:
    from terminal_app.screens.pin_pane import PinKeys

    pad: Any = till.show(lambda: PinKeys(key="pad", can_enter=True))
    typed: list[str] = []
    pad.bind(on_typed=lambda _, name: typed.append(name))
    keys.scan("48151623")
    keys.rest()
    assert (typed, codes) == ([], ["48151623"])
    keys.type("4815\n")
    keys.rest()
    assert typed == [*"4815", "enter"]


def test_a_code_is_read_from_the_keys_alone_when_the_system_gives_no_text(keys: Wedge, codes: list[str]) -> None:
    keys.scan("AB-12c", spelled=False)
    keys.scan(EAN, spelled=False, keypad=True)
    assert codes == ["AB-12c", EAN]


def test_the_systems_text_goes_before_what_the_keys_seem_to_be(till: TillWindow, keys: Wedge, codes: list[str]) -> None:
    for key, text in ((ord("8"), "("), (ord("a"), "A"), (ord("b"), "B"), (ord("9"), ")")):
        keys.press(key, text, CAPSLOCK)
    keys.press(ENTER)
    till.step()
    assert codes == ["(AB)"]


def test_two_scans_that_one_slow_frame_held_up_are_two_codes(till: TillWindow, keys: Wedge, codes: list[str]) -> None:
    keys.write(EAN[:3])
    till.step()
    keys.write(EAN[3:])
    keys.press(ENTER)
    keys.write("40170725")
    keys.press(ENTER)
    till.step(dt=0.3)
    assert codes == [EAN, "40170725"]


def test_a_key_that_is_held_down_is_a_person(keys: Wedge, field: Any, codes: list[str]) -> None:
    keys.hold("0", 12)
    keys.press(ENTER)
    keys.rest()
    assert (field.text, codes) == ("0" * 12, [])


def test_commands_go_their_way_at_once(till: TillWindow, keys: Wedge, field: Any) -> None:
    keys.type("ab")
    keys.press(ord("a"), modifiers=0x0040)
    till.step()
    assert field.entry.selection_text == "ab"


def test_keys_go_their_own_way_again_when_the_scanner_is_let_go(till: TillWindow, codes: list[str]) -> None:
    from terminal_app.screens.scanner_input import ScannerInput

    before = till.window.dispatch
    scanner = ScannerInput(codes.append)
    scanner.install()
    scanner.uninstall()
    assert till.window.dispatch == before
    with Wedge(till) as keys:
        keys.scan(EAN)
    assert codes == []
