"""A transport whose line ends inside this process, at the sandbox's own rate limit, in virtual time.

It carries a queue of ten thousand in seconds. What answers is as small as can be: tokens, and orders whose total is
that of the one sale that the queue is made of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random

from sync.poweroffice.client import Client
from sync.poweroffice.gateway import PowerOfficeGateway
from sync.poweroffice.sandbox import Refusal
from sync.poweroffice.sandbox.throttle import Throttle
from sync.transport import Reply, Transport
from terminal_app.domain.settings import Invoicing, Keys
from terminal_app.storage.database import Database
from tests.reliability.world import Clocks


class ShortLine(Transport):
    """Paced and polite as the real one; a call takes some virtual milliseconds, and no two the same."""

    def __init__(self, clocks: Clocks, total: str, rng: Random, throttle: Throttle | None) -> None:
        super().__init__(clock=clocks, wait=clocks.pass_time, rng=rng)
        self._clocks = clocks
        self._total = total
        self._rng = rng
        self._throttle = throttle
        self.refused = 0
        self.taken: set[str] = set()
        self.busy = 0
        """So many of the next orders are answered with 503."""

    def _once(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None,
        body: bytes | Mapping[str, str] | None,
        largest: int,
    ) -> Reply:
        self._clocks.pass_time(self._rng.uniform(0.020, 0.035))
        try:
            if self._throttle is not None:
                self._throttle.admit(say_retry_after=False)
        except Refusal as refusal:
            self.refused += 1
            return Reply(refusal.status, {}, json.dumps(refusal.body).encode())
        if url.endswith("/Token"):
            return Reply(200, {}, b'{"access_token": "token", "expires_in": 1200}')
        if method == "GET":
            return Reply(204)
        if self.busy:
            self.busy -= 1
            return Reply(503)
        assert isinstance(body, bytes)
        reference = str(json.loads(body)["ExternalImportReference"])
        self.taken.add(reference)
        order = f'{{"Id": "00000000-0000-0000-0000-{len(self.taken):012}", "TotalAmount": {self._total}}}'
        return Reply(201, {}, order.encode())


def gateway_over(line: Transport, clocks: Clocks, invoicing: Invoicing) -> PowerOfficeGateway:
    keys = Keys("application", "client", "subscription")
    return PowerOfficeGateway(Client(line, "http://in.here/v2", "http://in.here/Token", keys, clocks), invoicing)


def repeat_the_one_sale(database: Database, times: int) -> None:
    """Copies of the only invoice sale there is, each queued under a reference of its own, in one go."""
    copied = {
        "sale": {"id": "c.n || t.id", "receipt_no": "'F-' || (900000 + c.n)"},
        "sale_line": {"sale_id": "c.n || t.sale_id"},
        "payment": {"sale_id": "c.n || t.sale_id"},
        "outbox": {"reference": "t.reference || 'N' || c.n", "sale_id": "c.n || t.sale_id"},
    }
    with database.writing():
        for table, own in copied.items():
            columns = [name for (_, name, *_) in database.rows(f"PRAGMA table_info({table})")]
            values = ", ".join(own.get(column, f"t.{column}") for column in columns)
            # The tables as they stand are read before the first copy is written: each row is the one sale's.
            database.execute(
                "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) "
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM c JOIN (SELECT * FROM {table}) t",
                (times,),
            )
