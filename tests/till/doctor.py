"""What the doctor says of a till, for the tests; and the settings of a shop of which it has nothing to say."""

from __future__ import annotations

from terminal_app.domain.health import Check
from terminal_app.i18n import texts
from terminal_app.till import Till, health
from tests.till.counter import INTEGRATED

WELL = {**INTEGRATED, "channels.invoice.enabled": "false"}
"""The other tests' shop lacks the keys of PowerOffice Go, which is a finding of its own."""


def found(till: Till) -> dict[str, Check]:
    """What the doctor says, by the checks' names."""
    return {check.id: check for check in health.checks(till)}


def in_words(check: Check) -> str:
    """How it stands and what to do, in Norwegian."""
    return " ".join(texts("nb").health(check))
