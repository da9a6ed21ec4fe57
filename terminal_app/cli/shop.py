"""The verbs of the back office: init, products, settings, schedule show and set."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from .. import product_file, provisioning
from ..domain.settings import SETTINGS, setting
from ..i18n import Texts
from ..storage import settled_days
from ..till import Till
from ..till.vat_choice import EXCLUDING_VAT, agreed_otherwise
from .lists import preview_document, preview_lines, print_faults, product_document
from .output import print_json, print_lines

SETTLES, SETTLES_SINCE = "settlement.enabled", "settlement.enabled_since"


def init(options: Namespace, till: Till, texts: Texts) -> int:
    """The shop made or brought up to date from its provisioning file; 0 whether anything changed or not."""
    if options.demo:
        from ..demo.set_up import set_up_demo

        changed = set_up_demo(till)
    else:
        changed = provisioning.apply(options.provision, till)
        if changed:
            _tell_of(SETTLES, till, texts)
    name = till.values.shop().name
    if options.json:
        print_json({"shop": name, "changed": changed, "products": len(till.assortment.products)})
    else:
        new, same = texts.say("{shop} is set up."), texts.say("{shop} was already set up; nothing changed.")
        print_lines([(new if changed else same).format(shop=name)])
    return 0


def products(options: Namespace, till: Till, texts: Texts) -> int:
    """The till's catalogue: searched, brought in from a CSV file (all rows or none), or written to one."""
    told: dict[str, Any] = {}
    if options.import_file:
        preview = till.shelves.preview(product_file.read(Path(options.import_file)))
        if preview.faults:
            print_faults(preview, texts)
            return 2
        if not options.dry_run:
            till.shelves.bring_in(preview)
        told = preview_document(preview, texts)
        if not options.json:
            print_lines(preview_lines(preview, texts, stored=not options.dry_run))
            return 0
    if options.export_file:
        product_file.write(Path(options.export_file), till.assortment.everything)
    found = till.assortment.search(options.search or "", limit=len(till.assortment.products) or 1)
    if options.json:
        listed = {"total": len(found), "products": [product_document(product) for product in found]}
        print_json({**listed, "import": told} if told else listed)
    else:
        print_lines(f"{p.sku:<10} {texts.money(p.price):>12}  {texts.rate(p.vat_rate):>5}  {p.name}" for p in found)
    return 0


def settings(options: Namespace, till: Till, texts: Texts) -> int:
    """All settings, one of them, or one set to a new value. Secrets are shown as dots."""
    if options.action == "set":
        secret = options.secret or setting(options.key).secret
        value = provisioning.resolve_secret(options.value, options.key, Path.cwd()) if secret else options.value
        if till.change_settings({options.key: value}):
            _tell_of(options.key, till, texts)
    keys = [options.key] if options.key else list(SETTINGS)
    shown = {key: till.settings.shown(key) for key in keys}
    if options.json:
        print_json({"key": options.key, "value": shown[options.key]} if options.key else {"settings": shown})
    else:
        print_lines(f"{key} = {value}" for key, value in shown.items())
    return 0


def _tell_of(key: str, till: Till, texts: Texts) -> None:
    """What a change of how VAT is reported brings along, on stderr: nothing of it is a reason to refuse it."""
    if key == EXCLUDING_VAT and agreed_otherwise(till.values):
        print(" ".join(texts.check("agreed_on_other_way", {})), file=sys.stderr)
    settlement = till.values.settlement()
    if key in (SETTLES, SETTLES_SINCE) and settlement.enabled and settlement.enabled_since is not None:
        earlier = len(settled_days.without_entry(till.database, settlement.enabled_since))
        if earlier:
            many = "{n} earlier Zs go with the next run."
            print(texts.count("{n} earlier Z goes with the next run.", many, earlier), file=sys.stderr)
