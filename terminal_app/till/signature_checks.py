"""Whether a transaction's signature holds, by the keys that the journal itself tells of. Any thread."""

from __future__ import annotations

from collections.abc import Callable

from ..signing import Check, KeyStore
from ..storage import high_water, journal
from ..storage.database import Database
from ..storage.register import KEY_ROW, TAKEN_UP


def verifier(database: Database, store: KeyStore) -> Callable[[str, str, str], bool]:
    """(key version, signed text, signature) → whether it holds; raises KeyError where nothing here can tell."""
    told = {str(row.facts["version"]): row.facts for row in journal.of_kinds(database, KEY_ROW)}
    checks: dict[str, Check | None] = {}

    def holds(version: str, text: str, signature: str) -> bool:
        if version not in checks:
            facts = told[version]
            checks[version] = store.check(version, str(facts["method"]), str(facts["public"]))
        check = checks[version]
        if check is None:
            raise KeyError(version)
        return check(text, signature)

    return holds


def taken_up(database: Database) -> dict[int, str]:
    """The signatures after which numbers were taken up when an older database had been put back, by number."""
    gone_on = [high_water.done_from(row.facts["to"]) for row in journal.of_kinds(database, TAKEN_UP)]
    return {done.nr: done.signature for done in gone_on}
