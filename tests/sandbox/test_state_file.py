"""What happened outlives the process: the state file, its lock, and the command that serves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
import requests

from sync.poweroffice.sandbox import Sandbox, StateFileError, serve
from tests.sandbox.desk import CUSTOMERS, Client

ROOT = Path(__file__).resolve().parents[2]


def fill(client: Client) -> None:
    """An invoice that is partly paid, a draft, a deleted draft, a renamed customer and a new product."""
    client.sandbox.send_invoice(client.order(ExternalImportReference="R-1").json()["Id"])
    client.sandbox.book_payment(10001)
    client.order(ExternalImportReference="R-2", CustomerReference="Kari Æøå")
    client.delete(f"/SalesOrders/{client.order(ExternalImportReference='R-3').json()['Id']}")
    client.patch("/Customers/501", {"op": "replace", "path": "/Name", "value": "Nytt Navn AS"})
    client.post("/Products", {"Code": "9001", "Name": "Pose", "UnitPrice": 4.5})


def held(client: Client) -> tuple[object, ...]:
    return (
        client.sandbox.orders(),
        client.sandbox.invoices(),
        client.get("/Customers/501").json(),
        client.get("/Products", codes="9001").json(),
    )


def test_a_reopened_sandbox_holds_what_it_held(opened: Callable[..., Client], tmp_path: Path) -> None:
    first = opened(state_file=tmp_path / "state.json")
    fill(first)
    before = held(first)
    first.sandbox.stop()
    second = opened(state_file=tmp_path / "state.json")
    assert held(second) == before
    assert "R-1" in second.order(ExternalImportReference="R-1").json()["detail"]
    assert second.order(ExternalImportReference="R-3").json()["SalesOrderNo"] == 10004


def test_an_answered_order_is_on_disk_already(opened: Callable[..., Client], tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    first = opened(state_file=path)
    fill(first)
    # The process dies here: nothing is stopped, and a last change was only half written.
    copy = tmp_path / "copy.json"
    copy.write_bytes(path.read_bytes() + b'[["orders","1234",{"Id":"12')
    assert held(opened(state_file=copy)) == held(first)


def test_a_token_outlives_a_restart(opened: Callable[..., Client], tmp_path: Path) -> None:
    first = opened(state_file=tmp_path / "state.json")
    first.sandbox.stop()
    second = opened(state_file=tmp_path / "state.json")
    second.session.headers["Authorization"] = first.session.headers["Authorization"]
    assert second.get("/VatCodes").status_code == 200


def test_a_second_sandbox_on_the_same_file_is_refused(opened: Callable[..., Client], tmp_path: Path) -> None:
    first = opened(state_file=tmp_path / "state.json")
    with pytest.raises(StateFileError, match="in use"):
        opened(state_file=tmp_path / "state.json")
    first.sandbox.stop()
    assert opened(state_file=tmp_path / "state.json").sandbox.orders() == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"hello\n", "damaged"), (b'{"format":1}\n', "damaged"), (b'{"format":1,"seed":2}\n', "belongs to seed 2")],
)
def test_a_file_that_is_not_this_sandboxs_is_refused_and_left_alone(
    opened: Callable[..., Client], tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    with pytest.raises(StateFileError, match=words):
        opened(state_file=path)
    assert path.read_bytes() == content


def test_a_port_that_is_taken_lets_go_of_the_state_file(client: Client, tmp_path: Path) -> None:
    port = int(client.sandbox.base_url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        Sandbox.start(port=port, state_file=tmp_path / "state.json", customers=CUSTOMERS)
    Sandbox.start(state_file=tmp_path / "state.json", customers=CUSTOMERS).stop()


def test_serve_prints_the_connection_on_its_first_line_and_ends_when_told(tmp_path: Path) -> None:
    stopped, out = threading.Event(), StringIO()
    stopped.set()
    serve(seed=4, out=out, stopped=stopped, state_file=tmp_path / "state.json")
    (line,) = out.getvalue().splitlines()
    told = json.loads(line)
    assert set(told) == {"api_url", "token_url", "application_key", "client_key", "subscription_key"}
    assert told["token_url"] == told["api_url"].replace("/v2", "/OAuth/Token")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_until_the_signal_and_ends_with_0(number: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sync.poweroffice.sandbox", "--state-file", str(tmp_path / "state.json")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        refused = requests.get(told["api_url"] + "/Customers", timeout=30)
        process.send_signal(number)
        rest, errors = process.communicate(timeout=30)
    assert refused.status_code == 401
    assert (process.returncode, rest, errors) == (0, b"", b"")
