"""Words as people search for them: one spelling for what is typed in several ways.

Pure. Case, accents and hyphens make no difference; å is found by aa and a, ø by oe and o, æ by ae.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SPELLINGS = (("å", "a"), ("ø", "o"), ("æ", "ae"), ("đ", "d"), ("ð", "d"), ("þ", "th"), ("ł", "l"))
_ALIKE = (
    ("aa", "å"),
    ("oe", "ø"),
    ("ae", "æ"),
    ("å", "aa"),
    ("ø", "oe"),
    ("æ", "ae"),
    ("é", "e"),
    ("o", "ø"),
    ("e", "é"),
)
_MOST_SPELLINGS = 16
_HYPHEN = re.compile("[-\u00ad\u2010-\u2014]")


def folded(text: str) -> str:
    """The text in the one spelling; hyphens become blanks."""
    return _plain(_HYPHEN.sub(" ", text))


def searchable(texts: Iterable[str]) -> list[str]:
    """What is looked through for each text: folded, and where words are hyphenated also with them in one piece.

    All at once, because 20 000 names one by one take the better part of a start.
    """
    lines = [text.replace("\n", " ") for text in texts]
    keys = _spelled("\n".join(lines)).split("\n") if lines else []
    for place, line in enumerate(lines):
        if _HYPHEN.search(line):
            keys[place] = f"{folded(line)} {_plain(_HYPHEN.sub('', line))}"
        elif not keys[place].isascii():
            keys[place] = _plain(line)
    return keys


def _plain(text: str) -> str:
    spelled = _spelled(text)
    if spelled.isascii():
        return spelled
    bare = "".join(one for one in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(one))
    return _shortened(bare)


def _spelled(text: str) -> str:
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
        for letter, spelling in _SPELLINGS:
            plain = plain.replace(letter, spelling)
    return _shortened(plain)


def _shortened(text: str) -> str:
    return text.replace("aa", "a").replace("oe", "o")


def spellings(word: str) -> tuple[str, ...]:
    """The word, and how else it may be written: for an index that keeps words as they are written."""
    found = {word: None}
    for typed, other in _ALIKE:
        found |= {known.replace(typed, other): None for known in tuple(found) if typed in known}
    return tuple(found)[:_MOST_SPELLINGS]
