"""A page of the desk that opens one thing at a time in a form: a product, a category. Window thread.

What is typed is a draft like that of the settings, but of texts that are not settings; saving goes through the till.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ...domain.problems import Problem, Trouble
from ...till import Till
from ..session import Notice
from .draft import Draft
from .page import Desk, Page
from .rows import Action, Question, SaveBar

Check = Callable[[Mapping[str, str]], tuple[Problem, ...]]
_SAVE, _THROW_AWAY, _STAY = "save", "throw_away", "stay"


class FormDraft(Draft):
    """The texts of a form over what they were; each keystroke is checked. Nothing of it is a setting."""

    def __init__(self, till: Till) -> None:
        super().__init__(till, ())
        self._shown: Mapping[str, str] = {}
        self._tell: Check = lambda _: ()
        self.missing: tuple[str, ...] = ()

    def begin(self, shown: Mapping[str, str], tell: Check) -> None:
        """Another thing is in the form: its texts by field, and who tells what is wrong with changed ones."""
        self._shown, self._tell = shown, tell
        self.throw_away()

    @property
    def written(self) -> Mapping[str, str]:
        """All fields as they stand in the form."""
        return {**self._shown, **self._typed}

    def text(self, key: str) -> str:
        return self.written.get(key, "")

    def value(self, key: str) -> str:
        return self.text(key)

    def put(self, key: str, typed: str) -> None:
        self._typed[key] = typed
        self._check()

    def _check(self) -> None:
        self._changes = {key: text for key, text in self._typed.items() if text != self._shown.get(key, "")}
        found = {problem.values.get("field", ""): problem for problem in reversed(self._tell(self.written))}
        # What nobody has come to yet is missing, not wrong.
        unseen = [key for key, one in found.items() if one.code == "field_empty" and key not in self._typed]
        self.missing = tuple(reversed(unseen))
        self._problems = {key: problem for key, problem in found.items() if key not in unseen}


class FormPage(Page):
    """A page with a list, and a form in its place while something is open. A subclass gives the rows of both."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = FormDraft(self.session.till)
        self.draft = self.form
        self.opened: str | None = None
        """What is in the form: its key, "" for a new one, None while the list is shown."""

    def store(self) -> str:
        """Store the form; the key of what was stored. Raises Trouble, and then nothing was."""
        raise NotImplementedError

    def begin(self, key: str | None) -> None:
        """Show that one's form, a new one's for "", the list for None. What was typed is gone."""
        raise NotImplementedError

    def field_names(self) -> Mapping[str, str]:
        """What the fields are called."""
        raise NotImplementedError

    def show(self, key: str | None) -> None:
        """As `begin`, after asking when something is not saved."""
        if not self.form.touched:
            self.begin(key)
            return
        self._next = key
        say = self.texts.say
        answers = [Action(_STAY, say("Stay here"), kind="quiet"), Action(_THROW_AWAY, say("Throw away"))]
        if self._may_save():
            answers.append(Action(_SAVE, say("Save"), kind="primary"))
        self.question = Question(say("Save the changes?"), say("They are not saved yet."), tuple(answers))

    def entered(self) -> None:
        """One comes to the list; a form that has something unsaved is still there."""
        if not self.form.touched:
            self.begin(None)

    def up(self) -> bool:
        if self.opened is None:
            return False
        self.show(None)
        return True

    def answer(self, key: str) -> None:
        super().answer(key)
        if key == _THROW_AWAY or (key == _SAVE and self.save()):
            self.begin(self._next)

    def save(self) -> bool:
        try:
            key = self.store()
        except Trouble as trouble:
            self.notice = self._named(trouble)
            return False
        self.begin(key)
        self.notice = Notice(self.texts.say("Saved {time}", time=self.texts.clock(self.session.now())), tone="ok")
        return True

    def hint(self, key: str) -> str:
        """What stands in an empty field that must be filled in."""
        return self.texts.say("Needed") if key in self.form.missing else ""

    def _named(self, trouble: Trouble) -> Notice:
        """The trouble in words, with the field's name before it."""
        notice = self.session.explain(trouble)
        field = self.field_names().get(trouble.problem.values.get("field", ""), "")
        return replace(notice, message=f"{field}: {notice.message}") if field else notice

    def done(self, what: Callable[[], object], sentence: str) -> None:
        """Do that to what is in the form and say so, or say why not; the form shows it as it then is."""
        try:
            what()
        except Trouble as trouble:
            self.notice = self.session.explain(trouble)
            return
        self.begin(self.opened)
        self.notice = Notice(sentence, tone="ok")

    def _may_save(self) -> bool:
        return bool(self.form.changes) and not self.form.problems and not self.form.missing

    def _save_bar(self) -> SaveBar | None:
        if self.opened is None:
            return None
        say, count, form = self.texts.say, self.texts.count, self.form
        if form.problems:
            told = count("{n} field to mend", "{n} fields to mend", len(form.problems))
        elif form.missing:
            told = count("{n} field is missing", "{n} fields are missing", len(form.missing))
        elif form.changes:
            told = count("{n} change is not saved", "{n} changes are not saved", len(form.changes))
        else:
            told = say("Everything is saved")
        throw_away = say("Throw away") if form.touched else ""
        return SaveBar(say("Save"), self._may_save(), told, throw_away)
