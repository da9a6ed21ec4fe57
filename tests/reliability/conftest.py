"""The shop that every seed begins with, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.template import prepare


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("template") / "shop")
