"""From the till to the display through a real socket: the newest snapshot arrives, and nobody can hold the till up."""

from __future__ import annotations

import socket
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from terminal_app.customer_display import DisplayLine, Offer, Scene, Snapshot, UnreadableSnapshot, Watch, only_one
from terminal_app.customer_display.door import FILE_NAME, Door

PATIENCE_S = 10.0
HELLO = Snapshot(Scene.WELCOME, "Kaffebaren AS", headline="Velkommen")
GOODS = Snapshot(
    Scene.CART,
    "Kaffebaren AS",
    lines=(DisplayLine("2", "Smørbrød «Ærlig»", "2 × 10,00", "20,00"),),
    facts=(("Rabatt", "−1,00"),),
    total_label="Totalt",
    total="kr 19,00",
    mark="Trening",
    has_earlier=True,
)


class Seen:
    """A watch, and what came to it; `wait_for` sleeps until that is there, or fails."""

    def __init__(self, folder: Path) -> None:
        self._changed = threading.Condition()
        self.all: list[Snapshot | None] = []
        self.watch = Watch(folder, self._note, again_after_s=0.01)

    def _note(self) -> None:
        with self._changed:
            self.all.append(self.watch.latest)
            self._changed.notify_all()

    def wait_for(self, wanted: Snapshot | None) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self.all) and self.all[-1] == wanted, PATIENCE_S), self.all


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Seen]:
    one = Seen(tmp_path)
    with one.watch:
        yield one


def test_a_display_gets_what_is_shown_now_and_everything_that_comes_while_it_keeps_up(
    tmp_path: Path, seen: Seen
) -> None:
    with Offer(tmp_path) as offer:
        offer.show(HELLO)
        seen.wait_for(HELLO)
        offer.show(GOODS)
        seen.wait_for(GOODS)
    assert seen.all[:2] == [HELLO, GOODS]


def test_a_display_finds_the_till_again_by_itself_after_it_was_started_anew(tmp_path: Path, seen: Seen) -> None:
    for shown in (HELLO, GOODS):
        with Offer(tmp_path) as offer:
            offer.show(shown)
            seen.wait_for(shown)
        seen.wait_for(None)
    assert seen.all.index(HELLO) < seen.all.index(GOODS)


def test_a_till_knows_whether_anybody_looks_and_shows_nothing_old_to_who_comes(tmp_path: Path, seen: Seen) -> None:
    with Offer(tmp_path) as offer:
        offer.show(GOODS)
        seen.wait_for(GOODS)
        assert offer.is_watched
        offer.show(None)
        late = Seen(tmp_path)
        with late.watch:
            offer.show(HELLO)
            late.wait_for(HELLO)
        assert GOODS not in late.all


def test_a_till_that_nobody_looks_at_knows_it(tmp_path: Path) -> None:
    with Offer(tmp_path) as offer:
        offer.show(GOODS)
        assert not offer.is_watched


def test_two_displays_see_the_same(tmp_path: Path, seen: Seen) -> None:
    other = Seen(tmp_path)
    with Offer(tmp_path) as offer, other.watch:
        offer.show(GOODS)
        seen.wait_for(GOODS)
        other.wait_for(GOODS)
        assert other.all[-1] == seen.all[-1] == GOODS


def test_one_who_never_reads_holds_up_neither_the_till_nor_another_display(tmp_path: Path, seen: Seen) -> None:
    with Offer(tmp_path) as offer:
        door = Door.find(tmp_path)
        assert door is not None
        with socket.create_connection(("127.0.0.1", door.port)) as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            deaf.sendall(door.greeting)
            long = replace(GOODS, lines=GOODS.lines * 500)
            for n in range(400):
                offer.show(replace(long, total=str(n)))
            offer.show(HELLO)
            seen.wait_for(HELLO)


def test_a_display_that_was_away_gets_the_newest_and_not_all_it_missed(tmp_path: Path) -> None:
    with Offer(tmp_path) as offer:
        for n in range(50):
            offer.show(replace(GOODS, total=str(n)))
        late = Seen(tmp_path)
        with late.watch:
            late.wait_for(replace(GOODS, total="49"))
        assert late.all[0] == replace(GOODS, total="49")


def test_nothing_is_told_to_one_who_does_not_know_the_word(tmp_path: Path) -> None:
    with Offer(tmp_path) as offer:
        offer.show(GOODS)
        door = Door.find(tmp_path)
        assert door is not None
        with socket.create_connection(("127.0.0.1", door.port), timeout=PATIENCE_S) as stranger:
            stranger.sendall(b"hello\n")
            assert stranger.recv(100) == b""


def test_the_word_can_be_read_by_its_owner_only_and_is_gone_with_the_till(tmp_path: Path) -> None:
    with Offer(tmp_path):
        assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    assert not (tmp_path / FILE_NAME).exists()


def test_a_till_that_ends_leaves_the_door_of_the_next_one_alone(tmp_path: Path) -> None:
    with Offer(tmp_path):
        later = Offer(tmp_path)
        later.__enter__()
    assert Door.find(tmp_path) is not None
    later.__exit__(None, None, None)


@pytest.mark.parametrize("snapshot", [HELLO, GOODS])
def test_a_snapshot_reads_as_it_was_written_on_one_line(snapshot: Snapshot) -> None:
    assert snapshot.line().count(b"\n") == 1
    assert Snapshot.read(snapshot.line()) == snapshot


@pytest.mark.parametrize("line", [b"", b"{}\n", b"[]\n", b"\xff\n", b'{"scene": "dance", "lines": [], "facts": []}\n'])
def test_what_is_no_snapshot_is_refused(line: bytes) -> None:
    with pytest.raises(UnreadableSnapshot):
        Snapshot.read(line)


def test_a_till_has_one_display(tmp_path: Path) -> None:
    with only_one(tmp_path) as first, only_one(tmp_path) as second:
        assert (first, second) == (True, False)
    with only_one(tmp_path) as again:
        assert again
    with only_one(tmp_path / "nowhere") as nowhere:
        assert not nowhere


def test_an_offer_that_finds_no_place_says_so_and_leaves_nothing_open(tmp_path: Path) -> None:
    offer, before = Offer(tmp_path / "not there"), threading.active_count()
    with pytest.raises(FileNotFoundError):
        offer.__enter__()
    assert offer._listener.fileno() == offer._bell.fileno() == -1
    assert threading.active_count() == before
