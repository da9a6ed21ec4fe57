"""What the sale screen says about the day, in one quiet strip: the float of a new day, a day that is settled already,
an earlier day that parked carts keep open. Never in the way of a sale. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ..domain.business_day import DayOutlook
from ..domain.problems import Trouble
from ..domain.records import record
from ..till.clock import SetBack
from .day_names import named_day
from .session import Place, Session

SAME, OTHER, LOOK = "same", "other", "look"


@record
class DayStripView:
    """`actions` are names with their words, at most two; the last one stands out least."""

    icon: str
    tone: str
    text: str
    detail: str
    actions: tuple[tuple[str, str], ...]
    close_label: str


class DayStrip:
    """Says it, and does what is touched. `ask_amount` opens the sheet in which another float is typed."""

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        self._session = session
        self._changed = changed
        self.ask_amount: Callable[[], None] = lambda: session.go(Place.DAY)
        self._stands: DayOutlook | None = None
        self._put_away: set[tuple[date, str]] = set()
        self._place: Place | None = None
        self._refused = ("", "")
        self._clock_seen: SetBack | None = None
        """What of the clock was read and put away."""
        session.listen(self._session_changed)
        self._session_changed()

    def view(self) -> DayStripView | None:
        """None while there is nothing to say, and while a sale is rung up: its products need the room.

        A clock that was set back comes before the day it tells of.
        """
        stands, say = self._stands, self._session.texts.say
        if self._session.cart.lines:
            return None
        if (back := self._clock_told()) is not None:
            return back
        if stands is None or self._session.till.training or (stands.day, self._kind(stands)) in self._put_away:
            return None
        close = say("Close")
        match self._kind(stands):
            case "closed":
                text, detail = say("The day is settled."), say("What is sold now comes on the next Z report.")
                return DayStripView("task_alt", "neutral", text, detail, (), close)
            case "left_open":
                assert stands.left_open is not None
                text = say("{day} is not settled.", day=named_day(stands.left_open, self._session.texts))
                return DayStripView(
                    "event", "warn", text, self._why_open(stands), ((LOOK, say("Parked carts")),), close
                )
            case "float":
                return self._asking(stands, close)
        return None

    def act(self, name: str) -> None:
        """One of the actions, or "close"."""
        stands, session = self._stands, self._session
        if self._clock_told() is not None:
            self._clock_seen = session.till.clock.set_back
            self._changed()
            return
        if stands is None:
            return
        if name == SAME:
            self._give(stands)
        elif name == OTHER:
            self.ask_amount()
        elif name == LOOK:
            session.go(Place.PARKED)
        else:
            self._put_away.add((stands.day, self._kind(stands)))
            self._changed()

    def tick(self) -> None:
        """Time has passed: a new day may have begun."""
        session, stands = self._session, self._stands
        if session.place is Place.SALE and stands is not None and session.till.day.of(session.now()) != stands.day:
            self._read()
            self._changed()

    def _clock_told(self) -> DayStripView | None:
        """That the clock was set back, until it is put away or the clock has caught up."""
        session, texts, back = self._session, self._session.texts, self._session.till.clock.set_back
        if back is None or back == self._clock_seen:
            return None
        now = session.now()
        shown = {"was": texts.moment(back.was, now), "became": texts.moment(back.became, now)}
        text, detail = texts.say("Check the clock: it was set back"), texts.say("{was} became {became}", **shown)
        return DayStripView("schedule", "warn", text, detail, (), texts.say("Close"))

    def _asking(self, stands: DayOutlook, close: str) -> DayStripView:
        texts, say = self._session.texts, self._session.texts.say
        detail = say("As last time: {amount}", amount=texts.kroner(stands.suggested_float))
        actions = ((SAME, say("Same")), (OTHER, say("Another")))
        if not stands.suggested_float:
            detail = say("How much is it?")
            actions = ((OTHER, say("Type it")), (SAME, say("Nothing")))
        text = say("Float today?")
        if self._refused[0]:
            text, detail = self._refused
        return DayStripView("wallet", "brand", text, detail, actions, close)

    def _kind(self, stands: DayOutlook) -> str:
        if stands.left_open is not None and stands.parked:
            return "left_open"
        if stands.closed_today:
            return "closed"
        return "" if stands.opened else "float"

    def _why_open(self, stands: DayOutlook) -> str:
        count = self._session.texts.count
        return count("{n} parked cart keeps it open.", "{n} parked carts keep it open.", len(stands.parked))

    def _give(self, stands: DayOutlook) -> None:
        """The suggested float, given by who stands here."""
        from .day_papers import print_slip  # no sale screen waits for the day's papers

        session = self._session
        try:
            move = session.till.day.open(stands.suggested_float, session.operator.id)
        except Trouble as trouble:
            notice = session.explain(trouble)
            self._refused = (notice.message, notice.hint)
        else:
            self._refused = ("", "")
            print_slip(session, move)
        self._read()
        self._changed()

    def _read(self) -> None:
        self._stands = self._session.till.day.outlook()

    def _session_changed(self) -> None:
        """Whoever comes to the sale sees how the day stands; while nothing is to be said, nothing is read for it."""
        session, before, stands = self._session, self._place, self._stands
        self._place = session.place
        if session.place is not Place.SALE or before is Place.SALE:
            return
        same_day = stands is not None and session.till.day.of(session.now()) == stands.day
        if stands is None or before is Place.DAY or self._kind(stands) or not same_day:
            self._read()
