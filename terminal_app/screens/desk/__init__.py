"""The desk on screen: one renderer for every page of the presenters' rows. docs/desk.md tells how. Window thread."""

from terminal_app.screens.desk.screen import build

__all__ = ["build"]
