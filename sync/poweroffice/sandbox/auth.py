"""Who may come in: the three keys, the token endpoint's grant, and what a token lets its bearer do.

Tokens are signed and carry their own expiry and privileges, so they outlive a restart, and a changed privilege
takes effect with the next token: as in the real one. Runs on server threads; holds no mutable state but privileges.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from werkzeug.wrappers import Request

from .answers import Refusal, Row, gateway

Clock = Callable[[], datetime]
"""Gives the present as an aware datetime."""

TOKEN_LIFETIME_S = 1200
SUBSCRIPTION_HEADER = "Ocp-Apim-Subscription-Key"

EVERY_PRIVILEGE = (
    "AccountTransaction",
    "CashVoucher_Full",
    "CommonServices_Full",
    "Customer_Full",
    "GeneralLedgerAccount_Full",
    "OutgoingInvoice_Full",
    "Product_Full",
    "ReverseVoucher_Full",
    "SalesOrders_Full",
)

_NAMESPACE = uuid.UUID("5f0c4a0e-7d0a-5a3e-9b6e-2f4d5c1e8a77")


@dataclass(frozen=True, slots=True)
class Keys:
    """The three secrets an integration needs: its own, the company's, and the developer subscription's."""

    application: str
    client: str
    subscription: str

    @classmethod
    def from_seed(cls, seed: int) -> Keys:
        """The demo keys: the same UUIDs for the same seed, on every machine."""
        return cls(
            application=seeded_uuid(seed, "application key"),
            client=seeded_uuid(seed, "client key"),
            subscription=seeded_uuid(seed, "subscription key").replace("-", ""),
        )


def seeded_uuid(seed: int, name: str) -> str:
    """A UUID that depends on the seed and the name alone."""
    return str(uuid.uuid5(_NAMESPACE, f"{seed}/{name}"))


@dataclass(frozen=True, slots=True)
class Caller:
    """Who stands behind a request, as its token tells it."""

    integration: str
    roles: frozenset[str]
    may_send_invoices: bool

    def may(self, roles: tuple[str, ...]) -> bool:
        """True where no role is asked for, or one of them is held."""
        return not roles or not self.roles.isdisjoint(roles)


class Doorkeeper:
    """Checks the subscription key on every call, grants tokens, and reads them back."""

    def __init__(self, keys: Keys, clock: Clock, privileges: tuple[str, ...], may_send_invoices: bool) -> None:
        self.keys = keys
        self.privileges = privileges
        self.may_send_invoices = may_send_invoices
        self.generation = 0
        self._clock = clock
        secret = f"{keys.application}:{keys.client}:{keys.subscription}"
        self._secret = hashlib.sha256(secret.encode()).digest()

    def check_subscription(self, request: Request) -> None:
        """Raises the gateway's 401 for a missing or wrong subscription key (header or query parameter)."""
        given = request.headers.get(SUBSCRIPTION_HEADER) or request.args.get("subscription-key")
        if not given:
            raise gateway(
                401,
                "Access denied due to missing subscription key. "
                "Make sure to include subscription key when making requests to an API.",
            )
        if not _same(given, self.keys.subscription):
            raise gateway(
                401,
                "Access denied due to invalid subscription key. "
                "Make sure to provide a valid key for an active subscription.",
            )

    def grant(self, request: Request) -> Row:
        """The token answer for a client-credentials request. Raises 400 with an RFC 6749 error code."""
        if request.mimetype != "application/x-www-form-urlencoded":
            raise _oauth_error("invalid_request", "The body must be application/x-www-form-urlencoded.")
        wanted = request.form.get("grant_type")
        if not wanted:
            raise _oauth_error("invalid_request", "The parameter grant_type is missing.")
        if wanted != "client_credentials":
            raise _oauth_error("unsupported_grant_type", "Only the client credentials grant is supported.")
        given = _basic(request.headers.get("Authorization", ""))
        known = f"{self.keys.application}:{self.keys.client}"
        if given is None or not _same(given, known):
            raise _oauth_error(
                "invalid_client",
                "Client integration not found. Please ensure the provided keys are matching the desired environment.",
            )
        return {"access_token": self._token(), "token_type": "bearer", "expires_in": TOKEN_LIFETIME_S}

    def caller(self, request: Request) -> Caller:
        """Who is calling. Raises 401 with an empty body for a token that is missing, forged, revoked or expired."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        claims = self._claims(token.strip()) if scheme.lower() == "bearer" else None
        if claims is None:
            raise Refusal(401, headers={"WWW-Authenticate": "Bearer"})
        if claims["exp"] <= self._clock().timestamp() or claims["generation"] != self.generation:
            raise Refusal(401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        return Caller(claims["goUserId"], frozenset(claims["role"]), bool(claims["goAllowSendInvoice"]))

    def _token(self) -> str:
        now = int(self._clock().timestamp())
        claims = {
            "role": list(self.privileges),
            "goUserId": self.integration,
            "goAllowSendInvoice": self.may_send_invoices,
            "generation": self.generation,
            "nbf": now,
            "exp": now + TOKEN_LIFETIME_S,
        }
        signed = f"{_encode({'alg': 'HS256', 'typ': 'JWT'})}.{_encode(claims)}"
        return f"{signed}.{self._signature(signed)}"

    @property
    def integration(self) -> str:
        """The id of the integration that the application key stands for."""
        return str(uuid.uuid5(_NAMESPACE, self.keys.application))

    def _claims(self, token: str) -> Row | None:
        signed, _, signature = token.rpartition(".")
        if not signed or not _same(signature, self._signature(signed)):
            return None
        claims: Row = json.loads(_decode(signed.partition(".")[2]))
        return claims

    def _signature(self, signed: str) -> str:
        return _base64url(hmac.digest(self._secret, signed.encode("utf-8", "surrogateescape"), "sha256"))


def _oauth_error(code: str, description: str) -> Refusal:
    return Refusal(400, {"error": code, "error_description": description})


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), known.encode())


def _basic(header: str) -> str | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def _encode(claims: Row) -> str:
    return _base64url(json.dumps(claims, separators=(",", ":")).encode())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
