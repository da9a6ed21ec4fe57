"""What an answer that is no success means: PowerOffice Go's refusals, named by what to do next.

A pure function over status and body; the table is docs/reliability.md, the shapes were seen in live answers
(ProblemDetails in either letter case, the gateway's own statusCode/message).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..gateway import NeedsPerson, NotSent, OutcomeUnknown, ReferenceTaken, SettingIsWrong, SyncError
from ..transport import Reply

LONGEST_TEXT = 500
_TURNS_TEXT = re.compile("[\u202a-\u202e\u2066-\u2069\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the body says, cleaned: `text` for people; `from_gateway` when the API behind it never saw the call."""

    text: str
    from_gateway: bool


def error_for(reply: Reply, *, changes: bool, of_voucher: bool = False) -> SyncError | None:
    """What a reply to an API call means; None for 200, 201 and 204.

    `of_voucher` says that it answers a day settlement, and no order. `changes` says whether the call could have changed
    anything there: then a server error leaves the outcome unknown, otherwise it is only a nuisance. 401 is judged here
    as final: renewing the token comes before.
    """
    status = reply.status
    if status in (200, 201, 204):
        return None
    said = refusal_in(reply)
    values = {"status": str(status), "text": said.text}
    if status == 401:
        key_refused = "subscription key" in said.text.casefold()
        return SettingIsWrong("subscription_key_refused" if key_refused else "token_refused", **values)
    if status == 403 or "missing privilege" in said.text.casefold():
        return SettingIsWrong("privilege_missing", **values)
    if status == 404 and said.from_gateway:
        return SettingIsWrong("address_wrong", **values)
    if 400 <= status < 500 and status not in (408, 429):
        if of_voucher and not _is_used(said, values):
            return _voucher_refused(said, values)
        return _refused(said, values, changes)
    unclear = OutcomeUnknown if changes else NotSent
    if 300 <= status < 400:
        return unclear("redirected", **values)
    return unclear("server_error" if status >= 400 else "answer_not_understood", **values)


def token_error_for(reply: Reply) -> SyncError | None:
    """What a reply of the token endpoint means; None for 200. Nothing was sent, whatever it is."""
    if reply.status == 200:
        return None
    said = refusal_in(reply)
    values = {"status": str(reply.status), "text": said.text}
    if reply.status == 401 and "subscription key" in said.text.casefold():
        return SettingIsWrong("subscription_key_refused", **values)
    if reply.status in (400, 401, 403):
        return SettingIsWrong("keys_refused", **values)
    if reply.status in (404, 405, 410):
        return SettingIsWrong("address_wrong", **values)
    return NotSent("server_error", **values)


def refusal_in(reply: Reply) -> Refusal:
    """What the body of an error says: title, detail and every field error, or its message; nothing for no JSON."""
    try:
        body = reply.json()
    except ValueError:
        return Refusal("", from_gateway=True)
    if not isinstance(body, dict):
        return Refusal("", from_gateway=True)
    named = {str(name).casefold(): value for name, value in body.items()}
    parts = [_text(named.get(name)) for name in ("title", "detail", "error", "error_description", "message")]
    for name in ("errors", "validationerrors"):
        parts += _field_errors(named.get(name))
    from_gateway = "statuscode" in named and "title" not in named
    return Refusal(cleaned(" · ".join(dict.fromkeys(part for part in parts if part))), from_gateway)


def cleaned(text: str, longest: int = LONGEST_TEXT) -> str:
    """Somebody else's text, fit to be kept and shown: one line, no control or direction marks, capped."""
    if text.isprintable():  # nearly every text is; nothing of what follows would take anything away
        return " ".join(text.split())[:longest]
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in _TURNS_TEXT.sub("", text))
    return " ".join(kept.split())[:longest]


def _refused(said: Refusal, values: Mapping[str, str], changes: bool) -> SyncError:
    text = said.text.casefold()
    if _is_used(said, values):
        return ReferenceTaken("reference_in_use", **values) if changes else NeedsPerson("order_refused", **values)
    if "customer" in text:
        return NeedsPerson("customer_refused", **values)
    if "product" in text or "account" in text or "vat code" in text:
        return NeedsPerson("product_refused", **values)
    return NeedsPerson("order_refused", **values)


def _voucher_refused(said: Refusal, values: Mapping[str, str]) -> SyncError:
    """Why a voucher is refused, by the words that a refusal of that kind cannot do without; none is documented.

    A closed period before an account: "account 3000 is locked to VAT code 3" names no day.
    """
    text = said.text.casefold()
    if "lock date" in text or "lockdate" in text or ("period" in text and ("closed" in text or "locked" in text)):
        return NeedsPerson("voucher_day_refused", **values)
    if "account" in text or "vat code" in text or "vatid" in text:
        return NeedsPerson("voucher_account_refused", **values)
    return NeedsPerson("voucher_refused", **values)


def _is_used(said: Refusal, values: Mapping[str, str]) -> bool:
    return _says_used(said.text.casefold()) or values["status"] == "409"


def _says_used(text: str) -> bool:
    """Whether a refusal says that they have the reference already. How they word it for an order is not documented:
    so by the words of customers' references, of v1's unique constraint, or any that mean the same. A look-up decides.
    """
    about_it = "importreference" in text.replace(" ", "")
    return about_it and any(word in text for word in ("in use", "unique", "already", "exist", "duplicate"))


def _field_errors(errors: Any) -> list[str]:
    if isinstance(errors, dict):
        return [f"{name}: {_text(texts)}" for name, texts in list(errors.items())[:20] if _text(texts)]
    return [_text(errors)]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value[:20])
    if isinstance(value, dict):
        return ", ".join(_text(part) for part in list(value.values())[:20])
    return ""
