"""One program at a time speaks to a company: the lease alone, and what it is named by."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sync.lease import CompanyInUse, Lease, company_mark, lease_folder, turn
from tests.sync.shop import Shop

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys
from pathlib import Path
from sync.lease import Lease

lease = Lease(Path(sys.argv[1]), "mark")
print(lease.take(), flush=True)
sys.stdin.read()
"""


def test_one_has_it_and_the_other_gets_it_afterwards(tmp_path: Path) -> None:
    first, second = Lease(tmp_path, "mark"), Lease(tmp_path, "mark")
    assert first.take()
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    assert not first.take()


def test_two_companies_do_not_wait_for_each_other(tmp_path: Path) -> None:
    assert Lease(tmp_path, "one").take()
    assert Lease(tmp_path, "other").take()


def test_it_ends_with_its_holder_also_by_sigkill(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"True\n"
        lease = Lease(tmp_path, "mark")
        assert not lease.take()
        holder.kill()
        holder.wait(30)
    assert lease.take()


def test_it_leaves_no_file_behind(tmp_path: Path) -> None:
    lease = Lease(tmp_path, "mark")
    assert lease.take()
    lease.release()
    lease.release()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_on_a_file_that_its_holder_took_away_is_none(tmp_path: Path) -> None:
    first, second, third = (Lease(tmp_path, "mark") for _ in range(3))
    assert first.take()
    (tmp_path / "mark.lease").unlink()
    assert second.take()
    first._descriptor = None  # it is gone with its file
    assert not third.take()


def test_where_no_file_can_be_made_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Lease(tmp_path / "file", "mark").take()


def test_it_is_named_by_the_company_and_tells_no_key(shop: Shop) -> None:
    mark = company_mark(shop.till.settings)
    assert mark is not None
    assert shop.sandbox.client_key not in mark
    assert mark == company_mark(shop.till.settings)
    shop.till.change_settings({"invoicing.client_key": "another-company"})
    assert company_mark(shop.till.settings) not in (None, mark)


def test_the_sandbox_inside_the_program_is_nobody_elses(shop: Shop) -> None:
    shop.till.change_settings({"invoicing.endpoint": "sandbox"})
    assert company_mark(shop.till.settings) is None


def test_a_turn_waits_as_long_as_it_is_let_and_then_says_who_is_in_the_way(shop: Shop, tmp_path: Path) -> None:
    asked: list[None] = []

    def wait() -> bool:
        asked.append(None)
        return len(asked) < 3

    with turn(shop.till.settings, tmp_path):
        with pytest.raises(CompanyInUse), turn(shop.till.settings, tmp_path, wait=wait):
            pass
        assert len(asked) == 3
    with turn(shop.till.settings, tmp_path):
        assert len(list(tmp_path.glob("*.lease"))) == 1


def test_leases_lie_where_the_system_keeps_what_ends_with_the_session(tmp_path: Path) -> None:
    assert lease_folder({"XDG_RUNTIME_DIR": str(tmp_path)}) == tmp_path / "disken"
    assert lease_folder({"XDG_RUNTIME_DIR": str(tmp_path / "not there")}) == lease_folder({})
