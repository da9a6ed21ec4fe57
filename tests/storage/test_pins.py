"""PINs on disk: Argon2id with a pepper that is not in the database, and counters that outlive the program."""

from __future__ import annotations

import hashlib
import json
import stat
import subprocess
import sys
from pathlib import Path

import peewee
import pytest

from terminal_app.domain.operators import Operator, Trials
from terminal_app.domain.problems import SettingWrong
from terminal_app.storage import pins
from terminal_app.storage.database import Database
from terminal_app.storage.operators import Staff
from terminal_app.storage.pins import PEPPER_KEY, Outcome, Pepper
from terminal_app.storage.secrets import SECRETS_NAME
from terminal_app.storage.settings import Settings
from tests.till.counter import ShopClock

ROOT = Path(__file__).resolve().parents[2]
PEPPER = Pepper(b"a pepper of the tests")
OTHER = Pepper(b"another pepper")


def kept(pin: str, by: Pepper = PEPPER) -> str:
    hashed = pins.hashed(pin, by)
    assert hashed is not None
    return hashed


def test_a_pin_is_kept_as_argon2id_at_the_low_memory_costs_of_rfc_9106_and_never_twice_the_same() -> None:
    first, second = kept("4711"), kept("4711")
    assert first.startswith(f"{PEPPER.mark}$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert "4711" not in first


def test_the_right_pin_is_known_again_and_no_other() -> None:
    hashed = kept("4711")
    assert pins.verdict("4711", hashed, PEPPER) == pins.Verdict(Outcome.RIGHT)
    assert pins.verdict("4712", hashed, PEPPER) == pins.Verdict(Outcome.WRONG)


def test_without_its_pepper_a_hash_tells_nothing_and_says_so() -> None:
    hashed = kept("4711")
    assert not pins.matches("4711", hashed, OTHER)
    assert pins.verdict("4711", OTHER.mark + hashed[len(PEPPER.mark) :], OTHER).outcome is Outcome.WRONG
    with pytest.raises(SettingWrong, match="pin_pepper_gone"):
        pins.require_readable(hashed, OTHER)


def test_a_right_pin_in_an_older_hash_brings_a_fresh_one() -> None:
    salt = "00" * 16
    digest = hashlib.scrypt(b"4711", salt=bytes.fromhex(salt), n=2**14, r=8, p=5, maxmem=2**26).hex()
    old = f"scrypt${salt}${digest}"
    assert pins.verdict("4712", old, PEPPER) == pins.Verdict(Outcome.WRONG)
    verdict = pins.verdict("4711", old, PEPPER)
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.fresh is not None
    assert pins.matches("4711", verdict.fresh, PEPPER)


def test_a_right_pin_at_lower_costs_brings_one_at_todays_costs() -> None:
    from argon2 import PasswordHasher

    cheap = PEPPER.mark + PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PEPPER.over("4711"))
    verdict = pins.verdict("4711", cheap, PEPPER)
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.fresh is not None
    assert "$m=65536,t=3,p=4$" in verdict.fresh


def test_a_damaged_hash_is_not_checked_instead_of_counted_as_wrong() -> None:
    assert pins.verdict("4711", PEPPER.mark + "$argon2id$broken", PEPPER).outcome is Outcome.NOT_CHECKED


def test_neither_pepper_nor_verdict_shows_what_it_holds() -> None:
    assert "pepper of" not in repr(PEPPER)
    assert "argon2" not in repr(pins.Verdict(Outcome.RIGHT, "p$argon2id$x"))


OPENED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.storage.database import Database
from terminal_app.till import Till

with Database.open(Path(sys.argv[1])) as database:
    RootPresenter(Session(Till(database, lambda: datetime.now(UTC)))).view()
print("argon2" in sys.modules)
"""


def test_a_till_starts_without_argon2(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", OPENED, str(tmp_path / "shop")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == "False"


# the pepper


def test_the_pepper_is_made_once_in_a_file_of_the_owners_and_stays_out_of_the_database(database: Database) -> None:
    first = pins.pepper(database)
    path = database.folder / SECRETS_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert pins.pepper(database) == first
    database.execute("PRAGMA wal_checkpoint(FULL)")
    for file in database.folder.iterdir():
        if file != path:
            assert first.secret not in file.read_bytes()


def test_pepper_and_keys_share_the_file_and_neither_loses_the_other(database: Database) -> None:
    Settings(database).put({"invoicing.client_key": "en-nokkel"})
    made = pins.pepper(database)
    Settings(database).put({"invoicing.client_key": "en-annen"})
    assert pins.pepper(database) == made
    assert Settings(database)._secret("invoicing.client_key") == "en-annen"
    assert set(json.loads((database.folder / SECRETS_NAME).read_text())) == {PEPPER_KEY, "invoicing.client_key"}


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_pepper_that_others_may_read_is_refused(database: Database, mode: int) -> None:
    pins.pepper(database)
    (database.folder / SECRETS_NAME).chmod(mode)
    with pytest.raises(SettingWrong, match="secrets_open_to_others"):
        pins.pepper(database)


def test_a_pepper_that_the_machine_hands_over_goes_first(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / PEPPER_KEY).write_text("fra systemd\n")
    (tmp_path / PEPPER_KEY).chmod(0o400)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert pins.pepper(database) == Pepper(b"fra systemd")
    assert not (database.folder / SECRETS_NAME).exists()


# counters and people


def test_wrong_pins_are_counted_across_a_restart(tmp_path: Path) -> None:
    clock = ShopClock()
    with Database.open(tmp_path) as database:
        Staff(database).put([Operator("ola", "Ola")])
        Staff(database).put_trials("ola", Trials(4, clock()))
    with Database.open(tmp_path) as database:
        assert Staff(database).trials("ola") == Trials(4, clock())
        assert Staff(database).trials("kari") == Trials()


def test_an_operator_is_never_deleted(database: Database) -> None:
    Staff(database).put([Operator("ola", "Ola", active=False)])
    with pytest.raises(peewee.IntegrityError, match="never deleted"):
        database.execute("DELETE FROM operator")
    assert [operator.active for operator in Staff(database).everybody()] == [False]
