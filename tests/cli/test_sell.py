"""sell and queue: the shapes of the contract, and bad input that stores nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import SHOP, Shell

BY_CARD = ("sell", "--item", "1001", "--pay", "card")
BY_INVOICE = ("sell", "--item", "1001:3", "--item", "1002", "--pay", "invoice", "--customer", "10001")


def test_a_sale_by_invoice_answers_as_the_contract_says(shell: Shell) -> None:
    sold = shell.json(*BY_INVOICE, "--note", "Takk", "--reference", "PO 1", "--tip", "10")
    assert sold == {
        "sale_id": sold["sale_id"],
        "receipt_no": "F-000001",
        "receipt_kind": "delivery",
        "paid_receipt_no": None,
        "total": "205.90",
        "rounding": "0.00",
        "vat": [
            {"rate": "25", "net": "124.80", "vat": "31.20", "gross": "156.00"},
            {"rate": "15", "net": "34.70", "vat": "5.20", "gross": "39.90"},
            {"rate": "0", "net": "10.00", "vat": "0.00", "gross": "10.00"},
        ],
        "payments": [{"channel": "invoice", "amount": "205.90"}],
        "outbox": {"reference": f"DSK{sold['sale_id']}", "state": "queued"},
    }


def test_a_sale_in_cash_is_rounded_and_a_split_one_is_not(shell: Shell) -> None:
    cash = shell.json("sell", "--item", "1002", "--pay", "cash:100")
    assert (cash["receipt_no"], cash["total"], cash["rounding"]) == ("S-000001", "39.90", "0.10")
    assert cash["payments"] == [{"channel": "cash", "amount": "40.00"}]
    assert cash["outbox"] is None
    split = shell.json("sell", "--item", "1002", "--pay", "cash:20", "--pay", "card")
    assert split["payments"] == [{"channel": "cash", "amount": "20.00"}, {"channel": "card", "amount": "19.90"}]


@pytest.mark.parametrize(
    ("item", "total"),
    [("1001", "52.00"), ("1001:2", "104.00"), ("1001:2:40.50", "81.00"), ("1003:0.345", "68.66"), ("1001::1", "1.00")],
)
def test_an_item_is_a_sku_a_quantity_and_a_price(shell: Shell, item: str, total: str) -> None:
    assert shell.json("sell", "--item", item, "--pay", "card")["total"] == total


def test_take_away_a_given_time_and_operator_are_those_of_the_sale(shell: Shell) -> None:
    sold = shell.json(*BY_CARD, "--take-away", "--operator", "kari", "--at", "2026-11-01T23:59:00")
    assert [vat["rate"] for vat in sold["vat"]] == ["15"]
    shell.run(*BY_INVOICE, "--at", "2026-11-02T01:30:00+02:00")
    (entry,) = shell.json("queue")["entries"]
    assert entry["sold_at"] == "2026-11-02T00:30:00+01:00"


def test_without_json_a_sale_is_one_line_for_a_person(shell: Shell) -> None:
    assert shell.run(*BY_CARD).out == "S-000001  kr\u00a052,00\n"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("--item", "9999"), "item"),
        (("--item", ""), "item"),
        (("--item", "1001:2:3:4"), "item"),
        (("--item", "1001:0"), "quantity"),
        (("--item", "1001:-1"), "quantity"),
        (("--item", "1001:10000000"), "quantity"),
        (("--item", "1001:1,5"), "quantity"),
        (("--item", "1001:1:52.005"), "price"),
        (("--item", "1001:1:-5"), "price"),
        (("--item", "1001:1:NaN"), "price"),
        (("--item", "1001:99999:99999999.99"), "amount"),
        (("--item", "1001:1:999999999999"), "price"),
        (("--pay", "bitcoin"), "pay"),
        (("--pay", "vipps"), "pay"),
        (("--pay", "card:1e5"), "pay"),
        (("--pay", "card:10"), "pay"),
        (("--pay", "card:1000"), "pay"),
        (("--pay", "invoice"), "customer"),
        (("--customer", "4711"), "customer"),
        (("--customer", "10005"), "customer"),
        (("--customer", "ti"), "customer"),
        (("--customer", "9" * 30), "customer"),
        (("--note", "x" * 10_000), "note"),
        (("--note", "\x07"), "note"),
        (("--note", "\udcff"), "note"),
        (("--internal-note", "\u202e"), "internal_note"),
        (("--reference", "x" * 101), "reference"),
        (("--tip", "-1"), "tip"),
        (("--tip", "1.234"), "tip"),
        (("--operator", "nobody"), "operator"),
        (("--at", "i går"), "at"),
        (("--at", "2999-01-01T12:00:00"), "at"),
        (("--at", "9999-12-31T23:30:00Z"), "at"),
        (("--at", ""), "at"),
        (("--tip", ""), "tip"),
        (("--at", "0001-01-01T00:00:00+14:00"), "at"),
        (("--at", "1999-01-01T12:00:00"), "at"),
    ],
)
def test_bad_input_is_two_names_its_field_and_stores_nothing(
    shell: Shell, arguments: tuple[str, str], field: str
) -> None:
    sale = {"--item": "1001", "--pay": "card", arguments[0]: arguments[1]}
    before = shell.contents()
    answer = shell.run("sell", *(part for pair in sale.items() for part in pair))
    assert answer.code == 2
    assert answer.complaint.startswith(f"disken: {field}: ")
    assert shell.contents() == before


def test_the_queue_answers_as_the_contract_says(shell: Shell) -> None:
    sold = shell.json(*BY_INVOICE, "--at", "2026-11-23T14:05:00")
    answer = shell.run("queue", "--json")
    assert answer.code == 0
    assert answer.document == {
        "entries": [
            {
                "reference": sold["outbox"]["reference"],
                "receipt_no": "F-000001",
                "settlement": None,
                "sold_at": "2026-11-23T14:05:00+01:00",
                "customer": {"number": 10001, "name": "Torget Regnskap AS"},
                "total": "195.90",
                "state": "queued",
                "attempts": 0,
                "not_before": None,
                "problem": None,
                "remote": None,
                "history": [],
            }
        ],
        "counts": {"queued": 1},
    }


def test_an_entry_that_needs_a_person_makes_the_queue_one_until_it_is_assigned(shell: Shell) -> None:
    shell.run("settings", "set", "channels.invoice.force_customer", "false")
    reference = shell.json("sell", "--item", "1001", "--pay", "invoice")["outbox"]["reference"]
    waiting = shell.run("queue", "--json")
    assert (waiting.code, waiting.document["counts"]) == (1, {"needs_customer": 1})
    assert waiting.document["entries"][0]["customer"] is None
    assigned = shell.json("assign", reference, "--customer", "10002")
    assert [entry["state"] for entry in assigned["entries"]] == ["queued"]
    assert shell.run("queue").code == 0
    again = shell.run("assign", reference, "--customer", "10001")
    assert again.code == 2
    assert again.complaint.startswith("disken: reason: ")
    (moved,) = shell.json("assign", reference, "--customer", "10001", "--reason", "feil kunde")["entries"]
    assert (moved["customer"]["number"], moved["history"][-1]["outcome"]) == (10001, "reassigned")


def test_the_queue_is_filtered_by_state_and_by_reference(shell: Shell) -> None:
    references = [shell.json(*BY_INVOICE)["outbox"]["reference"] for _ in range(2)]
    assert [e["reference"] for e in shell.json("queue", "--reference", references[1])["entries"]] == references[1:]
    assert len(shell.json("queue", "--state", "queued")["entries"]) == 2
    assert shell.json("queue", "--state", "paid")["entries"] == []
    for wrong in (("--state", "lost"), ("--reference", "DSKnone"), ("--reference", "\udcff")):
        answer = shell.run("queue", *wrong)
        assert answer.code == 2
        assert answer.complaint.startswith(f"disken: {wrong[0].strip('-')}: ") or wrong[1] in answer.complaint


def test_retry_refuses_what_needs_no_attention_and_all_of_nothing_is_nothing(shell: Shell) -> None:
    sold = shell.json(*BY_INVOICE)
    assert shell.json("retry", "--all") == {"entries": []}
    refused = shell.run("retry", sold["outbox"]["reference"])
    assert refused.code == 2
    assert sold["receipt_no"] in refused.complaint
    assert shell.run("retry", "DSKnone").code == 2


def test_a_discount_is_a_share_or_an_amount_off_the_whole_sale(shell: Shell) -> None:
    for discount, total in (("10%", "46.80"), ("12.5%", "45.50"), ("25.00", "27.00"), ("52", "0.00")):
        assert shell.json(*BY_CARD, "--discount", discount)["total"] == total
    for wrong in ("101%", "0%", "0", "52.01", "ti", "10,5%", "-1", "%"):
        before = shell.contents()
        answer = shell.run(*BY_CARD, "--discount", wrong)
        assert (answer.code, answer.complaint.startswith("disken: discount: ")) == (2, True), wrong
        assert shell.contents() == before


def test_who_may_not_give_a_discount_is_refused_and_told_who_may(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(f'{SHOP}\n[[operators]]\nid = "ola"\nname = "Ola"\n', "utf-8")
    shell.run("init", "--from", str(tmp_path / "shop.toml"))
    refused = shell.run(*BY_CARD, "--discount", "10%", "--operator", "ola")
    assert refused.code == 2
    assert "Kari Nordmann" in refused.complaint
    assert shell.json(*BY_CARD, "--discount", "10%")["total"] == "46.80"


def test_part_of_a_sale_is_paid_at_once_and_the_rest_goes_on_an_invoice(shell: Shell) -> None:
    parts = ("--item", "1001:3", "--item", "1002", "--pay", "card:100.00", "--pay", "invoice", "--customer", "10001")
    sold = shell.json("sell", *parts)
    assert (sold["receipt_no"], sold["paid_receipt_no"], sold["receipt_kind"]) == ("F-000001", "S-000001", "delivery")
    assert sold["payments"] == [{"channel": "card", "amount": "100.00"}, {"channel": "invoice", "amount": "95.90"}]
    (entry,) = shell.json("queue")["entries"]
    assert (entry["total"], sold["total"]) == ("95.90", "195.90")
    back = shell.json("refund", "S-000001")
    assert (back["original_receipt_no"], back["total"], back["outbox"]) == ("F-000001", "-195.90", None)


def test_what_is_sold_in_training_says_so_and_goes_nowhere(shell: Shell) -> None:
    shell.run("settings", "set", "till.training", "true")
    sold = shell.json(*BY_INVOICE)
    assert (sold["receipt_no"], sold["receipt_kind"], sold["outbox"]) == ("T-000001", "training", None)
