"""The accounting system's chart of accounts and ledger as they were last read. They say; the till only keeps.

Nothing of it is ever sent or counted as the till's own. Any thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..domain.chart import Chart, LedgerRead, Posting, RemoteAccount, RemoteVatCode
from ..domain.turnover import summed
from ..domain.vat import VatRate
from .database import Database
from .moments import from_text, to_text

_POSTING = (
    "id, voucher_id, voucher_no, voucher_type, reference, account_no, day, amount_ore, vat_code, vat_rate, vat_ore, "
    "words, is_reversed, reverses"
)


class RemoteLedger:
    """The mirror of one company's accounts, VAT codes and postings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def chart(self) -> Chart:
        """Accounts and VAT codes; empty as long as nobody has read them."""
        accounts = self._database.rows("SELECT number, remote_id, name, vat_code, active, locked FROM remote_account")
        codes = self._database.rows("SELECT remote_id, code, rate, valid_from, valid_to FROM remote_vat_code")
        return Chart(
            {row[0]: RemoteAccount(row[0], row[2], row[3], bool(row[4]), bool(row[5]), row[1]) for row in accounts},
            tuple(
                RemoteVatCode(row[0], row[1], VatRate(row[2]), _day(row[3]), _day(row[4]))
                for row in sorted(codes, key=lambda row: (row[1], row[3] or ""))
            ),
        )

    def keep_chart(self, chart: Chart) -> None:
        """Make this the whole chart, in one transaction; writes nothing when it is what is kept."""
        if chart == self.chart():
            return
        with self._database.writing():
            self._database.execute("DELETE FROM remote_account")
            self._database.execute("DELETE FROM remote_vat_code")
            self._database.execute_many(
                "INSERT INTO remote_account (number, remote_id, name, vat_code, active, locked) VALUES (?,?,?,?,?,?)",
                [
                    (one.number, one.remote_id, one.name, one.vat_code, int(one.active), int(one.locked))
                    for one in chart.accounts.values()
                ],
            )
            self._database.execute_many(
                "INSERT INTO remote_vat_code (remote_id, code, rate, valid_from, valid_to) VALUES (?,?,?,?,?)",
                [
                    (one.remote_id, one.code, one.rate.hundredths, _iso(one.valid_from), _iso(one.valid_to))
                    for one in chart.vat_codes
                ],
            )

    def read(self) -> LedgerRead | None:
        """Which days of the ledger are kept, and since when; None as long as nobody has read any."""
        row = self._database.row("SELECT since, until, read_utc FROM ledger_read")
        if row is None:
            return None
        return LedgerRead(date.fromisoformat(row[0]), date.fromisoformat(row[1]), from_text(row[2]))

    def postings(self, since: date, until: date) -> tuple[Posting, ...]:
        """The postings that are kept of those days, both included, oldest first."""
        rows = self._database.rows(
            f"SELECT {_POSTING} FROM remote_posting WHERE day >= ? AND day <= ? ORDER BY day, voucher_no, id",
            (since.isoformat(), until.isoformat()),
        )
        return tuple(_posting(row) for row in rows)

    def keep_postings(self, postings: Iterable[Posting], read: LedgerRead) -> None:
        """Make these all that is kept of the ledger, in one transaction: the whole of the days that were read.

        Only what differs is written, for a sale may be waiting for the lock: most of a ledger is as it was.
        """
        rows = {
            one.id: (
                one.id, one.voucher_id, one.voucher_no, one.voucher_type, one.reference, one.account_no,
                one.day.isoformat(), one.amount.ore, one.vat_code,
                None if one.vat_rate is None else one.vat_rate.hundredths, one.vat.ore, one.words,
                int(one.is_reversed), one.reverses,
            )
            for one in postings
        }  # fmt: skip
        kept = {row[0]: row for row in self._database.rows(f"SELECT {_POSTING} FROM remote_posting")}
        new = [row for number, row in rows.items() if kept.get(number) != row]
        with self._database.writing():
            self._database.execute_many(
                "DELETE FROM remote_posting WHERE id = ?", [(number,) for number in kept.keys() - rows.keys()]
            )
            self._database.execute_many(
                f"INSERT OR REPLACE INTO remote_posting ({_POSTING}) VALUES ({','.join('?' * 14)})", new
            )
            self._database.execute(
                "INSERT OR REPLACE INTO ledger_read (id, since, until, read_utc) VALUES (1,?,?,?)",
                (read.since.isoformat(), read.until.isoformat(), to_text(read.at)),
            )


def _posting(row: tuple[Any, ...]) -> Posting:
    return Posting(
        id=row[0],
        voucher_id=row[1],
        voucher_no=row[2],
        voucher_type=row[3],
        reference=row[4],
        account_no=row[5],
        day=date.fromisoformat(row[6]),
        amount=summed(row[7]),
        vat_code=row[8],
        vat_rate=None if row[9] is None else VatRate(row[9]),
        vat=summed(row[10]),
        words=row[11],
        is_reversed=bool(row[12]),
        reverses=row[13],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
