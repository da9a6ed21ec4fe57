"""The arrows between the rooms, as one table that every import of the program is held against.

Reads source with `ast` and imports nothing itself, so an import inside a function or under TYPE_CHECKING counts too.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINE_LIMIT = 400
LINE_LIMIT_ROOMS = ("main.py", "terminal_app", "sync", "kv", "tests", "benchmarks", "assets")
# The gallery shows the toolkit to developers: it has a screen and no presenter.
KV_WITHOUT_A_PAIR = {"style", "theme", "widgets", "root", "gallery"}


@dataclass(frozen=True, slots=True)
class Room:
    """What one module, or one package with all below it, may import beside itself and the standard library."""

    own: frozenset[str] = frozenset()
    libraries: frozenset[str] = frozenset()


def room(own: str = "", libraries: str = "") -> Room:
    return Room(frozenset(own.split()), frozenset(libraries.split()))


SHOP = "till storage product_file domain"
WORDS = "i18n translations wording setup_wording operator_wording resources"
ALL_BUT_THE_WINDOW = f"demo provisioning reports {WORDS} {SHOP} sync sandbox"

# main, cli -> screens -> presenters -> till -> (domain, storage) <- sync. A room that is not named here may not exist.
# "app" stands for terminal_app.app and so on; a deeper name takes a part out of its parent's row.
TABLE = {
    # the composition root: the window's half, and the headless verbs
    "main": room(
        "background beside customer_display app screens presenters event_bridge cli demo.tour version "
        f"{ALL_BUT_THE_WINDOW}",
        "platformdirs",
    ),
    "cli": room(ALL_BUT_THE_WINDOW, "platformdirs"),
    "demo": room(ALL_BUT_THE_WINDOW),
    "demo.tour": room(f"app screens presenters {ALL_BUT_THE_WINDOW}", "kivy"),
    # the window
    "app": room(f"screens presenters event_bridge {WORDS} {SHOP}", "kivy"),
    "event_bridge": room("domain", "kivy"),
    "screens": room(f"customer_display presenters {WORDS} domain", "kivy"),
    "presenters": room(f"customer_display background reports version {WORDS} {SHOP}"),
    "background": room(),
    "beside": room("background customer_display presenters printing sync till domain"),
    # what the customer sees: snapshots through a socket, from one program to another
    "customer_display": room(),
    # what the window and the verbs share
    "provisioning": room("till signing domain"),
    "product_file": room("domain"),
    "reports": room("i18n journal_wording bridge_wording domain"),
    "journal_wording": room("translations"),
    "bridge_wording": room("translations"),
    "till": room("storage signing reports i18n version domain"),
    "signing": room("domain", "cryptography"),
    "printing": room("storage reports i18n resources domain", "escpos fpdf PIL usb"),
    "i18n": room("translations wording day_wording health_wording setup_wording operator_wording resources domain"),
    "wording": room(
        "operator_wording catalogue_wording delivery_wording invoice_wording print_wording register_wording "
        "sale_wording settlement_wording translations domain"
    ),
    "catalogue_wording": room("translations"),
    "day_wording": room("translations"),
    "delivery_wording": room("translations"),
    "invoice_wording": room("translations"),
    "operator_wording": room("translations"),
    "print_wording": room("translations"),
    "register_wording": room("translations"),
    "sale_wording": room("translations"),
    "settlement_wording": room("translations"),
    "setup_wording": room("translations"),
    "health_wording": room("translations"),
    "resources": room(),
    "translations": room(),
    "version": room(),
    "storage": room("domain", "peewee playhouse cysqlite argon2"),
    "domain": room(),
    # the network's side
    "sync": room("i18n storage version domain", "requests urllib3 schedule pydantic"),
    "sandbox": room("sync resources domain", "werkzeug pydantic"),
    # the package's own __init__
    "terminal_app": room(),
}
PLACES = {"main": "main", "sync": "sync", "sandbox": "sync.poweroffice.sandbox", "terminal_app": "terminal_app"}
MODULES = {PLACES.get(name, f"terminal_app.{name}"): name for name in TABLE}
OURS = ("main", "terminal_app", "sync", "tests")


def room_of(module: str) -> str | None:
    """The table's name of the room that a dotted module or attribute lies in: the deepest that fits, or None."""
    if module == "terminal_app":
        return module
    fits = [place for place in MODULES if place != "terminal_app" and f"{module}.".startswith(f"{place}.")]
    return MODULES[max(fits, key=len)] if fits else None


def imports(source: str, package: str) -> Iterator[tuple[int, str]]:
    """(line, dotted target) of every import, also those made by name through importlib; relative ones made absolute."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            base = parents[: len(parents) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in {"import_module", "__import__"}:
                yield node.lineno, str(node.args[0].value)


def violations(module: str, source: str, *, is_package: bool = False) -> list[str]:
    """One line for each import in this module's source that the table does not allow."""
    here = room_of(module)
    if here is None:
        return [f"{module} lies in no room of the table"]
    rule = TABLE[here]
    found: list[str] = []
    for line, target in imports(source, module if is_package else module.rpartition(".")[0]):
        top = target.partition(".")[0]
        if top in sys.stdlib_module_names:
            continue
        there = room_of(target) if top in OURS else None
        if top in OURS:
            allowed = there == here or there in rule.own or (there == "terminal_app" and target == "terminal_app")
        else:
            allowed = top in rule.libraries
        if not allowed:
            found.append(f"{module}:{line} ({here}) may not import {target}")
    return found


def program() -> dict[str, Path]:
    """Dotted module name → file, of everything that ships."""
    files = [ROOT / "main.py", *(ROOT / "terminal_app").rglob("*.py"), *(ROOT / "sync").rglob("*.py")]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files
        if path.is_file()
    }


def test_every_import_of_the_program_follows_the_table() -> None:
    found = [
        violation
        for module, path in program().items()
        for violation in violations(module, path.read_text(encoding="utf-8"), is_package=path.name == "__init__.py")
    ]
    assert found == []


def test_every_room_of_the_table_is_built() -> None:
    built = {room_of(module) for module in program()}
    assert set(TABLE) - built == set()


@pytest.mark.parametrize(
    ("module", "source", "target"),
    [
        ("terminal_app.domain.money", "import peewee", "peewee"),
        ("terminal_app.domain.sale", "from terminal_app.storage.ledger import record", "terminal_app.storage"),
        ("terminal_app.domain.sale", "from ..storage import ledger", "terminal_app.storage.ledger"),
        ("terminal_app.domain.sale", "from .. import till", "terminal_app.till"),
        ("terminal_app.till", "from terminal_app.presenters.sale import SalePresenter", "terminal_app.presenters"),
        ("terminal_app.till", "def sell():\n    import requests", "requests"),
        ("terminal_app.till", "from sync.worker import SyncWorker", "sync.worker"),
        ("terminal_app.storage.ledger", "from terminal_app import till", "terminal_app.till"),
        ("terminal_app.presenters.sale", "from kivy.clock import Clock", "kivy.clock"),
        ("terminal_app.presenters.sale", "import terminal_app.screens.sale", "terminal_app.screens.sale"),
        ("terminal_app.screens.sale", "from terminal_app.storage import ledger", "terminal_app.storage.ledger"),
        ("terminal_app.screens.sale", "if TYPE_CHECKING:\n    import sync.engine", "sync.engine"),
        ("terminal_app.screens.sale", "import importlib\nimportlib.import_module('sync.engine')", "sync.engine"),
        ("terminal_app.event_bridge", "import sync", "sync"),
        ("terminal_app.app", "from sync import worker", "sync.worker"),
        ("terminal_app.cli.sell", "from terminal_app.app import TillApp", "terminal_app.app"),
        ("terminal_app.cli.sell", "from terminal_app.demo import tour", "terminal_app.demo.tour"),
        ("terminal_app.cli.sell", "import kivy", "kivy"),
        ("terminal_app.demo.shop", "import kivy", "kivy"),
        ("sync.engine", "from terminal_app.till import Till", "terminal_app.till"),
        ("sync.engine", "from terminal_app.app import TillApp", "terminal_app.app"),
        ("sync.engine", "import peewee", "peewee"),
        ("sync.poweroffice.gateway", "from .sandbox import server", "sync.poweroffice.sandbox.server"),
        ("sync.poweroffice.client", "import werkzeug", "werkzeug"),
        ("main", "import kivy", "kivy"),
        ("main", "import tests.conftest", "tests.conftest"),
        ("terminal_app.screens.sale", "import babel", "babel"),
        ("terminal_app.domain.money", "import numpy", "numpy"),
    ],
)
def test_a_planted_arrow_against_the_table_is_found(module: str, source: str, target: str) -> None:
    (found,) = violations(module, source)
    assert f"may not import {target}" in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "terminal_app.domain.sale",
            "import decimal\nfrom .money import Money\nfrom terminal_app.domain.vat import Rate",
        ),
        ("terminal_app.storage.ledger", "from peewee import Model\nfrom ..domain.sale import Sale"),
        (
            "terminal_app.screens.sale",
            "from kivy.clock import Clock\nfrom terminal_app.presenters.sale import SaleView",
        ),
        ("sync.worker", "import schedule\nfrom terminal_app.storage import outbox\nfrom . import engine"),
        ("sync.poweroffice.sandbox.server", "from werkzeug.serving import make_server"),
        ("terminal_app.cli.sync", "from sync.worker import SyncWorker\nfrom terminal_app.till import Till"),
    ],
)
def test_an_arrow_of_the_table_is_allowed(module: str, source: str) -> None:
    assert violations(module, source) == []


def test_a_module_outside_every_room_is_found() -> None:
    assert violations("terminal_app.helpers", "") == ["terminal_app.helpers lies in no room of the table"]


def test_no_file_is_longer_than_the_limit() -> None:
    starts = [ROOT / name for name in LINE_LIMIT_ROOMS]
    files = [start for start in starts if start.is_file()] + [
        path for start in starts if start.is_dir() for path in start.rglob("*") if path.suffix in {".py", ".kv"}
    ]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LINE_LIMIT} == {}


def test_every_module_opens_with_what_it_owns() -> None:
    silent = [
        module
        for module, path in program().items()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def loaded_by(*modules: str) -> set[str]:
    """Top-level names in sys.modules of a fresh interpreter after importing these modules."""
    code = f"import sys, {', '.join(modules)}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())


def test_the_verbs_start_without_kivy() -> None:
    assert "kivy" not in loaded_by("main", "terminal_app.cli")


def test_every_room_without_kivy_in_its_row_imports_without_kivy() -> None:
    headless = [
        module
        for module in program()
        if (name := room_of(module)) is not None
        and "kivy" not in TABLE[name].libraries
        and ".migrations." not in module
    ]
    assert "terminal_app.domain.money" in headless
    assert "kivy" not in loaded_by(*[module for module in headless if not module.endswith("__main__")])


def test_collecting_the_tests_opens_no_window() -> None:
    """Kivy opens its window when it is first imported, in whatever size and on whatever display that moment gives."""
    paths = [path.relative_to(ROOT).with_suffix("") for path in (ROOT / "tests").rglob("*.py")]
    assert "kivy" not in loaded_by(*[".".join(path.parts) for path in paths])


def stems(folder: str, suffix: str) -> set[str]:
    """The modules in a folder; a package counts as one."""
    packages = {path.parent.name for path in (ROOT / folder).glob(f"*/__init__{suffix}")}
    return {path.stem for path in (ROOT / folder).glob(f"*{suffix}")} - {"__init__"} | packages


def test_every_kv_file_has_its_screen_and_its_presenter() -> None:
    kv = stems("kv", ".kv") - KV_WITHOUT_A_PAIR
    assert kv
    assert kv - stems("terminal_app/screens", ".py") == set()
    assert kv - stems("terminal_app/presenters", ".py") == set()


def test_every_screen_with_a_presenter_has_its_kv_file() -> None:
    pairs = stems("terminal_app/screens", ".py") & stems("terminal_app/presenters", ".py")
    assert pairs
    assert pairs - stems("kv", ".kv") == set()
