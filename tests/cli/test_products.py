"""The verb products: what it answers, what a list changes, and every row that is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.shell import Shell

HEADER = "sku;name;price;vat_rate;takeaway_vat_rate;category;barcode\n"


def test_products_answers_as_the_contract_says(shell: Shell) -> None:
    answer = shell.json("products", "--search", "latte")
    assert answer["total"] == 1
    assert (
        answer["products"][0].items()
        >= {
            "sku": "1001",
            "name": "Kaffe latte",
            "price": "52.00",
            "vat_rate": "25",
            "takeaway_vat_rate": "15",
            "category": "Kaffe",
            "barcode": "7038010000017",
        }.items()
    )
    (fish,) = shell.json("products", "--search", "torsk")["products"]
    assert (fish["vat_rate"], fish["takeaway_vat_rate"], fish["barcode"]) == ("11.11", None, None)


def test_what_was_exported_imports_as_the_same_catalogue_whatever_its_names(shell: Shell, tmp_path: Path) -> None:
    odd = ["=1+1", "'t Hooft", "@home", "-5 grader", '"Sitat"; med komma, og 👍', "[b]Fet[/b]", "+47"]
    rows = "".join(f'{i};"{name.replace(chr(34), chr(34) * 2)}";10.00;25;;Rart;\n' for i, name in enumerate(odd, 1))
    (tmp_path / "odd.csv").write_text(HEADER + rows, "utf-8")
    assert shell.run("products", "--import", str(tmp_path / "odd.csv")).code == 0
    before = shell.json("products")
    assert [product["name"] for product in before["products"][3:]] == odd
    file = str(tmp_path / "all.csv")
    assert shell.run("products", "--export", file).code == 0
    with Path(file).open(encoding="utf-8-sig", newline="") as exported:
        cells = [row["name"] for row in csv.DictReader(exported, delimiter=";")]
    assert not [cell for cell in cells if cell[:1] in "=+-@"]
    again = shell.json("products", "--import", file)
    assert (again["products"], again["import"]["unchanged"]) == (before["products"], 10)


def test_an_import_changes_prices_adds_products_and_keeps_what_the_list_does_not_tell(
    shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "new.csv").write_text(
        "sku,name,price,vat_rate,category\n1001,Kaffe latte,54,25,Kaffe\n1002,Bolle,41,15,Bakst\n2001,Te,45.5,25,Te\n"
    )
    products = shell.json("products", "--import", str(tmp_path / "new.csv"))["products"]
    assert [(p["sku"], p["name"], p["price"], p["barcode"]) for p in products] == [
        ("1001", "Kaffe latte", "54.00", "7038010000017"),
        ("1002", "Bolle", "41.00", None),
        ("1003", "Fersk torsk, løsvekt", "199.00", None),
        ("2001", "Te", "45.50", None),
    ]


def test_a_dry_run_says_what_would_change_beside_an_open_till_and_stores_nothing(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(
        "varenr;navn;pris;mva;kategori;leverandør\n1001;Kaffe latte;54,00;25 %;Kaffe;X\n"
        "2001;Grønn te;1 045,50;25;Te;Y\n",
        "cp1252",
    )
    before = shell.contents()
    answer = shell.json("products", "--import", str(tmp_path / "new.csv"), "--dry-run")["import"]
    assert answer["encoding"] == "Windows-1252"
    assert answer["ignored_columns"] == ["leverandør"]
    assert [(c["before"]["price"], c["after"]["price"]) for c in answer["changed"]] == [("52.00", "54.00")]
    assert [(p["sku"], p["price"]) for p in answer["new"]] == [("2001", "1045.50")]
    assert answer["new_categories"] == ["Te"]
    said = shell.run("products", "--import", str(tmp_path / "new.csv"), "--dry-run").out
    for words in ("Windows-1252", "Grønn te", "leverandør", "52,00 → 54,00", "Ingenting ble lagret"):
        assert words in said
    assert shell.contents() == before


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("2001;Te;45.505;25;;Te;", "list.csv:3.price"),
        ("2001;Te;-1;25;;Te;", "list.csv:3.price"),
        ("2001;Te;45;24;;Te;", "list.csv:3.vat_rate"),
        ("2001;;45;25;;Te;", "list.csv:3.name"),
        ("20:01;Te;45;25;;Te;", "list.csv:3.sku"),
        ('2001;"Te\nmed linje";45;25;;Te;', "list.csv:3.name"),
        (f"2001;{'x' * 201};45;25;;Te;", "list.csv:3.name"),
        ("2000;Te;45;25;;Te;", "list.csv:3.sku"),
        ("2001;Te;45;25;;Te;7038010000017", "list.csv:3.barcode"),
        ("2001;Te;45;25;;Te;1;for mye", "list.csv:3"),
        ('2001;"Te";"45";25;;"Te', "list.csv:3"),
    ],
)
def test_one_wrong_row_is_named_and_no_row_is_stored(shell: Shell, tmp_path: Path, row: str, named: str) -> None:
    (tmp_path / "list.csv").write_text(f"{HEADER}2000;God vare;10;25;;Te;\n{row}\n", "utf-8")
    before = shell.contents()
    answer = shell.run("products", "--import", str(tmp_path / "list.csv"))
    assert answer.code == 2
    assert named in answer.complaint
    assert shell.contents() == before


def test_every_wrong_row_has_a_line_of_its_own_on_stderr(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"{HEADER};Te;gratis;25;;Te;\n2001;Te;45;7;;;\n2002;Te;45;25;;Te;\n", "utf-8")
    before = shell.contents()
    answer = shell.run("products", "--import", str(tmp_path / "list.csv"), "--json")
    assert (answer.code, answer.out) == (2, "")
    places = [line.split()[1].rstrip(":") for line in answer.err.splitlines()]
    assert places == ["list.csv:2.sku", "list.csv:2.price", "list.csv:3.vat_rate", "list.csv:3.category"]
    assert shell.contents() == before


def test_a_list_that_cannot_be_read_or_written_is_named(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(HEADER.encode() + b"1;Kaf\x81;1;25;;X;\n")
    (tmp_path / "short.csv").write_text("sku;name;price\n1;Te;2\n")
    (tmp_path / "empty.csv").write_text("")
    for arguments in (
        ("--import", str(tmp_path / "none.csv")),
        ("--import", str(tmp_path)),
        ("--import", "/dev/null"),
        ("--import", str(tmp_path / "binary.csv")),
        ("--import", str(tmp_path / "short.csv")),
        ("--import", str(tmp_path / "empty.csv")),
        ("--export", str(tmp_path / "no" / "such" / "folder.csv")),
    ):
        answer = shell.run("products", *arguments)
        assert answer.code == 2
        assert Path(arguments[1]).name in answer.complaint


def test_an_export_may_be_made_beside_an_open_till_and_holds_what_was_taken_out_of_the_assortment(
    shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(f"{HEADER.strip()};hidden\n2001;Te;45;25;;Te;;1\n", "utf-8")
    shell.run("products", "--import", str(tmp_path / "list.csv"))
    assert shell.json("products", "--search", "Te")["products"][0]["name"] == "Kaffe latte"
    before = shell.contents()
    shell.run("products", "--export", str(tmp_path / "out.csv"))
    assert '"2001";"Te"' in (tmp_path / "out.csv").read_text("utf-8")
    assert shell.contents() == before


def test_units_and_open_prices_come_with_a_list_and_are_told(shell: Shell, tmp_path: Path) -> None:
    rows = "sku;navn;pris;mva;kategori;enhet;åpen pris\n8001;Bønner;398;15;Kaffe;kg;\n8002;Diverse;;25;Kaffe;stk;ja\n"
    (tmp_path / "list.csv").write_text(rows, "utf-8")
    assert shell.run("products", "--import", str(tmp_path / "list.csv")).code == 0
    told = {product["sku"]: (product["unit"], product["open_price"]) for product in shell.json("products")["products"]}
    assert (told["1001"], told["8001"], told["8002"]) == (("piece", False), ("kg", False), ("piece", True))
    asked = shell.run("sell", "--item", "8002", "--pay", "card")
    assert (asked.code, asked.complaint.startswith("disken: price: ")) == (2, True)
    sold = shell.json("sell", "--item", "8002::25.00", "--item", "8001:0.250", "--pay", "card", "--operator", "kari")
    assert sold["total"] == "124.50"
