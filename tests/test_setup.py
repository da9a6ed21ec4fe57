"""What a fresh machine relies on: the locks, the shipped files, the verbs of `make`, and the tests' own guards."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
# One requirement with its continuation lines: name==version, perhaps a marker, then its hashes.
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?P<rest>(?:[^\n]*\\\n)+[^\n]*)", re.MULTILINE)

SHIPPED = {".kv", ".json", ".otf", ".ttf", ".png", ".po", ".mo", ".wav", ".ogg", ".toml"}


def pins(lock: str) -> dict[str, tuple[str, str]]:
    """Package name → (version, the text with its hashes) of one lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {found["name"]: (found["version"], found["rest"]) for found in PINNED.finditer(text)}


def requirement_name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[._]", "-", found[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_pinned_with_hashes(lock: str) -> None:
    requirements = [
        line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if re.match(r"[A-Za-z]", line)
    ]
    locked = pins(lock)
    assert len(locked) == len(requirements) > 20
    assert [name for name, (_, rest) in locked.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_path_of_the_machine_that_made_it(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?://|file:|--(?:extra-)?index-url|--find-links|--trusted-host| /\w+/", text) == []


def test_both_locks_agree_on_every_version_of_the_program() -> None:
    program, tools = (pins(lock) for lock in LOCKS)
    assert {name: tools.get(name, ("missing", ""))[0] for name in program} == {n: v for n, (v, _) in program.items()}


def test_every_declared_dependency_is_in_its_lock() -> None:
    groups = PROJECT["dependency-groups"]
    program = {requirement_name(r) for r in [*PROJECT["project"]["dependencies"], *groups["build"]]}
    tools = program | {requirement_name(r) for r in groups["dev"]}
    assert (program - set(pins(LOCKS[0])), tools - set(pins(LOCKS[1]))) == (set(), set())


def test_the_build_backend_is_the_locked_one() -> None:
    assert PROJECT["build-system"]["requires"] == PROJECT["dependency-groups"]["build"]


def test_the_wheel_carries_kv_and_assets_where_an_installed_till_looks_for_them(tmp_path: Path) -> None:
    program = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("disken-*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    shipped = [path for room in ("kv", "assets") for path in (ROOT / room).rglob("*") if path.suffix in SHIPPED]
    expected = {f"terminal_app/_data/{path.relative_to(ROOT).as_posix()}" for path in shipped}
    assert expected
    assert expected <= carried
    assert not [name for name in carried if name.startswith(("kv/", "assets/", "tests/"))]


def test_make_alone_lists_every_verb_with_what_it_does() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    verbs = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    shown = dict(re.findall(r"^ +make (\w+) +(\S.*)$", listed, re.MULTILINE))
    assert sorted(shown) == sorted(verbs)


def test_set_up_refuses_a_word_it_does_not_know() -> None:
    answer = subprocess.run(
        ["bash", ".ci/setup.sh", "everything"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "run|dev" in answer.stderr


@pytest.mark.parametrize("script", [".ci/run", ".ci/setup.sh"])
def test_the_scripts_of_the_set_up_parse(script: str) -> None:
    answer = subprocess.run(["bash", "-n", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_connection_beyond_loopback_fails_the_test_that_makes_it() -> None:
    # 192.0.2.0/24 is set apart for documentation: nothing answers there even if the guard were broken.
    with socket.socket() as outside, pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 443))


def test_a_look_up_of_an_outside_name_fails_the_test_that_makes_it() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"api\.example"):
        socket.create_connection(("api.example", 443), timeout=1)


def test_a_connection_to_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_kivy_is_kept_from_the_developers_files_and_arguments() -> None:
    assert Path(os.environ["KIVY_HOME"]).is_dir()
    assert Path.home() not in Path(os.environ["KIVY_HOME"]).parents
    assert [os.environ[name] for name in ("KIVY_NO_ARGS", "KIVY_NO_CONFIG", "KIVY_NO_FILELOG")] == ["1", "1", "1"]
