"""What a scanned code says: symbology prefixes and separators taken off, and the one form that equal codes share.

Pure. A GTIN has 8, 12, 13 or 14 digits, and leading zeros change nothing about it (GS1 General Specifications, 1.3.7):
a UPC-A of 12 digits and the EAN-13 with a zero before it are the same code.
"""

from __future__ import annotations

import re

GROUP_SEPARATOR = "\x1d"
"""What a scanner sends for FNC1 between the parts of a GS1 code."""
_AIM = re.compile(r"\]([A-Za-z])([0-9A-Za-z])")
_GS1_SYMBOLOGIES = frozenset({"C1", "e0", "d2", "Q3", "J1"})
"""AIM identifiers of codes that hold GS1 element strings (ISO/IEC 15424)."""
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_LONGEST = 60


def read(scanned: str) -> str:
    """The code as a shop knows it, from what a scanner sent: without AIM prefix, separators and blanks.

    Of a GS1 code that begins with a GTIN (application identifier 01) only the GTIN. Empty when nothing is left.
    """
    prefix = _AIM.match(scanned)
    body = scanned[prefix.end() :] if prefix is not None else scanned
    is_gs1 = GROUP_SEPARATOR in body or (prefix is not None and prefix[1] + prefix[2] in _GS1_SYMBOLOGIES)
    body = body.lstrip(GROUP_SEPARATOR)
    if is_gs1 and body.startswith("01") and _is_digits(body[2:16]) and len(body) >= 16:
        return body[2:16]
    plain = "".join(character for character in body if character.isprintable()).strip()
    return plain[:_LONGEST]


def canonical(code: str) -> str:
    """The form in which equal codes are equal: a GTIN with 14 digits, any other code as it is."""
    return code.zfill(14) if len(code) in _GTIN_LENGTHS and _is_digits(code) else code


def forms(code: str) -> tuple[str, str, str, str]:
    """Every way that an equal code may be written: a GTIN with 14, 13, 12 and 8 digits, as far as zeros allow.

    Where there are fewer, the code itself again.
    """
    whole = canonical(code)
    thirteen, twelve, eight = (one if canonical(one) == whole else code for one in (whole[1:], whole[2:], whole[6:]))
    return whole, thirteen, twelve, eight


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
