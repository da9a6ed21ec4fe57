"""The desk on screen: one renderer for every page of the presenters' rows. docs/desk.md tells how. Window thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terminal_app.presenters.desk.desk import DeskPresenter
    from terminal_app.screens.desk.screen import DeskScreen
    from terminal_app.screens.window import Form


def build(presenter: DeskPresenter, form: Form) -> DeskScreen:
    """The desk of that form."""
    from terminal_app.screens.desk import screen  # with all its rows, which are imported one by one ahead of it

    return screen.build(presenter, form)
