"""Customers change: renamed, archived, created."""

from __future__ import annotations

from tests.sandbox.desk import Client, FrozenClock, Row


def change(path: str, value: object, op: str = "replace") -> Row:
    return {"op": op, "path": path, "value": value}


def test_a_renamed_customer_shows_in_the_delta(client: Client, clock: FrozenClock) -> None:
    before = clock.now.isoformat()
    clock.advance(1)
    assert client.patch("/Customers/501", change("/Name", "Nytt Navn AS")).json()["Name"] == "Nytt Navn AS"
    (row,) = client.get("/Customers", lastChangedDateTimeOffsetGreaterThan=before).json()
    assert (row["Id"], row["Name"]) == (501, "Nytt Navn AS")


def test_a_new_address_does_not_move_the_change_stamp(client: Client, clock: FrozenClock) -> None:
    before = client.get("/Customers/501").json()["LastChangedDateTimeOffset"]
    clock.advance(60)
    after = client.patch("/Customers/501", change("/MailAddress", {"ZipCode": "5003", "City": "Bergen"})).json()
    assert (after["MailAddress"]["City"], after["LastChangedDateTimeOffset"]) == ("Bergen", before)


def test_a_patch_in_camel_case_is_taken_and_does_nothing(client: Client) -> None:
    answer = client.patch("/Customers/501", change("/name", "Nytt Navn AS"))
    assert (answer.status_code, answer.json()["Name"]) == (200, "Torget Regnskap AS")


def test_a_failed_test_operation_leaves_the_customer_alone(client: Client) -> None:
    answer = client.patch("/Customers/501", change("/Name", "X AS"), change("/Number", 1, op="test"))
    assert answer.status_code == 400
    assert client.get("/Customers/501").json()["Name"] == "Torget Regnskap AS"


def test_a_patch_of_the_wrong_type_or_content_type_is_refused(client: Client) -> None:
    assert client.patch("/Customers/501", change("/IsArchived", "yes")).status_code == 400
    plain = client.session.patch(
        client.sandbox.api_url + "/Customers/501", data="[]", headers={"Content-Type": "text/plain"}
    )
    assert plain.status_code == 415


def test_a_new_customer_gets_the_next_number_and_can_be_invoiced(client: Client) -> None:
    created = client.post("/Customers", {"Name": "Ny Kunde AS", "MailAddress": {"ZipCode": "0181", "City": "Oslo"}})
    assert (created.status_code, created.json()["Number"]) == (201, 10011)
    assert client.order(CustomerNo=None, CustomerId=created.json()["Id"]).status_code == 201


def test_a_customer_needs_a_name_a_person_two_and_a_reference_of_its_own(client: Client) -> None:
    assert client.post("/Customers", {"Number": 10500}).status_code == 400
    assert client.post("/Customers", {"IsPerson": True, "FirstName": "Ola"}).status_code == 400
    assert client.post("/Customers", {"Name": "A AS", "ExternalImportReference": "ABC"}).status_code == 201
    again = client.post("/Customers", {"Name": "B AS", "ExternalImportReference": "ABC"})
    assert again.json()["detail"].startswith("ExternalImportReference is already in use. 'ABC' is used on (contact) Id")
