"""The manager's desk: settings as the shop's guide names them, page by page. docs/desk.md shows how to add one."""

from .desk import DeskPresenter

__all__ = ["DeskPresenter"]
