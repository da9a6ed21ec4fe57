"""Products as a list asks for them, for the pure half of it: no shop, no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from terminal_app.domain.catalog import Product


class ListedStock:
    """Those products and no others."""

    def __init__(self, products: Sequence[Product] = ()) -> None:
        self._products = products

    def among(self, skus: Iterable[str]) -> Mapping[str, Product]:
        wanted = set(skus)
        return {product.sku: product for product in self._products if product.sku in wanted}

    def owners(self, barcodes: Iterable[str]) -> Mapping[str, Product]:
        wanted = set(barcodes)
        return {product.barcode: product for product in self._products if product.barcode in wanted and product.barcode}
