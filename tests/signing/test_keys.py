"""Keys sign as the tax administration's own vector, are verified by their public half, and lie where nobody reads."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from terminal_app.domain.cash_signature import Method, Stamp, signed_text
from terminal_app.domain.problems import SettingWrong
from terminal_app.signing import Key, KeyStore
from terminal_app.signing.keys import check_of

OFFICIAL_KEY = base64.b64encode(b"SkatteetatenSign").decode()
OFFICIAL_TEXT = "0;2016-11-24;10:39:00;2;1.00;0.96"


def pem(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, password: bytes | None = None) -> str:
    lock = NoEncryption() if password is None else BestAvailableEncryption(password)
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock).decode()


def test_hmac_reproduces_the_official_vector() -> None:
    text = signed_text("0", Stamp(2, "2016-11-24", "10:39:00", "1.00", "0.96"))
    assert text == OFFICIAL_TEXT
    assert Key.read("1", Method.HMAC, OFFICIAL_KEY).sign(text) == "iHh68DWCU3G42eL/7vOGUMSkvMM="


@pytest.mark.parametrize(("method", "length"), [(Method.RSA, 172), (Method.HMAC, 28)])
def test_a_signature_is_one_line_and_fits_its_text_alone(method: Method, length: int) -> None:
    key = Key.make("1", method)
    made, check = key.sign(OFFICIAL_TEXT), key.check()
    assert len(made) == length
    assert check(OFFICIAL_TEXT, made)
    assert not check(OFFICIAL_TEXT.replace("1.00", "1.01"), made)
    assert not Key.make("1", method).check()(OFFICIAL_TEXT, made)
    assert not check(OFFICIAL_TEXT, "no base64 §")


def test_an_rsa_signature_is_verified_by_the_public_half_alone() -> None:
    key = Key.make("1", Method.RSA)
    assert key.public().startswith("-----BEGIN PUBLIC KEY-----")
    assert check_of(key.public())(OFFICIAL_TEXT, key.sign(OFFICIAL_TEXT))


@pytest.mark.parametrize(
    ("method", "secret"),
    [
        (Method.HMAC, "not base64"),
        (Method.HMAC, base64.b64encode(b"fifteen bytes..").decode()),
        (Method.RSA, "no key"),
        (Method.RSA, pem(rsa.generate_private_key(65537, 2048))),
        (Method.RSA, pem(rsa.generate_private_key(65537, 1024), b"password")),
        (Method.RSA, pem(ec.generate_private_key(ec.SECP256R1()))),
    ],
    ids=["hmac-garbage", "hmac-short", "rsa-garbage", "rsa-2048", "rsa-locked", "curve"],
)
def test_what_is_no_key_of_that_method_is_refused(method: Method, secret: str) -> None:
    with pytest.raises(ValueError, match=r"key|base64|bytes|password"):
        Key.read("1", method, secret)


def test_a_key_is_never_printed() -> None:
    key = Key.make("1", Method.HMAC)
    assert key.secret not in f"{key} {key!r}"


def test_a_kept_key_is_its_owners_alone_and_signs_as_before(tmp_path: Path) -> None:
    store, key = KeyStore(tmp_path), Key.make("7", Method.RSA)
    store.keep(key)
    (file,) = store.folder.iterdir()
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(store.folder.stat().st_mode)) == (0o600, 0o700)
    again = store.read("7")
    assert again is not None
    assert again.sign(OFFICIAL_TEXT) == key.sign(OFFICIAL_TEXT)


def test_a_kept_key_is_never_written_over(tmp_path: Path) -> None:
    store, key = KeyStore(tmp_path), Key.make("1", Method.HMAC)
    store.keep(key)
    with pytest.raises(SettingWrong, match="signing_key_not_kept"):
        store.keep(Key.make("1", Method.HMAC))
    assert store.read("1") == key


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    store.keep(Key.make("1", Method.HMAC))
    (store.folder / "key-1.hmac").chmod(0o640)
    with pytest.raises(SettingWrong, match="signing_key_open_to_others"):
        store.read("1")


def test_a_damaged_key_is_told_by_the_name_of_its_file(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    store.keep(Key.make("1", Method.RSA))
    (store.folder / "key-1.pem").write_text("-----BEGIN RSA PRIVATE KEY-----")
    with pytest.raises(SettingWrong, match=r"signing_key_unusable.*key-1\.pem"):
        store.read("1")


def test_the_public_half_in_the_journal_must_be_that_of_the_kept_key(tmp_path: Path) -> None:
    store, key, forged = KeyStore(tmp_path), Key.make("1", Method.RSA), Key.make("1", Method.RSA)
    store.keep(key)
    assert store.check("1", "rsa-sha1-1024", key.public()) is not None
    assert store.check("1", "rsa-sha1-1024", forged.public()) is None


def test_without_the_kept_key_rsa_is_verified_and_hmac_is_not(tmp_path: Path) -> None:
    store, key = KeyStore(tmp_path), Key.make("1", Method.RSA)
    check = store.check("1", "rsa-sha1-1024", key.public())
    assert check is not None
    assert check(OFFICIAL_TEXT, key.sign(OFFICIAL_TEXT))
    assert store.check("1", "hmac-sha1-128", "") is None
    assert store.check("1", "rsa-sha1-1024", "no key") is None
