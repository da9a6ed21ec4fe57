"""Nothing is in the program that the system description does not name (kassasystemforskrifta §§ 2-1 and 2-6 (1))."""

from __future__ import annotations

import re
from pathlib import Path

from terminal_app.cli.verbs import parser
from terminal_app.domain.channel import Channel
from terminal_app.domain.operators import Right
from terminal_app.domain.print_job import PrintKind
from terminal_app.domain.settings import SETTINGS
from terminal_app.i18n import texts
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.session import Place
from terminal_app.reports import headings
from terminal_app.reports.receipt_paper import channel_name

ROOT = Path(__file__).resolve().parents[3]
LEGAL, SHORT = ((ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("legal", "systembeskrivelse"))


def named(text: str) -> set[str]:
    """What stands between back-ticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def verbs() -> set[str]:
    """Those that the program's own help lists."""
    return set(re.findall(r"^    ([a-z]+) ", parser().format_help(), re.MULTILINE))


def test_every_verb_is_described_in_both_forms() -> None:
    assert len(verbs()) > 12
    assert verbs() - named(LEGAL) == set()
    assert verbs() - named(SHORT) == set()


def test_every_place_and_every_page_of_the_desk_is_described(desk: DeskPresenter) -> None:
    assert {place.value for place in Place} - named(LEGAL) == set()
    assert set(desk.pages) - named(LEGAL) == set()
    assert {page.label() for page in desk.pages.values() if page.label() not in SHORT} == set()


def test_every_right_is_described() -> None:
    assert {right.value for right in Right} - named(LEGAL) == set()


def test_every_channel_is_described_in_both_forms() -> None:
    assert {channel.value for channel in Channel} - named(LEGAL) == set()
    assert {name for channel in Channel if (name := channel_name(channel, texts("nb"))) not in SHORT} == set()


def test_every_paper_is_described_with_its_heading() -> None:
    assert {kind.value for kind in PrintKind} - named(LEGAL) == set()
    printed = {*headings.HEADINGS.values(), headings.PROVISIONAL, headings.COPY, headings.NO_RECEIPT}
    printed |= {headings.X_REPORT, headings.Z_REPORT, headings.FLOAT, headings.PAY_IN, headings.PAY_OUT}
    for description in (LEGAL, SHORT):
        assert {heading for heading in printed if heading not in description} == set()


def test_every_setting_is_described_by_its_key_or_its_group() -> None:
    told = named(LEGAL)
    groups = tuple(name.removesuffix("*") for name in told if name.endswith(".*"))
    assert {key for key in SETTINGS if key not in told and not key.startswith(groups)} == set()


def test_every_file_that_the_description_leads_to_is_there() -> None:
    paths = {name for name in named(LEGAL) if name.startswith(("terminal_app/", "tests/", "docs/"))}
    assert len(paths) > 30
    assert {path for path in paths if not (ROOT / path).exists()} == set()
    links = set(re.findall(r"\]\(([a-z0-9_./-]+\.md)\)", LEGAL + SHORT))
    assert {link for link in links if not (ROOT / "docs" / link).exists()} == set()
