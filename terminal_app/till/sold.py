"""What a use case that sells or takes back gives: the recorded sale and its way to the accounting system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.records import record

if TYPE_CHECKING:
    from ..domain.outbox import OutboxEntry
    from ..domain.sale import Sale


@record
class Sold:
    """A recorded sale or return, and its outbox entry when it goes to the accounting system."""

    sale: Sale
    entry: OutboxEntry | None
