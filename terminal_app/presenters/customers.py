"""The customer picker: the local mirror, searched while one types. It never chooses by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from ..domain.catalog import Customer
from ..domain.records import record
from ..i18n import Texts
from .mirror import MirrorRefresh
from .session import Notice, Place, Session

MOST_ROWS = 200


@record
class CustomerRow:
    """A customer as people tell them apart: name, then organisation number and town, then the number."""

    initials: str
    name: str
    detail: str
    number: str
    is_person: bool


@record
class CustomersView:
    """All that the picker shows. `rows` stays the same object until the list differs."""

    title: str
    search: str
    search_hint: str
    search_hint_short: str
    heading: str
    rows: Sequence[CustomerRow]
    empty: str
    empty_hint: str
    refresh_label: str
    refreshing: bool
    close_label: str
    notice: Notice | None


def customer_row(customer: Customer, texts: Texts) -> CustomerRow:
    """The row, or the identity card, of one customer."""
    organization = customer.organization_number
    grouped = f"{organization[:3]} {organization[3:6]} {organization[6:]}" if organization else ""
    kind = texts.say("Private person") if customer.is_person else grouped or texts.say("No organisation number")
    parts = [kind, customer.city or texts.say("No town")]
    return CustomerRow(
        initials=_initials(customer.name),
        name=customer.name,
        detail=" · ".join(parts),
        number=str(customer.number),
        is_person=customer.is_person,
    )


class CustomerRows(Sequence[CustomerRow]):
    """The rows of those customers, each made when it is first looked at: a keystroke shows a few of the many found."""

    def __init__(self, customers: Sequence[Customer], texts: Texts) -> None:
        self._customers, self._texts = customers, texts
        self._made: dict[int, CustomerRow] = {}

    def __len__(self) -> int:
        return len(self._customers)

    @overload
    def __getitem__(self, place: int) -> CustomerRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[CustomerRow]: ...

    def __getitem__(self, place: int | slice) -> CustomerRow | list[CustomerRow]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = customer_row(self._customers[place], self._texts)
        return self._made[place]


class CustomersPresenter:
    """Finds the customer an invoice goes to."""

    def __init__(
        self,
        session: Session,
        on_change: Callable[[], None] = lambda: None,
        mirror: MirrorRefresh | None = None,
    ) -> None:
        self._session = session
        self._mirror = mirror or MirrorRefresh(session)
        self.on_change = on_change
        self._search = ""
        self._asked: tuple[object, ...] | None = None
        self._found: Sequence[Customer] = ()
        self._rows: Sequence[CustomerRow] = ()
        self._rows_in: Texts | None = None
        self._known = 0
        self._recent = False
        session.listen(self._session_changed)

    def view(self) -> CustomersView:
        say, count = self._session.texts.say, self._session.texts.count
        self._look()
        known = self._known
        if self._search.strip():
            many = f"{MOST_ROWS}+" if len(self._found) == MOST_ROWS else str(len(self._found))
            heading = say("{found} of {known} customers", found=many, known=known)
        elif self._recent:
            heading = say("Last used")
        else:
            heading = count("{n} customer", "{n} customers", known)
        return CustomersView(
            title=say("Choose customer"),
            search=self._search,
            search_hint=say("Name, number, organisation number or phone"),
            search_hint_short=say("Search customer"),
            heading=heading,
            rows=self._rows,
            empty=say("No customer matches “{text}”", text=self._search) if self._search else say("No customers yet"),
            empty_hint=say("All {n} in the till were searched. New ones are made in PowerOffice.", n=known)
            if known
            else say("They are fetched from PowerOffice when the network is there."),
            refresh_label=say("Fetching…") if self._mirror.running else say("Fetch from PowerOffice"),
            refreshing=self._mirror.running,
            close_label=say("Back"),
            notice=self._mirror.notice,
        )

    def search(self, text: str) -> None:
        """Show the customers that match while it is typed."""
        if text != self._search:
            self._search = text[:80]
            self.on_change()

    def pick(self, index: int) -> None:
        """That row's customer goes to whoever opened the picker."""
        if index < len(self._found) and self._session.picked is not None:
            then, self._session.picked = self._session.picked, None
            chosen = self._found[index]
            self._search = ""
            then(chosen)
            self._session.back()

    def refresh(self) -> None:
        """Ask for a fresh mirror."""
        self._mirror.start()
        self.on_change()

    def close(self) -> None:
        """Back without a choice."""
        self._search, self._session.picked = "", None
        self._mirror.dismiss()
        self._session.back()

    def mirror_refreshed(self) -> None:
        """The mirror is up to date: search it anew."""
        self._mirror.done()
        self._asked = None
        self.on_change()

    def _session_changed(self) -> None:
        if self._session.place is Place.CUSTOMERS:
            self._asked = None
            self.on_change()

    def _look(self) -> None:
        texts = self._session.texts
        asked = (self._search, texts.language)
        if self._asked == asked:
            return
        catalog = self._session.till.catalog
        if self._asked is None:
            self._known = catalog.customer_count()  # not at each keystroke: it looks at all of them
        self._recent = False
        if self._search.strip():
            found: Sequence[Customer] = catalog.find_customers(self._search, MOST_ROWS)
        else:
            recent = catalog.recent_customers()
            self._recent = bool(recent)
            known = {customer.remote_id for customer in recent}
            others = catalog.search_customers("", MOST_ROWS)
            found = (*recent, *(c for c in others if c.remote_id not in known))
        if (found, texts) != (self._found, self._rows_in):
            self._found, self._rows_in = found, texts
            self._rows = CustomerRows(found, texts) if found else ()
        self._asked = asked


def _initials(name: str) -> str:
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return ("".join(letters[:1] + letters[-1:]) if len(letters) > 1 else "".join(letters)).upper() or "?"
