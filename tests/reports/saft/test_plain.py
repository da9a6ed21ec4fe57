"""What is proven at a glance is what a look at each element finds: the same verdict on every file, however changed."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from xml.etree.ElementTree import ParseError

import pytest

from terminal_app.reports.saft.ids import Ids, Numbers
from terminal_app.reports.saft.references import Verdict, check_file
from tests.reports.saft.test_references import FAULTS

PIECES = (
    *'<>&"-.09AZaz \n\r\x01\x02\x03\x00\ufffe;/é', "&amp;", "&#65;", "&x;", "<!--", "-->", "<![CDATA[", "]]>", "<x/>",
    "<event>", "</event>", "\n<event>", "</cashtransaction>\n", "<cashtransaction>", "<?a?>",
)  # fmt: skip
LEAF = re.compile(r"<(\w+)>[^<]*</\1>")


def holds(version: str, text: str, signature: str) -> bool:
    """Signatures of that length hold here, so that some of the changed ones do not."""
    return len(signature) == 172


def verdict(text: str, folder: Path) -> Verdict | str:
    path = folder / "changed.xml"
    path.write_bytes(text.encode("utf-8"))
    try:
        return check_file(path, verify=holds)
    except ParseError:
        return "no XML"


def by_another(text: str) -> str:
    """The same document as a program that is not ours would begin it: each of its elements is looked at."""
    changed = text.replace('<?xml version="1.0" ', '<?xml version="1.0"  ', 1)
    assert changed != text
    return changed


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_alike_by_a_glance_and_by_a_look_at_every_element(
    fault: str, whole: Path, tmp_path: Path
) -> None:
    text = FAULTS[fault][0](whole.read_text("utf-8"))
    assert verdict(text, tmp_path) == verdict(by_another(text), tmp_path)


def changed(text: str, dice: Random) -> str:
    """The file with a place of it changed, left out, put in or standing twice, or two of its rows exchanged."""
    body = text.index("</regDesc>") if dice.random() < 0.95 else 0
    at, piece, how = dice.randrange(body, len(text)), dice.choice(PIECES), dice.randrange(6)
    leaf = dice.choice(list(LEAF.finditer(text, body)))
    if how == 0:
        return text[:at] + piece + text[at:]
    if how == 1:
        return text[:at] + piece + text[at + 1 :]
    if how == 2:
        return text[:at] + text[at + dice.choice((1, 2, 10, 60)) :]
    if how == 3:
        return text[: leaf.start()] + dice.choice(("", piece, leaf[0] * 2)) + text[leaf.end() :]
    if how == 4:
        return text[: leaf.start(1) + len(leaf[1]) + 1] + piece + text[leaf.end() - len(leaf[1]) - 3 :]
    rows = text.split("\n")
    one, another = dice.randrange(len(rows)), dice.randrange(len(rows))
    rows[one], rows[another] = rows[another], rows[one]
    return "\n".join(rows)


@pytest.mark.parametrize("seed", range(8))
def test_any_change_of_a_file_gets_the_same_verdict_by_a_glance_and_by_a_look_at_every_element(
    seed: int, whole: Path, tmp_path: Path
) -> None:
    text, dice = whole.read_text("utf-8"), Random(seed)
    for number in range(40):
        made = changed(text, dice)
        assert verdict(made, tmp_path) == verdict(by_another(made), tmp_path), number


@pytest.mark.parametrize("mark", ["\x01", "\x02", "\x03"])
def test_a_character_that_xml_cannot_hold_is_never_taken_for_what_stands_in_its_place(
    mark: str, whole: Path, tmp_path: Path
) -> None:
    text = whole.read_text("utf-8")
    for told in (r"(?<=</ppu>)<empID>[^<]*</empID>", r"<lineDate>[^<]*</lineDate><lineTime>[^<]*</lineTime>",
                 r"<ctLine><nr>\d+</nr><lineID>"):  # fmt: skip
        last = list(re.finditer(told, text))[-1]
        assert verdict(text[: last.start()] + mark + text[last.end() :], tmp_path) == "no XML"


def test_rows_within_a_comment_are_none_of_the_file(whole: Path, tmp_path: Path) -> None:
    text = whole.read_text("utf-8")
    first = text.index("<cashtransaction>")
    hidden = text[:first] + "<!--\n" + text[first:].replace("</cashregister>", "--></cashregister>", 1)
    told = verdict(hidden, tmp_path)
    assert isinstance(told, Verdict)
    assert told.transactions == 0


def test_ids_are_remembered_whatever_they_look_like_and_no_others() -> None:
    dice, ids = Random(1), Ids()
    ours = {f"{dice.getrandbits(128):032x}" for _ in range(3_000)}
    ours |= {"0" * 32, "00" + "0" * 29 + "1", "å", "", "1", "x" * 40, "A" * 32, "a" * 32}
    for one in [*ours, *ours]:
        ids.add(one)
    assert len(ids) == len(ours)
    assert all(one in ids for one in ours)
    shifted = {one[2:] + one[:2] for one in ours} | {one.upper() for one in ours} | {"2", "a" * 31, "\ud800"}
    assert not [one for one in shifted - ours if one in ids]
    gone = set(sorted(ours)[::3])
    for one in [*gone, *gone, *(shifted - ours)]:
        ids.discard(one)
    assert (set(ids), len(ids)) == (ours - gone, len(ours - gone))


def test_numbers_are_remembered_in_any_order_with_their_gaps_and_as_they_are_written() -> None:
    numbers, dice = Numbers(), Random(2)
    told = [str(number) for number in range(1, 400) if number % 7] + ["0", "007", "5-2", "9-2", "\u0665", ""]
    late = [str(number) for number in range(7, 400, 21)] + ["3", "5-2", "1000", "900"]
    known: set[str] = set()
    for one in [*told, *late, *dice.sample(told, 50)]:
        assert (one in numbers) == (one in known), one
        numbers.add(one)
        known.add(one)
    assert not [one for one in ("14", "07", "5-3", "999", "1001", "x") if one in numbers]
