"""How the tests of the desk's pages read a page."""

from __future__ import annotations

from typing import Any, TypeVar

from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import PageView

Kind = TypeVar("Kind")


def page_of(desk: DeskPresenter) -> PageView:
    """The page that is open."""
    page = desk.view().page
    assert page is not None
    return page


def row(desk: DeskPresenter, kind: type[Kind], key: str) -> Kind:
    """The one row of that kind and key on the open page."""
    (found,) = [one for one in page_of(desk).rows if isinstance(one, kind) and one.key == key]
    return found


def rows(desk: DeskPresenter, kind: type[Kind]) -> list[Kind]:
    """All rows of that kind on the open page."""
    return [one for one in page_of(desk).rows if isinstance(one, kind)]


def save_bar(desk: DeskPresenter) -> Any:
    """The bar below the open page."""
    bar = page_of(desk).save
    assert bar is not None
    return bar
