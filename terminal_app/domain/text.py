"""What a person may write: notes and references on a sale, names of things; checked before anything is stored.

Free text is kept as typed, apart from line ends and outer blanks; what cannot be shown, sent or printed is
refused by name. Pure.
"""

from __future__ import annotations

import unicodedata

from .problems import BadInput

LONGEST_NOTE = 1000
LONGEST_REFERENCE = 100
LONGEST_NAME = 200
_BLANKS = " \t\n\u00a0"
_TURNS_TEXT = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def note(text: str, field: str = "note") -> str:
    """The text with outer blanks gone and line ends as newline; raises BadInput when too long or unprintable."""
    return _checked(text.replace("\r\n", "\n").replace("\r", "\n"), field, LONGEST_NOTE, allowed="\n")


def reference(text: str, field: str = "reference") -> str:
    """One line of text with outer blanks gone; raises BadInput when too long or unprintable."""
    return _checked(text, field, LONGEST_REFERENCE, allowed="")


def name(text: str, field: str) -> str:
    """A line for a name, a code or a key, with outer blanks gone; raises BadInput when too long or unprintable."""
    return _checked(text, field, LONGEST_NAME, allowed="")


def _checked(text: str, field: str, longest: int, allowed: str) -> str:
    stripped = text.strip(_BLANKS)
    if len(stripped) > longest:
        raise BadInput("text_too_long", field=field, length=len(stripped), longest=longest)
    if stripped.isprintable():  # nearly every text; a list of 20 000 products has over a million letters
        return stripped
    for character in stripped:
        if character not in allowed and is_unprintable(character):
            raise BadInput("text_not_printable", field=field, character=f"U+{ord(character):04X}")
    return stripped


def is_unprintable(character: str) -> bool:
    """Controls, surrogates, noncharacters and the marks that turn reading direction; joiners inside emoji are fine."""
    if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _TURNS_TEXT:
        return True
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
