"""What is known of the prints of one open till: which of them somebody has to look at, and which one is looked at.

Read anew when the printer's thread says that something moved, not at every frame. Window thread.
"""

from __future__ import annotations

from ..domain.print_job import PrintJob
from ..till import Sold, Till


class PrintNews:
    """The prints that need a person."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self.stuck: tuple[PrintJob, ...] = till.prints.stuck()
        self.shown: PrintJob | None = None
        """A print of no sale that the receipt screen shows, such as a bill before payment that did not come out."""
        self.restored = ""
        """The sale that was being printed when the till was started anew."""

    def refresh(self) -> bool:
        """Read anew; whether something more needs a person than before."""
        before, self.stuck = {job.id for job in self.stuck}, self._till.prints.stuck()
        if self.shown is not None:
            self.shown = self._till.prints.get(self.shown.id)
        return any(job.id not in before for job in self.stuck)

    def sold(self, job: PrintJob) -> Sold | None:
        """The sale that the job prints, with its invoice; None for a job of no sale."""
        sale = None if job.sale_id is None else self._till.ledger.sale(job.sale_id)
        return None if sale is None else Sold(sale, self._till.outbox.of_sale(sale.id))

    def unfinished(self) -> Sold | None:
        """The sale whose receipt was neither printed nor left when the till stopped, if there is one."""
        job = self._till.prints.unfinished()
        sold = None if job is None else self.sold(job)
        self.restored = "" if sold is None else sold.sale.id
        return sold
