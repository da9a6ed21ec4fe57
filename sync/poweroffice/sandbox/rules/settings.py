"""The points on which the real system is undocumented or may differ from company to company.

Data only. The defaults are the documented behaviour, or the stricter one where nothing is documented.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ReferenceFilters(Enum):
    """How the list endpoints treat the look-up filters that came with the specification of September 2026."""

    WORK = "work"
    IGNORED = "ignored"
    """The parameter is unknown and everything is returned, as before that version."""
    REFUSED = "refused"
    """The parameter is answered with 400."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How this sandbox behaves.

    strict_properties: refuse properties that the document does not have, also in another letter case.
    unique_references: refuse an ExternalImportReference that a draft or an invoice already has.
    prices_include_vat: read `ProductUnitPrice` as gross of VAT.
    read_lag_s: how long a new order or invoice stays invisible to reads.
    sending_takes_s: how long an invoice is "being processed".
    say_retry_after: send a Retry-After header with a 429.
    """

    strict_properties: bool = True
    unique_references: bool = True
    reference_filters: ReferenceFilters = ReferenceFilters.WORK
    prices_include_vat: bool = False
    read_lag_s: float = 0.0
    sending_takes_s: float = 0.0
    enforce_rate_limit: bool = False
    say_retry_after: bool = False
