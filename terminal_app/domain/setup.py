"""What the check of a setup finds: requirements that are met or not, and what could be made where it is missing.

Facts for screens and verbs; who asks the accounting system is `sync.setup_check`, the sentences are in
`setup_wording`. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .catalog import RemoteProduct
from .chart import Chart
from .money import Money
from .problems import Problem
from .settings import SettingValues


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement: `code` and `values` say how it stands and, when it is not met, what to do.

    `in_settings` says that the till's own settings mend it, and not somebody in the accounting system.
    """

    id: str
    ok: bool
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    in_settings: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that can be made in the accounting system: an account, or a product that posts to `account`."""

    kind: str
    number: str
    name: str
    account: str = ""
    vat_code: str = ""


@dataclass(frozen=True, slots=True)
class SetupReport:
    """The whole check. `trouble` is why the accounting system could not be asked, and then `company` is None.

    `trouble_in_settings` tells whether a setting or key must be mended for that, or only time must pass. `products`
    is every product over there as it was read for the check and `chart` every account, None when it could not be.
    """

    company: str | None
    checks: tuple[Check, ...]
    missing: tuple[Missing, ...] = ()
    trouble: Problem | None = None
    trouble_in_settings: bool = False
    products: tuple[RemoteProduct, ...] | None = None
    chart: Chart | None = None

    @property
    def ok(self) -> bool:
        """Nothing is left to do."""
        return self.trouble is None and all(check.ok for check in self.checks)

    @property
    def a_setting_is_wrong(self) -> bool:
        """Something has to be mended in the till's own settings or keys."""
        return self.trouble_in_settings or any(check.in_settings and not check.ok for check in self.checks)


def own_checks(values: SettingValues) -> Iterator[Check]:
    """What the till's own settings have to say, whatever the accounting system answers. Pure."""
    channel, plan = values.invoice_channel(), values.schedule()
    since = values.invoicing().enabled_since
    yield _own("channel", channel.enabled, "channel_on", "channel_not_on")
    yield _own("integration", channel.integration, "integration_on", "integration_not_on")
    if since is None:
        yield Check("enabled_since", False, "since_missing", in_settings=True)
    else:
        yield Check("enabled_since", True, "since_set", {"day": since.isoformat()})
    if plan.enabled and plan.times and plan.days:
        yield Check("schedule", True, "schedule_on", {"times": ", ".join(f"{at:%H:%M}" for at in plan.times)})
    else:
        yield Check("schedule", False, "schedule_not_on", in_settings=True)


def _own(name: str, holds: bool, yes: str, no: str) -> Check:
    return Check(name, holds, yes if holds else no, in_settings=not holds)


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line of an order as the accounting system would get it; a line of text has nothing but `text`.

    `unit_price` and `quantity` are written as they are sent; `total` is what the line comes to, VAT included.
    """

    text: str
    product: str = ""
    quantity: str = ""
    unit_price: str = ""
    total: Money | None = None


@dataclass(frozen=True, slots=True)
class OrderPreview:
    """An order that nobody sends: what would go out for a sale, and what both sides make of its total."""

    lines: tuple[PreviewLine, ...]
    till_total: Money
    answered_total: Money

    @property
    def totals_meet(self) -> bool:
        return self.till_total == self.answered_total
