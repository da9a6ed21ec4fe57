"""The till's own keys: the first by itself, the next by a manager, a vendor's by the provisioning file."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from terminal_app import provisioning
from terminal_app.domain.cash_signature import Method
from terminal_app.domain.problems import BadInput, MoveRefused, SettingWrong
from terminal_app.signing import Key
from terminal_app.storage import journal
from terminal_app.storage.audit import audit
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, IN_CASH, ListeningSync, ShopClock, a_cart, set_up

VENDORS = Key.make("disken-2", Method.RSA)


def keys_of(till: Till) -> list[str]:
    """The version that signed each transaction, in order."""
    return [row.facts["key"] for row in journal.rows(till.database) if row.is_transaction]


def provision(till: Till, folder: Path, secret: str, **changes: str) -> bool:
    (folder / "key").write_text(secret)
    table = {"key": "file:key", "method": "rsa-sha1-1024", "version": "disken-2", **changes}
    return provisioning.apply(provisioning.parse({"signing": table}, folder), till)


def test_a_new_key_takes_the_next_version_and_the_chain_goes_on(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    row = till.signing.change(operator_id="kari")
    assert (row.facts["version"], row.facts["method"], row.operator_id) == ("2", "rsa-sha1-1024", "kari")
    till.sell(a_cart(), BY_CARD)
    till.signing.change(Method.HMAC, "kari")
    till.sell(a_cart(), BY_CARD)
    assert keys_of(till)[-1] == "3"
    assert set(keys_of(till)) == {"1", "2", "3"}
    assert audit(till.database, till.signing.store).holds


def test_a_cashier_begins_no_new_key(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    with pytest.raises(MoveRefused):
        till.signing.change(operator_id="amina")
    assert till.signing.version() == "1"
    assert till.signing.store.versions() == ("1",)


def test_a_lost_key_stops_the_sale_until_a_manager_begins_a_new_one(
    till: Till, clock: ShopClock, sync: ListeningSync
) -> None:
    till.sell(a_cart(), BY_CARD)
    (till.signing.store.folder / "key-1.pem").unlink()
    again = set_up(till.database, clock, sync)
    with pytest.raises(SettingWrong, match="signing_key_missing"):
        again.sell(a_cart(), BY_CARD)
    assert again.ledger.count() == 1
    again.signing.change(operator_id="kari")
    again.sell(a_cart(), BY_CARD)
    assert audit(till.database, again.signing.store).holds


def test_what_warms_the_key_up_finds_the_one_in_use(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD)
    again = Till(till.database, clock)
    work, then = again.signing.warming()
    then(work())
    (again.signing.store.folder / "key-1.pem").unlink()
    again.sell(a_cart(), BY_CARD)
    assert audit(till.database, again.signing.store).holds


def test_a_key_that_changed_while_it_was_warmed_up_is_not_taken(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    till.signing.forget()
    work, then = till.signing.warming()
    old = work()
    till.signing.change(operator_id="kari")
    then(old)
    till.sell(a_cart(), BY_CARD)
    assert keys_of(till)[-1] == "2"


def test_a_vendors_key_signs_from_the_first_sale(till: Till, tmp_path: Path) -> None:
    assert provision(till, tmp_path, VENDORS.secret)
    till.sell(a_cart(), IN_CASH)
    assert set(keys_of(till)) == {"disken-2"}
    assert audit(till.database, till.signing.store).holds


def test_provisioning_twice_changes_nothing_also_after_a_manager_began_another_key(till: Till, tmp_path: Path) -> None:
    provision(till, tmp_path, VENDORS.secret)
    assert not provision(till, tmp_path, VENDORS.secret)
    till.signing.change(operator_id="kari")
    assert till.signing.version() == "disken-3"
    assert not provision(till, tmp_path, VENDORS.secret)
    assert till.signing.version() == "disken-3"


def test_a_lost_vendors_key_is_put_back_by_the_provisioning_file(till: Till, tmp_path: Path) -> None:
    provision(till, tmp_path, VENDORS.secret)
    (till.signing.store.folder / "key-disken-2.pem").unlink()
    assert provision(till, tmp_path, VENDORS.secret)
    till.sell(a_cart(), BY_CARD)
    assert len(list(journal.of_kinds(till.database, "signing_key"))) == 1


def test_an_hmac_key_may_come_from_the_environment(till: Till, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_KEY", base64.b64encode(b"SkatteetatenSign").decode())
    table = {"key": "env:SHOP_KEY", "method": "hmac-sha1-128", "version": "5"}
    assert provisioning.apply(provisioning.parse({"signing": table}, tmp_path), till)
    till.sell(a_cart(), BY_CARD)
    assert audit(till.database, till.signing.store).holds


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"key": "MIIC plainly"}, "signing_key_in_clear", "signing.key"),
        ({"key": "file:nowhere"}, "secret_source_missing", "signing.key"),
        ({"key": "env:DISKEN_NO_SUCH"}, "secret_source_missing", "signing.key"),
        ({"method": "sha256"}, "setting_not_choice", "signing.method"),
        ({"method": "hmac-sha1-128"}, "signing_key_not_understood", "signing.key"),
        ({"version": "../1"}, "signing_version_wrong", "signing.version"),
        ({"version": "v" * 51}, "signing_version_wrong", "signing.version"),
        ({"colour": "red"}, "provisioning_key_unknown", "signing.colour"),
    ],
)
def test_a_wrong_signing_table_is_refused_by_the_name_of_its_field(
    till: Till, tmp_path: Path, changes: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(BadInput, match=code) as refused:
        provision(till, tmp_path, VENDORS.secret, **changes)
    assert refused.value.problem.values["field"] == field
    assert till.signing.version() == ""


def test_a_version_is_never_given_to_another_key(till: Till, tmp_path: Path) -> None:
    provision(till, tmp_path, VENDORS.secret)
    with pytest.raises(BadInput, match="signing_version_taken"):
        provision(till, tmp_path, Key.make("disken-2", Method.RSA).secret)
    assert till.signing.store.read("disken-2") == VENDORS


def test_a_provisioning_file_that_is_refused_stores_no_key_row(database: Database, tmp_path: Path) -> None:
    till = Till(database, ShopClock())
    (tmp_path / "key").write_text(VENDORS.secret)
    table = {"key": "file:key", "version": "9"}
    twice = [{"id": "amina", "name": "Amina"}, {"id": "amina", "name": "Amina"}]
    with pytest.raises(BadInput, match="provisioning_twice"):
        provisioning.parse({"signing": table, "operators": twice}, tmp_path)
    assert till.signing.version() == ""
