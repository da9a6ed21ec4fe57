"""The sentences of what can be wrong with a product, a category or a list of products; see `wording`."""

from __future__ import annotations

from .translations import N_

CATALOGUE_PROBLEMS: dict[str, tuple[str, str]] = {
    # one product or category
    "field_empty": (N_("Nothing is written here."), N_("Fill it in; nothing was stored.")),
    "price_not_understood": (
        N_("“{text}” is not a price."),
        N_("Write kroner with at most two decimals, such as 52,00 or 1 234,50; nothing was stored."),
    ),
    "price_below_zero": (N_("The price is below zero."), N_("Write zero or more; nothing was stored.")),
    "number_shortened": (
        N_("“{text}” is a number that a spreadsheet has shortened."),
        N_("Format the column as text in the spreadsheet and enter the number anew; nothing was stored."),
    ),
    "text_damaged": (
        N_("Letters are missing in “{text}”."),
        N_("Save the file again as CSV UTF-8, or correct the text; nothing was stored."),
    ),
    "text_misread": (
        N_("“{text}” looks as if letters were read wrongly."),
        N_("Save the file again as CSV UTF-8 if it should read otherwise."),
    ),
    "article_group_unknown": (
        N_("“{text}” is no article group of the tax administration."),
        N_("Use a code of list 04, such as 04006 for food; nothing was stored."),
    ),
    "unit_unknown": (N_("Nothing is sold by “{text}”."), N_("Use one of: {choices}.")),
    "not_yes_or_no": (N_("“{text}” is neither yes nor no."), N_("Write 1 for yes, leave it empty for no.")),
    "barcode_check_digit": (
        N_("The last digit of the barcode {barcode} does not fit the others."),
        N_("Compare it with the package: a scanner will not read it so."),
    ),
    "barcode_of_other": (
        N_("The barcode {barcode} is on {sku} {name} already."),
        N_("Give each product its own; nothing was stored."),
    ),
    "sku_taken": (N_("{name} has the SKU {sku} already."), N_("Choose another SKU; nothing was stored.")),
    "sku_fixed": (
        N_("The SKU {sku} cannot be changed: receipts name it."),
        N_("Make a new product and take this one out of the assortment."),
    ),
    "category_unknown": (N_("There is no category “{text}”."), N_("Choose one of the list, or add it first.")),
    "category_taken": (N_("There is a category “{text}” already."), N_("Choose another name; nothing was stored.")),
    "category_in_use": (
        N_("There are products in {name}: {count}, those taken out of the assortment included."),
        N_("Give them another category first; nothing was changed."),
    ),
    "look_unknown": (N_("“{text}” is not one of the icons or colours."), N_("Choose one of those shown.")),
    # a list of products
    "list_empty": (N_("The file has no products."), N_("Check the file; nothing was stored.")),
    "row_too_long": (
        N_("The row has {cells} cells, but there are {columns} columns."),
        N_("Put text that holds the separator in quotes; nothing was stored."),
    ),
    "row_quotes": (
        N_("The quotes of the row do not match."),
        N_("Double each quote inside a text and close the last one; nothing was stored."),
    ),
    "row_twice": (N_("“{text}” is on line {line} already."), N_("Keep one of the rows; nothing was stored.")),
    "columns_missing": (
        N_("These columns are missing: {missing}. The first row has: {found}."),
        N_("The first row must name: {needed}. Nothing was stored."),
    ),
    "column_twice": (N_("The column “{column}” is there twice."), N_("Remove one; nothing was stored.")),
    "encoding_unknown": (
        N_("The letters cannot be read: the file is none of {encodings}."),
        N_("Save it again as CSV UTF-8; nothing was stored."),
    ),
    "file_too_large": (N_("The file is larger than {most}."), N_("Divide it; nothing was stored.")),
    "file_too_many_rows": (N_("The file has more than {most} rows."), N_("Divide it; nothing was stored.")),
    "file_no_file": (N_("That is no file."), N_("Choose a CSV file; nothing was stored.")),
    "file_not_there": (N_("There is no such file in {folder}."), N_("Put it there, then look again.")),
    "path_outside_folder": (
        N_("The file does not lie in {folder}."),
        N_("Only files of that folder can be brought in; copy it there."),
    ),
    "setting_not_folder": (
        N_("“{text}” is not the whole path of a folder."),
        N_("Write it from the root, like /srv/lists."),
    ),
    "list_has_faults": (
        N_("The file has faults: {count}, the first is on line {line}."),
        N_("Correct them and look at the file again; nothing was stored."),
    ),
    "list_outdated": (
        N_("The catalogue was changed since {source} was looked at."),
        N_("Look at the file again; nothing was stored."),
    ),
}
