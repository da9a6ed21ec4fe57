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
from dataclasses import dataclass, field

from ..domain.cash_signature import Method

HMAC_BYTES = 16
RSA_BITS = 1024
EXPONENT = 65537


@dataclass(frozen=True, slots=True)
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
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        private = rsa.generate_private_key(EXPONENT, RSA_BITS)
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
        return cls(key_version, method, pem, private)

    @classmethod
    def read(cls, key_version: str, method: Method, secret: str) -> Key:
        """The key that this text holds; raises ValueError when it is none of that method and size."""
        if method is Method.HMAC:
            try:
                raw = base64.b64decode(secret.strip(), validate=True)
            except binascii.Error as error:
                raise ValueError("no base64") from error
            if len(raw) != HMAC_BYTES:
                raise ValueError(f"{len(raw)} bytes, not {HMAC_BYTES}")
            return cls(key_version, method, secret.strip(), raw)
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        private = load_pem_private_key(secret.encode(), None)
        if not isinstance(private, rsa.RSAPrivateKey) or private.key_size != RSA_BITS:
            raise ValueError(f"no RSA key of {RSA_BITS} bits")
        return cls(key_version, method, secret, private)

    def sign(self, text: str) -> str:
        """The signature of that text: base64 on one line, 172 characters by RSA and 28 by HMAC."""
        if isinstance(self._private, bytes):
            return base64.b64encode(hmac.new(self._private, text.encode(), hashlib.sha1).digest()).decode()
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding, rsa

        assert isinstance(self._private, rsa.RSAPrivateKey)
        return base64.b64encode(self._private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA1())).decode()

    def public(self) -> str:
        """What others verify with: the public key as PEM. For HMAC there is none, and it is ""."""
        if isinstance(self._private, bytes):
            return ""
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        assert isinstance(self._private, rsa.RSAPrivateKey)
        return self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
