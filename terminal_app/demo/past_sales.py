"""A few days of sales for the demo shop, so that its history has something to show. The demo's window alone has them.

Standard library and the till's own use cases; nothing of it goes to an accounting system from here.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from ..domain.cart import Cart
from ..domain.catalog import Product
from ..domain.channel import Channel
from ..domain.money import ONE, ZERO, Money, Quantity
from ..domain.operators import Right
from ..domain.refund import Chosen
from ..domain.settlement import CashCount
from ..domain.tender import Tender
from ..till import Till
from .draws import SEED, Dice

DAYS = 5
FLOAT, FIVE = Money(1_500_00), Money(5_00)
OPENS, CLOSES = time(8, 10), time(17, 40)
MOST_BUYERS = 20
CHANNELS = (Channel.CARD, Channel.CARD, Channel.CARD, Channel.VIPPS, Channel.VIPPS, Channel.CASH)


def sell_before_today(till: Till, seed: int = SEED) -> int:
    """How many sales were rung up on the days before today; none in a shop that has sold something.

    Paid at once, by card, Vipps or cash, as far as the shop takes them, and one of each day by invoice where it takes
    those; one sale of each day is partly taken back. Each day begins with a float and ends with its Z report, the cash
    counted. What is invoiced waits to be sent (`past_books`).
    """
    channels = [channel for channel in CHANNELS if channel in till.channels()]
    products = [product for product in till.assortment.products if not product.open_price and product.price]
    if till.ledger.count() or not channels or not products:
        return 0
    dice, today, zone = Dice(seed), till.day.of(till.now()), till.values.shop().timezone
    people = [operator.id for operator in till.operators.active()]
    sold = 0
    with till.database.writing():
        for day in (today - timedelta(days=back) for back in range(DAYS, 0, -1)):
            at = datetime.combine(day, OPENS, zone)
            till.day.open(FLOAT, people[0] if people else None, at - timedelta(minutes=10))
            numbers = []
            while at.time() < CLOSES:
                who = dice.pick(people) if people else None
                tender = Tender(dice.pick(channels))
                made = till.sell(_cart(dice, products), (tender,), operator_id=who, at=at)
                numbers.append(made.sale.receipt_no or "")
                at += timedelta(minutes=20 + dice.below(50))
            sold += _on_invoice(till, dice, products, people, at)
            _take_back(till, dice.pick(numbers), at)
            _close(till, at + timedelta(minutes=10), short=FIVE if dice.below(4) == 0 else ZERO)
            sold += len(numbers)
    return sold


def _on_invoice(till: Till, dice: Dice, products: list[Product], people: list[str], at: datetime) -> int:
    """How many were sold on invoice at that moment: one, where the shop takes invoices and knows a firm."""
    buyers = [one for one in till.catalog.search_customers("", MOST_BUYERS) if not one.is_person]
    if Channel.INVOICE not in till.channels() or not buyers:
        return 0
    who = dice.pick(people) if people else None
    buyer = dice.pick(buyers).number
    till.sell(_cart(dice, products), (Tender(Channel.INVOICE),), operator_id=who, customer_number=buyer, at=at)
    return 1


def _cart(dice: Dice, products: list[Product]) -> Cart:
    """One to four things, mostly one of each; what is weighed in portions of some hundred grams."""
    cart = Cart()
    for _ in range(1 + dice.below(4)):
        product = dice.pick(products)
        much = Quantity(150 + 50 * dice.below(12)) if product.unit.is_measured else ONE
        cart = cart.add(product, much)
    return cart


def _close(till: Till, at: datetime, short: Money) -> None:
    """The day's Z: the drawer is counted, now and then a coin is missing, and the float stays for tomorrow."""
    counted = max(till.day.stands().expected_cash - short, ZERO)
    words = "Fant ikke forskjellen" if short else ""
    closers = till.operators.who_may(Right.Z_REPORT)
    till.day.close(closers[-1].id if closers else None, CashCount(counted, min(FLOAT, counted), words), at)


def _take_back(till: Till, receipt_no: str, at: datetime) -> None:
    """The first line of that sale came back before the shop closed."""
    allowed = till.operators.who_may(Right.REFUND)
    (left, *_) = till.returns.left(receipt_no)
    till.returns.refund(
        receipt_no,
        [Chosen(left.position, left.quantity)],
        reason="Angret kjøp",
        operator_id=allowed[0].id if allowed else None,
        at=at,
    )
