"""Each kind of answer, and what it means for the entry: the table of docs/reliability.md."""

from __future__ import annotations

import json

import pytest
import requests
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from sync.gateway import NeedsPerson, NotSent, OutcomeUnknown, ReferenceTaken, SettingIsWrong, SyncError
from sync.plain_json import parse_json
from sync.poweroffice.refusals import cleaned, error_for, token_error_for
from sync.transport import Reply, error_for_exception

IN_USE = {"title": "Bad Request", "detail": "ExternalImportReference is already in use. 'DSK1' is used on Id = 5."}


def reply(status: int, body: object = None) -> Reply:
    return Reply(status, {}, b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode())


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (reply(400, IN_USE), ReferenceTaken, "reference_in_use"),
        (reply(400, {"Title": "x", "Detail": IN_USE["detail"]}), ReferenceTaken, "reference_in_use"),
        (reply(400, {"title": "Missing privilege", "detail": "Integration …"}), SettingIsWrong, "privilege_missing"),
        (reply(400, {"title": "x", "detail": "Customer with id = 7 is archived."}), NeedsPerson, "customer_refused"),
        (reply(404, {"title": "Object(s) not found", "detail": "Product …"}), NeedsPerson, "product_refused"),
        (reply(400, {"title": "x", "errors": {"$.Foo": ["bad"]}}), NeedsPerson, "order_refused"),
        (reply(400, {"title": "x", "errors": {"ExternalImportReference": ["must be unique"]}}), ReferenceTaken,
         "reference_in_use"),
        (reply(400, {"title": "x", "detail": "An order with that external import reference already exists."}),
         ReferenceTaken, "reference_in_use"),
        (reply(409, {"title": "Conflict"}), ReferenceTaken, "reference_in_use"),
        (reply(400, {"errors": {"ExternalImportReference": ["is longer than 50"]}}), NeedsPerson, "order_refused"),
        (reply(413), NeedsPerson, "order_refused"),
        (reply(422, {"title": "x"}), NeedsPerson, "order_refused"),
        (reply(404, {"statusCode": 404, "message": "Resource not found"}), SettingIsWrong, "address_wrong"),
        (reply(404, b"<html>"), SettingIsWrong, "address_wrong"),
        (reply(401), SettingIsWrong, "token_refused"),
        (reply(401, {"statusCode": 401, "message": "Access denied due to invalid subscription key."}), SettingIsWrong,
         "subscription_key_refused"),
        (reply(403), SettingIsWrong, "privilege_missing"),
        (reply(302), OutcomeUnknown, "redirected"),
        (reply(408), OutcomeUnknown, "server_error"),
        (reply(500), OutcomeUnknown, "server_error"),
        (reply(502, b"<html>Bad gateway</html>"), OutcomeUnknown, "server_error"),
        (reply(503), OutcomeUnknown, "server_error"),
        (reply(202), OutcomeUnknown, "answer_not_understood"),
        (reply(999), OutcomeUnknown, "server_error"),
    ],
)  # fmt: skip
def test_an_answer_to_a_post_is_named_by_what_to_do_next(answer: Reply, kind: type[SyncError], code: str) -> None:
    error = error_for(answer, changes=True)
    assert type(error) is kind
    assert error.problem.code == code


@pytest.mark.parametrize("status", [302, 408, 500, 503])
def test_the_same_trouble_with_a_question_leaves_nothing_in_doubt(status: int) -> None:
    assert type(error_for(reply(status), changes=False)) is NotSent


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_success_is_no_error(status: int) -> None:
    assert error_for(reply(status), changes=True) is None


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (reply(400, {"error": "invalid_client", "error_description": "not found"}), SettingIsWrong, "keys_refused"),
        (reply(401, {"message": "Access denied due to missing subscription key."}), SettingIsWrong,
         "subscription_key_refused"),
        (reply(404, {"statusCode": 404, "message": "Resource not found"}), SettingIsWrong, "address_wrong"),
        (reply(500), NotSent, "server_error"),
        (reply(302), NotSent, "server_error"),
    ],
)  # fmt: skip
def test_an_answer_without_a_token_never_puts_an_order_in_doubt(
    answer: Reply, kind: type[SyncError], code: str
) -> None:
    error = token_error_for(answer)
    assert type(error) is kind
    assert error.problem.code == code


@pytest.mark.parametrize(
    ("exception", "kind", "code"),
    [
        (requests.ConnectTimeout(), NotSent, "offline"),
        (requests.ReadTimeout(), OutcomeUnknown, "no_answer"),
        (requests.ConnectionError(ConnectionResetError(104, "reset")), OutcomeUnknown, "connection_cut"),
        (requests.exceptions.ChunkedEncodingError(), OutcomeUnknown, "answer_broken"),
        (requests.exceptions.SSLError("CERTIFICATE_VERIFY_FAILED"), SettingIsWrong, "certificate_refused"),
        (requests.exceptions.SSLError("bad record mac"), OutcomeUnknown, "connection_cut"),
        (requests.exceptions.InvalidURL(), SettingIsWrong, "address_wrong"),
        (urllib3.exceptions.ReadTimeoutError(None, "", ""), OutcomeUnknown, "no_answer"),  # type: ignore[arg-type]
    ],
)
def test_only_what_came_before_the_first_byte_counts_as_not_sent(
    exception: Exception, kind: type[SyncError], code: str
) -> None:
    error = error_for_exception(exception)
    assert type(error) is kind
    assert error.problem.code == code


def test_a_refusal_shows_the_servers_own_words_and_every_field() -> None:
    answer = reply(400, {"title": "Validation", "detail": "Look here", "Errors": {"Number": ["too low", "odd"]}})
    error = error_for(answer, changes=True)
    assert error is not None
    assert error.problem.values["text"] == "Validation · Look here · Number: too low, odd"


@given(st.text(max_size=2000))
def test_foreign_text_becomes_one_short_line_without_hidden_marks(text: str) -> None:
    shown = cleaned(text)
    assert len(shown) <= 500
    assert not any(ord(c) < 32 or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for c in shown)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 100_000, b"1" * 5000, b'{"a": NaN}', b"\xff\xfe", b"1e999999999", b'{"Id":'],
    ids=["empty", "cut", "nested", "digits", "nan", "latin", "exponent", "half"],
)
def test_a_body_that_is_no_sane_json_is_refused_and_never_crashes(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError is the promise
        parse_json(body)


@given(st.binary(max_size=300), st.integers(100, 599))
def test_no_body_makes_the_classification_fail(body: bytes, status: int) -> None:
    error = error_for(Reply(status, {}, body), changes=True)
    assert (error is None) == (status in (200, 201, 204))
