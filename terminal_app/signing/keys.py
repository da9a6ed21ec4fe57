"""One signing key: RSA-SHA1-1024 or HMAC-SHA1-128, as the tax administration's requirements name them.

Source: Skatteetaten, requirements for digital signatures in cash registers. `cryptography` is imported when a key is
first made or read, never at start. Any thread.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, cast

from ..domain.cash_signature import Method
from ..domain.records import record

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA1

Check = Callable[[str, str], bool]
"""Whether a signature is that of a text: (text, signature)."""
HMAC_BYTES = 16
RSA_BITS = 1024
EXPONENT = 65537


@record
class Key:
    """A key that signs. `secret` is PEM text for RSA, base64 for HMAC; it is never printed."""

    key_version: str
    method: Method
    secret: str = field(repr=False)
    _private: object = field(default=None, repr=False, compare=False)

    @classmethod
    def make(cls, key_version: str, method: Method = Method.RSA) -> Key:
        """A new random key of that method."""
        if method is Method.HMAC:
            return cls.read(key_version, method, base64.b64encode(secrets.token_bytes(HMAC_BYTES)).decode())
        from cryptography.hazmat.primitives.asymmetric import rsa

        private = rsa.generate_private_key(EXPONENT, RSA_BITS)
        return cls(key_version, method, _pem(private), private)

    @classmethod
    def read(cls, key_version: str, method: Method, secret: str) -> Key:
        """The key that this text holds, its PEM written anew; ValueError when it is none of that method and size.

        A PEM with a password is none: nobody is there to type it when a till starts.
        """
        if method is Method.HMAC:
            try:
                raw = base64.b64decode(secret.strip(), validate=True)
            except binascii.Error as error:
                raise ValueError("no base64") from error
            if len(raw) != HMAC_BYTES:
                raise ValueError(f"{len(raw)} bytes, not {HMAC_BYTES}")
            return cls(key_version, method, secret.strip(), raw)
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            private = load_pem_private_key(secret.encode(), None)
        except TypeError as error:
            raise ValueError("it is locked with a password") from error
        except (ValueError, UnsupportedAlgorithm) as error:
            raise ValueError("no private key in PEM") from error
        if not isinstance(private, rsa.RSAPrivateKey) or private.key_size != RSA_BITS:
            raise ValueError(f"no RSA key of {RSA_BITS} bits")
        return cls(key_version, method, _pem(private), private)

    def sign(self, text: str) -> str:
        """The signature of that text: base64 on one line, 172 characters by RSA and 28 by HMAC."""
        if isinstance(self._private, bytes):
            return base64.b64encode(hmac.new(self._private, text.encode(), hashlib.sha1).digest()).decode()
        private = cast("RSAPrivateKey", self._private)
        return base64.b64encode(private.sign(text.encode(), *_rsa_way())).decode()

    def public(self) -> str:
        """What others verify with: the public key as PEM. For HMAC there is none, and it is ""."""
        if isinstance(self._private, bytes):
            return ""
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        assert isinstance(self._private, rsa.RSAPrivateKey)
        return self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def check(self) -> Check:
        """What tells of a signature whether this key made it."""
        return check_of(self.public()) if self.method is Method.RSA else lambda text, made: self._is_of(text, made)

    def _is_of(self, text: str, signature: str) -> bool:
        return hmac.compare_digest(self.sign(text).encode(), signature.encode())


def check_of(public: str) -> Check:
    """What tells of a signature whether the key of that public half made it; raises ValueError when it is no key."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(public.encode())
    except UnsupportedAlgorithm as error:
        raise ValueError("no public key") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("no RSA key")
    pad, digest = padding.PKCS1v15(), hashes.SHA1()

    def is_of(text: str, signature: str) -> bool:
        try:
            key.verify(base64.b64decode(signature, validate=True), text.encode(), pad, digest)
        except (InvalidSignature, ValueError):
            return False
        return True

    return is_of


@cache
def _rsa_way() -> tuple[PKCS1v15, SHA1]:
    """The padding and the hash of each RSA signature: looked up once, for a sale waits for its signature."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA1

    return PKCS1v15(), SHA1()


def load_library() -> None:
    """Makes the first signature quick: what it needs is in memory afterwards."""
    Key.make("", Method.RSA).sign("")


def _pem(private: RSAPrivateKey) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
