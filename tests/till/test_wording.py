"""No text outside the catalogue: every code has its sentence, every sentence its Norwegian, every .po its .mo.

Reads the source with `ast`, so that a code or sentence that is only met once a year is found as well.
"""

from __future__ import annotations

import ast
import gettext
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from terminal_app.wording import PROBLEMS

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "assets" / "locale"
TELLERS = {
    "BadInput",
    "SettingWrong",
    "FolderTrouble",
    "MoveRefused",
    "Problem",
    "SyncError",
    "TryAgainLater",
    "NotSent",
    "OutcomeUnknown",
    "ReferenceTaken",
    "SettingIsWrong",
    "NeedsPerson",
    "PrinterTrouble",
    "FaultyExport",
    "kind",
    "unclear",
}
NORWEGIAN_BY_RIGHT = (
    "terminal_app/demo",
    "terminal_app/screens/widgets/keyboard.py",
    "terminal_app/screens/gallery.py",
    "terminal_app/reports/headings.py",
    "terminal_app/reports/settlement_paper.py",
    "terminal_app/reports/slips.py",
    "terminal_app/reports/saft/codes.py",
    "terminal_app/domain/folding.py",
    "terminal_app/domain/article_group.py",
)
"""Sample data, the keys of a Norwegian keyboard, the developers' gallery, the law's headings and the papers that are in
Norwegian for everybody, and how letters may be spelled."""


def sources(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@pytest.fixture(scope="module", autouse=True)
def trees_go_with_their_module() -> Iterator[None]:
    """Lets go of the trees: 700 000 objects that Python would look through with each collection of a later test."""
    yield
    parsed.cache_clear()


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def strings(node: ast.expr) -> list[str]:
    """The constant texts that an expression can give."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return strings(node.body) + strings(node.orelse)
    return []


def raised_codes() -> dict[str, str]:
    """Problem code → where it is raised, of the program without the sandbox."""
    codes: dict[str, str] = {}
    for name, tree in sources("terminal_app", "sync"):
        if name.startswith("sync/poweroffice/sandbox"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & TELLERS:
                inner = [call for call in ast.walk(node) if isinstance(call, ast.Call) and called(call) == "__init__"]
            else:
                inner = [node] if isinstance(node, ast.Call) and called(node) in TELLERS else []
            for call in inner:
                for code in strings(call.args[0]) if call.args else []:
                    codes.setdefault(code, f"{name}:{call.lineno}")
    return codes


def sentences() -> set[str | tuple[str, str]]:
    """Every message id of the program: what `say`, `count` and `N_` are given."""
    found: set[str | tuple[str, str]] = set()
    for _, tree in sources("terminal_app"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if called(node) in ("say", "N_"):
                found.update(strings(node.args[0]))
            elif called(node) == "count" and len(node.args) >= 3:
                found.update((one, many) for one in strings(node.args[0]) for many in strings(node.args[1]))
    return found


def norwegian() -> Catalog:
    with (LOCALE / "nb" / "LC_MESSAGES" / "disken.po").open("rb") as file:
        return read_po(file, locale="nb")


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def each(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def test_every_problem_that_is_raised_has_its_words() -> None:
    codes = raised_codes()
    assert len(codes) > 60
    assert {code: where for code, where in codes.items() if code not in PROBLEMS} == {}


def test_every_problem_that_has_words_is_raised_somewhere() -> None:
    assert set(PROBLEMS) - set(raised_codes()) == set()


def test_every_problem_says_what_to_do_next() -> None:
    assert [code for code, (message, hint) in PROBLEMS.items() if not message or not hint] == []


def test_every_sentence_of_the_program_has_its_norwegian_with_the_same_names_in_it() -> None:
    translated = {message.id: message.string for message in norwegian() if message.id}
    wanted = sentences()
    assert len(wanted) > 200
    assert {text for text in wanted if text not in translated} == set()
    for text in wanted:
        originals, answers = each(text), each(translated[text])
        assert all(answers), text
        assert [names_in(one) for one in answers] == [names_in(one) for one in originals], text


def test_make_locale_would_find_every_sentence() -> None:
    """What Babel's own reader does not see, such as a call inside an f-string, would be dropped from the catalogue."""
    keywords = {"say": None, "N_": None, "count": (1, 2)}
    found = {text for _, _, text, *_ in extract_from_dir(str(ROOT / "terminal_app"), keywords=keywords)}
    assert sentences() - found == set()


def test_the_catalogue_holds_nothing_that_is_said_no_more() -> None:
    assert {message.id for message in norwegian() if message.id} - sentences() == set()


def test_the_compiled_catalogue_is_the_written_one() -> None:
    fresh = io.BytesIO()
    write_mo(fresh, norwegian())
    fresh.seek(0)
    with (LOCALE / "nb" / "LC_MESSAGES" / "disken.mo").open("rb") as file:
        kept, made = gettext.GNUTranslations(file), gettext.GNUTranslations(fresh)
    said = {key: text for key, text in vars(kept)["_catalog"].items() if key != ""}
    assert said == {key: text for key, text in vars(made)["_catalog"].items() if key != ""}
    assert kept.ngettext("{n} line", "{n} lines", 1) == "{n} linje"


def test_no_norwegian_is_written_in_code() -> None:
    found = [text for text in bare_texts("terminal_app") if re.search("[æøåÆØÅ]", text)]
    assert found == []


@pytest.mark.parametrize("room", ["terminal_app/presenters", "terminal_app/screens"])
def test_no_view_is_given_an_english_sentence_past_the_catalogue(room: str) -> None:
    """What a view shows comes from `say` or `count`: a capital letter and a blank look like a sentence."""
    assert [text for text in bare_texts(room) if re.search(r" '[A-Z][a-z]+ [a-z]", text)] == []


def bare_texts(room: str) -> list[str]:
    """Every constant text with its place, but for docstrings and what `say`, `count` or `N_` is given."""
    found = []
    for name, tree in sources(room):
        if name.startswith(NORWEGIAN_BY_RIGHT):
            continue
        nodes = list(ast.walk(tree))
        spared = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if isinstance(node, ast.Call) and called(node) in ("say", "count", "N_"):
                spared |= {id(argument) for argument in node.args}
        found += [
            f"{name}:{node.lineno} {node.value!r}"
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spared
        ]
    return found


def test_every_value_that_a_problems_words_name_is_given_where_it_is_raised() -> None:
    lacking = {}
    for name, tree in sources("terminal_app", "sync"):
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or called(call) not in TELLERS or not call.args:
                continue
            given = {keyword.arg for keyword in call.keywords}
            if len(call.args) > 1 and isinstance(call.args[1], ast.Dict):
                given.update(text for key in call.args[1].keys if key for text in strings(key))
            for code in strings(call.args[0]):
                wanted = set().union(*(names_in(text) for text in PROBLEMS.get(code, ())))
                if wanted - given and None not in given:
                    lacking[f"{name}:{call.lineno}"] = wanted - given
    assert lacking == {}
