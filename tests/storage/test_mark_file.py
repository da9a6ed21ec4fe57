"""The file of two places: a write that does not become whole leaves the place that was written before it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from terminal_app.storage import mark_file


def test_a_disk_that_takes_half_of_a_place_is_told_and_the_place_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark, whole = tmp_path / "mark", os.pwrite
    mark_file.write(mark, 1, "the first")
    monkeypatch.setattr(os, "pwrite", lambda file, content, at: whole(file, content[: len(content) // 2], at))
    for _ in range(2):
        with pytest.raises(OSError, match="No space left"):
            mark_file.write(mark, 2, "x" * (mark_file.PLACE // 2))
    assert mark_file.read(mark) == (1, "the first")
    monkeypatch.undo()
    mark_file.write(mark, 2, "the second")
    assert mark_file.read(mark) == (2, "the second")
