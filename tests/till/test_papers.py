"""Papers in the data folder: named by day, time and who made them, and read by nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from terminal_app.domain.problems import FolderTrouble
from terminal_app.till.papers import keep_paper

NOON = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)


def test_a_paper_is_named_by_when_and_by_whom(tmp_path: Path) -> None:
    path = keep_paper(tmp_path, "regnskapsforer", "<p>Æ</p>", NOON, "kari")
    assert path == tmp_path / "papers" / "regnskapsforer-2026-11-23-120005-kari.html"
    assert path.read_text("utf-8") == "<p>Æ</p>"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("operator", ["../../kari", "a/b", "", "ærlig\n"])
def test_a_paper_never_leaves_its_folder(tmp_path: Path, operator: str) -> None:
    assert keep_paper(tmp_path, "regnskapsforer", "", NOON, operator).parent == tmp_path / "papers"


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text("untouched")
    (tmp_path / "papers" / "regnskapsforer-2026-11-23-120005-kari.html").symlink_to(elsewhere)
    with pytest.raises(FolderTrouble):
        keep_paper(tmp_path, "regnskapsforer", "changed", NOON, "kari")
    assert elsewhere.read_text() == "untouched"
