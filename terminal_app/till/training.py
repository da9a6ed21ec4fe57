"""Training: the till sells as ever, but nothing of it is turnover, sent or owed; each document says so.

The state is a setting, so that it survives a restart; each change has a journal row of its own. Caller's thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ..domain.operators import Right
from ..domain.problems import MoveRefused
from ..storage import journal

if TYPE_CHECKING:
    from ..domain.sale import Sale
    from .selling import Till

KEY = "till.training"


def train(till: Till, on: bool, operator_id: str | None, approved_by: str | None = None) -> None:
    """Training begins or ends; nothing happens when it is so already.

    Raises MoveRefused when the operator has no right to and nobody approved it.
    """
    till.operators.require(operator_id, Right.TRAINING, approved_by)
    if till.training == on:
        return
    with till.database.writing():
        approval = till.operators.use(operator_id, Right.TRAINING, approved_by)
        till.settings.put({KEY: "true" if on else "false"})
        tell(till, on, approval, operator_id)
    till.values = till.settings.read()


def since(till: Till) -> datetime | None:
    """When the training that is on now began; None while it is off."""
    begun = journal.last_row(till.database, "training_on") if till.training else None
    return None if begun is None else begun.at


def tell(till: Till, on: bool, facts: Mapping[str, object], operator_id: str | None) -> None:
    """The journal's row of training that begins or ends; call inside a transaction."""
    journal.append(till.database, till.now(), "training_on" if on else "training_off", facts, operator_id=operator_id)


def require_same_world(till: Till, original: Sale) -> None:
    """Nothing when what was sold for training is taken back in training, and what was not is not; else MoveRefused."""
    if original.is_training and not till.training:
        raise MoveRefused("sale_of_training", receipt_no=original.receipt_no)
    if till.training and not original.is_training:
        raise MoveRefused("sale_not_of_training", receipt_no=original.receipt_no)


def require_no_training(till: Till) -> None:
    """Nothing when the till is not in training; else MoveRefused, for cash and the day's Z are real."""
    if till.training:
        raise MoveRefused("day_in_training")
