"""The verbs of the counter: sell, refund, queue. They go through the same use cases as the screens."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, timedelta

from ..domain.cart import Cart, Serving
from ..domain.channel import Channel
from ..domain.discount import Discount
from ..domain.money import ONE, ZERO, Money, Quantity
from ..domain.operators import Right
from ..domain.outbox import OutboxEntry, State
from ..domain.problems import BadInput
from ..domain.sale import Words
from ..domain.tender import Tender
from ..i18n import Texts
from ..till import Till, rights_for
from .lifeline import reference_of, told
from .output import channel_names, entry_document, print_json, print_lines, refund_document, sale_document

FIRST_YEAR = 2012
"""The food rate of today is from 2012; a sale from before that does not belong in this till."""


def sell(options: Namespace, till: Till, texts: Texts) -> int:
    """One sale; 0 when it is recorded."""
    cart = Cart(serving=Serving.TAKE_AWAY if options.take_away else Serving.EAT_IN)
    for item in options.item:
        cart = _add(cart, item, till)
    if options.discount is not None:
        cart = cart.discounted(_discount(options.discount))
    sold = till.sell(
        cart,
        tuple(_tender(text) for text in options.pay),
        operator_id=_who_may_sell(cart, till) if options.operator is None else options.operator,
        customer_number=None if options.customer is None else _number(options.customer, "customer"),
        words=Words(options.note, options.internal_note, options.reference),
        tip=ZERO if options.tip is None else Money.parse(options.tip, "tip"),
        at=None if options.at is None else _moment(options.at, till.now()),
    )
    if options.json:
        print_json(sale_document(sold.sale, sold.entry))
    else:
        print_lines([f"{sold.sale.receipt_no}  {texts.kroner(sold.sale.total)}"])
    return 0


def refund(options: Namespace, till: Till, texts: Texts) -> int:
    """One return against its sale; 0 when it is recorded."""
    quantities: dict[str, Quantity] = {}
    for item in options.item:
        sku, quantity = _returned_item(item)
        quantities[sku] = quantities.get(sku, Quantity(0)) + quantity
    returned = till.returns.refund(
        options.receipt_no,
        till.returns.chosen(options.receipt_no, quantities) if quantities else None,
        reason=options.reason,
        channel=None if options.pay is None else _channel(options.pay),
        operator_id=who(options, till, Right.REFUND),
        at=None if options.at is None else _moment(options.at, till.now()),
    )
    if options.json:
        print_json(refund_document(returned.sale, returned.entry))
    else:
        number = texts.say("Return of {number}", number=options.receipt_no)
        print_lines([f"{returned.sale.receipt_no}  {texts.kroner(returned.sale.total)}  {number}"])
    return 0


def queue(options: Namespace, till: Till, texts: Texts) -> int:
    """The outbox, newest last; 1 when an entry needs a person."""
    zone = till.values.shop().timezone
    if options.reference is not None:
        one = till.outbox.get(reference_of(options.reference, till))
        entries = [] if one is None else [one]
    else:
        summaries = till.outbox.in_states(list(State) if options.state is None else [_state(options.state)])
        entries = [full for entry in summaries if (full := till.outbox.get(entry.reference)) is not None]
    counts = till.outbox.counts()
    if options.json:
        documents = [entry_document(entry, zone, texts) for entry in entries]
        print_json({"entries": documents, "counts": {state.value: number for state, number in counts.items()}})
    else:
        print_lines(told(entry, texts, till.now()) for entry in entries)
    return 1 if any(entry.needs_person for entry in entries) else 0


def retry(options: Namespace, till: Till, texts: Texts) -> int:
    """What needed attention, back in the queue; with --all whatever nobody has put aside."""
    if options.all:
        stopped, now = till.outbox.in_states([State.NEEDS_ATTENTION]), till.now()
        references = [entry.reference for entry in stopped if not entry.is_set_aside(now)]
    else:
        references = [reference_of(options.reference, till)]
    return _print_entries(options, [till.deliveries.retry(reference, None) for reference in references], till, texts)


def assign(options: Namespace, till: Till, texts: Texts) -> int:
    """An invoice that was sold without a customer gets one, or one that waits gets another, with a reason."""
    reference = reference_of(options.reference, till)
    number = _number(options.customer, "customer")
    entry = till.deliveries.assign_customer(reference, number, reason=options.reason)
    return _print_entries(options, [entry], till, texts)


def who(options: Namespace, till: Till, right: Right) -> str | None:
    """The operator who was named, else the first who may; None where nobody may."""
    if options.operator is not None:
        return str(options.operator)
    allowed = till.operators.who_may(right)
    return allowed[0].id if allowed else None


def _print_entries(options: Namespace, entries: list[OutboxEntry], till: Till, texts: Texts) -> int:
    zone = till.values.shop().timezone
    if options.json:
        print_json({"entries": [entry_document(entry, zone, texts) for entry in entries]})
    else:
        print_lines(told(entry, texts, till.now()) for entry in entries)
    return 0


def _add(cart: Cart, item: str, till: Till) -> Cart:
    parts = item.split(":")
    if len(parts) > 3 or not parts[0]:
        raise BadInput("item_not_understood", field="item", text=item[:60])
    product = till.assortment.by_sku(parts[0])
    if product is None:
        raise BadInput("item_unknown", field="item", sku=parts[0][:60])
    quantity = Quantity.parse(parts[1]) if len(parts) > 1 and parts[1] else ONE
    price = Money.parse(parts[2], "price") if len(parts) > 2 and parts[2] else None
    return cart.add(product, quantity, price)


def _discount(text: str) -> Discount:
    """The discount that "10%", "12.5%" or "25.00" states."""
    share = text.strip().removesuffix("%")
    if share == text.strip():
        return Discount.kroner(Money.parse(text, "discount"))
    return Discount.per_cent(Money.parse(share.strip(), "discount").ore)


def _who_may_sell(cart: Cart, till: Till) -> str | None:
    """The first operator who may give the cart's discounts and prices; None for whoever comes first."""
    asked = rights_for(cart)
    able = (one.id for one in till.operators.active() if all(one.may(right) for right in asked))
    return next(able, None) if asked else None


def _returned_item(item: str) -> tuple[str, Quantity]:
    sku, _, quantity = item.partition(":")
    if not sku:
        raise BadInput("item_not_understood", field="item", text=item[:60])
    return sku, Quantity.parse(quantity) if quantity else ONE


def _tender(text: str) -> Tender:
    name, _, amount = text.partition(":")
    return Tender(_channel(name), Money.parse(amount, "pay") if amount else None)


def _channel(name: str) -> Channel:
    try:
        return Channel(name)
    except ValueError as error:
        raise BadInput("channel_unknown", field="pay", text=name[:40], choices=channel_names()) from error


def _state(text: str) -> State:
    try:
        return State(text)
    except ValueError as error:
        known = ", ".join(state.value for state in State)
        raise BadInput("state_unknown", field="state", text=text[:40], choices=known) from error


def _number(text: str, field: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadInput("number_not_understood", field=field, text=text[:40])
    return int(text)


def _moment(text: str, now: datetime) -> datetime:
    """The moment in the shop's zone, which is that of `now`; from the first year the till has rates for to tomorrow."""
    try:
        written = datetime.fromisoformat(text)
        at = (written if written.tzinfo is not None else written.replace(tzinfo=now.tzinfo)).astimezone(now.tzinfo)
    except (ValueError, OverflowError) as error:
        raise BadInput("moment_not_understood", field="at", text=text[:60]) from error
    if at.year < FIRST_YEAR or at > now + timedelta(days=1):
        raise BadInput("moment_out_of_range", field="at", text=text[:60], first=FIRST_YEAR)
    return at
