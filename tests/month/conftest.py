"""Opens the companies of this folder's tests, and closes them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.month.company import Company, company

OpenCompany = Callable[..., Company]


@pytest.fixture
def open_company(tmp_path: Path) -> Iterator[OpenCompany]:
    """Opens a company on that way of reporting VAT; `seed` and `settings` as `company` takes them."""
    with ExitStack() as stack:
        yield lambda way, **options: stack.enter_context(company(tmp_path, way, **options))
    shutil.rmtree(tmp_path / "shop", ignore_errors=True)
