"""A signature: kept as strokes, the same after storage, and more than a slip of the finger."""

from __future__ import annotations

import pytest

from terminal_app.domain.problems import BadInput
from terminal_app.domain.signature import HEIGHT, WIDTH, Signature, read

SIGNED = Signature((((100, 200), (300, 120), (500, 220)), ((600, 90), (700, 300))), " Kari Nordmann ")


def test_what_is_read_back_is_what_was_signed() -> None:
    signed = SIGNED.checked()
    assert signed.signed_by == "Kari Nordmann"
    assert read(signed.written(), signed.signed_by) == signed


@pytest.mark.parametrize(
    ("strokes", "code"),
    [
        ((), "signature_too_short"),
        ((((10, 10), (20, 10)),), "signature_too_short"),
        ((((0, 0), (WIDTH + 1, 0)),), "signature_too_long"),
        ((((0, 0), (WIDTH, HEIGHT + 1)),), "signature_too_long"),
        ((tuple((x % 1000, x % HEIGHT) for x in range(4001)),), "signature_too_long"),
    ],
)
def test_a_slip_of_the_finger_and_a_scribble_without_end_are_not_taken(
    strokes: tuple[tuple[tuple[int, int], ...], ...], code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        Signature(strokes).checked()
    assert caught.value.problem.code == code
