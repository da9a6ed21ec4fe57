"""The history in training: what was sold to learn the till comes back there, and what is real does not."""

from __future__ import annotations

import pytest

from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.presenters.sold_card import SaleCard
from terminal_app.till import Till
from tests.till.counter import BY_CARD, a_cart


@pytest.fixture
def both(till: Till) -> Till:
    """In training, with a sale of each world: S-000001 and T-000001."""
    till.sell(a_cart(), BY_CARD)
    till.train(True, "kari")
    till.sell(a_cart(), BY_CARD)
    return till


def card(root: RootPresenter, session: Session, receipt_no: str) -> SaleCard:
    session.open_history(receipt_no)
    shown = root.history.view().card
    assert shown is not None
    return shown


def acts(shown: SaleCard) -> list[str]:
    return [action.act for action in shown.actions]


def test_in_training_only_what_was_sold_there_comes_back(both: Till, root: RootPresenter, session: Session) -> None:
    learned = card(root, session, "T-000001")
    assert ("refund" in acts(learned), learned.told) == (True, "")
    real = card(root, session, "S-000001")
    assert ("refund" in acts(real), real.told) == (False, "Slå av trening for å ta noe i retur.")


def test_outside_training_only_what_is_real_comes_back(both: Till, root: RootPresenter, session: Session) -> None:
    both.train(False, "kari")
    assert "refund" in acts(card(root, session, "S-000001"))
    learned = card(root, session, "T-000001")
    assert ("refund" in acts(learned), learned.told[:9]) == (False, "Trening: ")


def test_what_came_back_whole_says_so_in_either_world(both: Till, root: RootPresenter, session: Session) -> None:
    both.returns.refund("T-000001", reason="Angret", operator_id="kari")
    assert card(root, session, "T-000001").told == "Alt er tatt i retur."
