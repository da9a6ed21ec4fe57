"""The paper on screen keeps what the law asks of one on paper."""

from __future__ import annotations

import pytest

from tests.kivy_window import FORMS, TillWindow


@pytest.mark.parametrize("size", FORMS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_marking_is_at_least_half_as_large_again_as_the_sum(till: TillWindow, size: tuple[int, int]) -> None:
    from terminal_app.screens.slip import STYLES, Slip
    from terminal_app.screens.theme import T

    till.resize(size)
    slip = Slip()
    marking = T.font(slip._role("marking"))[0]
    amounts = [T.font(STYLES[style][0])[0] for style in ("strong", "pair", "small")]
    assert marking >= 1.5 * max(amounts)
