"""Lists of products as files: encodings, separators, headings, cells that spreadsheets run, and their folder."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terminal_app import product_file
from terminal_app.domain import text
from terminal_app.domain.catalog import Product, Unit
from terminal_app.domain.money import LARGEST_ORE, Money
from terminal_app.domain.problems import BadInput
from terminal_app.domain.product_list import ProductList, compare
from terminal_app.domain.text import is_unprintable
from terminal_app.domain.vat import VatRate
from terminal_app.domain.written_product import COLUMNS
from tests.domain.listed_stock import ListedStock

HEADER = "varenr;navn;pris;mva;kategori\n"
ROW = "2001;Grønn te;45,50;25;Te\n"


def parsed(written: str, encoding: str = "utf-8") -> ProductList:
    return product_file.parse(written.encode(encoding), "liste.csv")


def texts_of(listed: ProductList) -> list[dict[str, str]]:
    return [dict(row.texts) for row in listed.rows]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_a_list_is_read_in_each_encoding_and_says_which_it_was(encoding: str, named: str) -> None:
    listed = parsed(HEADER + ROW, encoding)
    assert (listed.encoding, listed.rows[0].texts["name"]) == (named, "Grønn te")


def test_bytes_that_no_encoding_reads_are_refused_and_none_is_guessed() -> None:
    with pytest.raises(BadInput, match="encoding_unknown"):
        product_file.parse(HEADER.encode() + b"1;Kaf\x81;1;25;X\n", "liste.csv")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_separator_is_what_the_headings_are_separated_by(separator: str, end: str) -> None:
    rows = [["sku", "name", "price", "vat_rate", "category"], ["1", "Te; grønn, fin\tog god", "45.50", "25", "Te"]]
    content = io.StringIO(newline="")
    csv.writer(content, delimiter=separator, lineterminator=end).writerows(rows)
    listed = parsed(content.getvalue())
    assert listed.separator == separator
    assert list(listed.rows[0].texts.values()) == rows[1]


def test_a_spreadsheets_own_line_names_the_separator_and_lines_are_counted_with_it() -> None:
    listed = parsed("sep=,\r\nsku,name,price,vat_rate,category\r\n1,Te,45.50,25,Te\r\n")
    assert (listed.separator, listed.rows[0].line) == (",", 3)


@pytest.mark.parametrize(
    "headings",
    [
        "sku;name;price;vat_rate;category",
        "Varenummer;Varenavn;Utsalgspris;MVA-sats;Varegruppe",
        "Vare nr.;Navn;Pris inkl. mva;MVA %;Kategori",
        "Artikkelnr;Beskrivelse;Salgspris;Mva;Gruppe",
        '"Product number";"Product name";"Price incl. VAT";"VAT %";"Category"',
        "category;vat;price;name;sku",
    ],
)
def test_headings_are_known_in_norwegian_and_english_in_any_order(headings: str) -> None:
    listed = parsed(headings + "\n1;2;3;4;5\n")
    assert set(listed.rows[0].texts) == {"sku", "name", "price", "vat_rate", "category"}


@pytest.mark.parametrize("heading", ["Pris eks. mva", "Innpris", "Kostpris", "Veil. pris"])
def test_a_price_that_is_not_what_the_customer_pays_is_not_taken_for_it(heading: str) -> None:
    with pytest.raises(BadInput) as refused:
        parsed(f"varenr;navn;{heading};mva;kategori\n{ROW}")
    assert refused.value.problem.values["missing"] == "pris/price"


def test_missing_columns_are_listed_with_all_that_is_needed_and_what_there_is() -> None:
    with pytest.raises(BadInput) as refused:
        parsed("navn;antall\nTe;3\n")
    assert refused.value.problem.values == {
        "field": "liste.csv",
        "missing": "varenr/sku, pris/price, mva/vat_rate, kategori/category",
        "needed": "varenr/sku, navn/name, pris/price, mva/vat_rate, kategori/category",
        "found": "navn, antall",
    }


def test_further_columns_are_named_and_ignored() -> None:
    listed = parsed("leverandør;varenr;navn;pris;mva;kategori;;beskrivelse\nX;1;Te;2;25;Te;;Y\n")
    assert listed.ignored == ("leverandør", "beskrivelse")
    assert texts_of(listed) == [{"sku": "1", "name": "Te", "price": "2", "vat_rate": "25", "category": "Te"}]


def test_one_heading_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="column_twice"):
        parsed("varenr;navn;pris;Pris;mva;kategori\n")


def test_empty_lines_and_line_ends_inside_quotes_do_not_shift_the_lines_that_are_named() -> None:
    listed = parsed(f'\n{HEADER}\n1;"Te\nog kaffe";1;25;Te\n;;;;\n2;Te;x;25;Te\n')
    assert [(row.line, row.texts["sku"]) for row in listed.rows] == [(4, "1"), (7, "2")]


def test_a_row_with_more_cells_than_columns_is_a_fault_and_empty_ones_are_not() -> None:
    listed = parsed(f"{HEADER}1;Te;45;25;Te;;\n2;Te;45;25;Te;mer\n3;Te;45;25;Te\n")
    assert [row.texts["sku"] for row in listed.rows] == ["1", "3"]
    assert [(fault.line, fault.problem.code) for fault in listed.faults] == [(3, "row_too_long")]


def test_quotes_that_do_not_match_are_a_fault_of_their_line_and_the_next_rows_are_read() -> None:
    listed = parsed(f'{HEADER}1;"Te" grønn;45;25;Te\n2;Te;45;25;Te\n3;"Te;45;25;Te\n4;Te;45;25;Te\n')
    assert [row.texts["sku"] for row in listed.rows] == ["2"]
    assert [(fault.line, fault.problem.code) for fault in listed.faults] == [(2, "row_quotes"), (4, "row_quotes")]


def test_a_cell_of_two_hundred_thousand_letters_is_a_fault_and_no_crash() -> None:
    listed = parsed(f'{HEADER}1;"{"x" * 200_000}";45;25;Te\n')
    assert [fault.problem.code for fault in listed.faults] == ["row_quotes"]


def test_a_file_of_separators_alone_is_refused_and_takes_no_time_over_each() -> None:
    with pytest.raises(BadInput, match="list_empty"):
        product_file.parse(b";" * 5_000_000, "liste.csv")
    with pytest.raises(BadInput, match="columns_missing"):
        product_file.parse(b"x;" * 2_000_000 + b"\n", "liste.csv")


@pytest.mark.parametrize("content", [b"", b"\n\n", HEADER.encode(), b"\xef\xbb\xbf"])
def test_a_list_without_products_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match="list_empty"):
        product_file.parse(content, "liste.csv")


def test_a_file_of_more_than_twenty_megabytes_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "stor.csv").open("wb") as file:
        file.truncate(product_file.LARGEST_BYTES + 1)
    with pytest.raises(BadInput, match="file_too_large"):
        product_file.read(tmp_path / "stor.csv")


def test_fifty_thousand_rows_are_read_and_one_more_is_refused() -> None:
    rows = "1;T;1;25;T\n" * product_file.MOST_ROWS
    assert len(parsed(HEADER + rows).rows) == product_file.MOST_ROWS
    for wrong in (ROW, "1;T;1;25;T;for mye\n" * 2):
        with pytest.raises(BadInput, match="file_too_many_rows"):
            parsed(HEADER + rows + wrong)


def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(BadInput, match="file_no_file"):
        product_file.read(tmp_path / "pipe.csv")


def test_only_lists_of_the_folder_itself_are_offered_newest_first(tmp_path: Path) -> None:
    folder = tmp_path / "import"
    folder.mkdir()
    (tmp_path / "hemmelig.csv").write_text("x")
    for age, name in enumerate(("ny.csv", "gammel.CSV", "tekst.txt", "bilde.png")):
        (folder / name).write_text("x")
        os.utime(folder / name, (1e9 - age, 1e9 - age))
    (folder / "ut.csv").symlink_to(tmp_path / "hemmelig.csv")
    (folder / "rundt.csv").symlink_to(folder / "rundt.csv")
    assert [file.name for file in product_file.files_in(folder)] == ["ny.csv", "gammel.CSV", "tekst.txt"]
    assert product_file.files_in(tmp_path / "ikke") == ()


@pytest.mark.parametrize(
    "name", ["../hemmelig.csv", "ut.csv", "/etc/passwd", "mappe/../../hemmelig.csv", ".", "..", ""]
)
def test_a_path_outside_the_folder_is_refused_links_and_dots_followed(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "import"
    (folder / "mappe").mkdir(parents=True)
    (tmp_path / "hemmelig.csv").write_text("x")
    (folder / "ut.csv").symlink_to(tmp_path / "hemmelig.csv")
    with pytest.raises(BadInput, match="path_outside_folder"):
        product_file.inside(folder, name)


@pytest.mark.parametrize("name", ["ingen.csv", "\0", "x" * 5000])
def test_a_name_that_is_no_file_of_the_folder_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="file_not_there"):
        product_file.inside(tmp_path, name)


def _printable(written: str) -> str:
    return text.name("".join(c for c in written if not is_unprintable(c) and c != "\ufffd"), "name")


words = st.text(min_size=1, max_size=30).map(_printable).filter(bool)
run = st.sampled_from(["=", "+", "-", "@", "'", "'=", "''", "\uff1d", '"', ";", ""])
odd_words = st.builds(lambda first, rest: _printable(first + rest), run, words)
rates = st.sampled_from([0, 1111, 1200, 1500, 2500]).map(VatRate)


@st.composite
def assortments(draw: st.DrawFn) -> list[Product]:
    products = []
    for number in range(draw(st.integers(1, 5))):
        products.append(
            Product(
                f"{draw(odd_words).replace(':', '')}-{number}",
                draw(odd_words),
                Money(draw(st.integers(0, LARGEST_ORE))),
                draw(rates),
                draw(odd_words),
                draw(st.none() | rates),
                draw(st.none() | odd_words.map(lambda word, n=number: f"{word}x{n}")),
                favourite=draw(st.booleans()),
                hidden=draw(st.booleans()),
                unit=draw(st.sampled_from(Unit)),
                open_price=draw(st.booleans()),
            )
        )
    return products


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(products=assortments(), language=st.sampled_from(["nb", "en"]))
def test_whatever_is_exported_comes_back_the_same_and_nothing_of_it_is_run(
    tmp_path: Path, products: list[Product], language: str
) -> None:
    path = tmp_path / "ut.csv"
    assert product_file.write(path, products, language) == len(products)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))]
    listed = product_file.read(path)
    assert (set(listed.headings), listed.ignored) == (set(COLUMNS), ())
    preview = compare(listed, ListedStock(), [])
    assert preview.faults == ()
    assert list(preview.new) == products


def test_an_apostrophe_of_the_name_itself_stays() -> None:
    listed = parsed(f"{HEADER}1;'t Hooft;1;25;Te\n2;'=1+1;1;25;Te\n3;''t;1;25;Te\n")
    assert [row.texts["name"] for row in listed.rows] == ["'t Hooft", "=1+1", "'t"]


def test_an_export_that_cannot_be_written_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "ut.csv").mkdir()
    with pytest.raises(BadInput, match="file_not_written"):
        product_file.write(tmp_path / "ut.csv", [])
    assert [path.name for path in tmp_path.iterdir()] == ["ut.csv"]


def test_a_norwegian_export_is_what_a_norwegian_spreadsheet_takes_for_numbers(tmp_path: Path) -> None:
    product_file.write(tmp_path / "ut.csv", [Product("1", "Torsk", Money(199_50), VatRate(1111), "Fisk")], "nb")
    lines = (tmp_path / "ut.csv").read_text("utf-8-sig").splitlines()
    assert (
        lines[0]
        == '"varenr";"navn";"pris";"mva";"mva take-away";"kategori";"strekkode";"favoritt";"skjult";"enhet";"fri pris"'
    )
    assert lines[1] == '"1";"Torsk";"199,50";"11,11";"";"Fisk";"";"";"";"stk";""'
