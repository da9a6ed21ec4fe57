"""Makes the sample shop and its customers: `python -m terminal_app.demo.generate [--seed 2026] [--out DIR]`.

The door to this room: what is made lives in shop.py and register.py; the same seed and counts give the same bytes on
every platform. Standard library only; knows nothing of the till. Runs wherever it is called.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from terminal_app.demo.draws import HOME, SEED
from terminal_app.demo.register import CUSTOMERS, DemoCustomer, customers, customers_json
from terminal_app.demo.shop import DemoCategory, DemoProduct, categories, products, shop_toml

__all__ = [
    "DemoCategory",
    "DemoCustomer",
    "DemoProduct",
    "categories",
    "customers",
    "customers_json",
    "main",
    "products",
    "shop_toml",
]


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be below 0")
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when shop.toml and customers.json are written; leaves with 2 and one line for an argument that is wrong."""
    parser = argparse.ArgumentParser(prog="python -m terminal_app.demo.generate", description="Make the sample shop.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=HOME, help="folder for shop.toml and customers.json")
    parser.add_argument("--products", type=_count, default=None, help="how many (default: the shop's own)")
    parser.add_argument("--customers", type=_count, default=CUSTOMERS)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    # Bytes, not text: the files are the same on a system that ends its lines otherwise.
    (options.out / "shop.toml").write_bytes(shop_toml(options.products, options.seed).encode())
    (options.out / "customers.json").write_bytes(customers_json(options.customers, options.seed).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
