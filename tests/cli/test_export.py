"""`disken export saft`: the files it names, and what it says of a period or a folder that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import Shell


def test_it_names_the_files_that_it_wrote(shell: Shell, tmp_path: Path) -> None:
    shell.run("sell", "--item", "1001:2", "--pay", "cash")
    told = shell.json("export", "saft", "--out", str(tmp_path))
    (file,) = [Path(name) for name in told["files"]]
    assert file.parent == tmp_path
    assert "<cashtransaction><nr>2<" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "{folder}", "--from", "2026-12-01", "--to", "2026-11-01"], "from: "),
        (["--out", "{folder}", "--to", "igår"], "to: "),
        (["--out", "{folder}/nowhere"], "out: "),
        (["--out", "/proc"], "out: "),
        ([], "--out"),
    ],
)
def test_bad_input_is_one_line_that_names_the_field_and_nothing_is_written(
    shell: Shell, tmp_path: Path, arguments: list[str], said: str
) -> None:
    before = sorted(tmp_path.iterdir())
    refused = shell.run("export", "saft", *(one.replace("{folder}", str(tmp_path)) for one in arguments))
    assert refused.code == 2
    assert said in refused.complaint
    assert sorted(tmp_path.iterdir()) == before
