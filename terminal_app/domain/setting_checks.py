"""The checks that a setting's new value must pass: each gives the value as it is stored, or raises BadInput.

A check gets the setting's key, which it names in its error, and the text that somebody entered. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from enum import Enum
from functools import lru_cache
from pathlib import PurePath
from zoneinfo import ZoneInfo

from . import text
from .channel import Channel
from .money import ZERO, Money
from .problems import BadInput

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""A date outside of them is a slip of the finger."""


def line(key: str, value: str) -> str:
    return text.name(value, key)


def folder_or_empty(key: str, value: str) -> str:
    """A folder by its whole path, so that it means the same wherever the till was started from."""
    path = line(key, value)
    if path and not PurePath(path).is_absolute():
        raise BadInput("setting_not_folder", field=key, text=path[:80])
    return path


def pasted_key(key: str, value: str) -> str:
    """A key as it was pasted, outer blanks and line ends gone; one with blanks inside is two keys, or half of one."""
    stripped = value.strip()
    if any(character.isspace() for character in stripped):
        raise BadInput("key_with_blanks", field=key)
    return line(key, stripped)


def name(key: str, value: str) -> str:
    cleaned = line(key, value)
    if not cleaned:
        raise BadInput("setting_empty", field=key)
    return cleaned


def switch(key: str, value: str) -> str:
    answer = {"true": "true", "on": "true", "1": "true", "false": "false", "off": "false", "0": "false"}
    if value.strip().lower() not in answer:
        raise BadInput("setting_not_switch", field=key, text=value[:40])
    return answer[value.strip().lower()]


def corner_or_empty(key: str, value: str) -> str:
    """Where a window's upper left corner stands on the desktop: "1920,0"; empty for wherever."""
    stripped = value.replace(" ", "")
    if stripped and not re.fullmatch(r"-?\d{1,5},-?\d{1,5}", stripped, re.ASCII):
        raise BadInput("setting_not_corner", field=key, text=value[:40])
    return stripped


def choice(kind: type[Enum]) -> Callable[[str, str], str]:
    values = [str(member.value) for member in kind]
    return one_of(*values)


def one_of(*values: str) -> Callable[[str, str], str]:
    def check(key: str, value: str) -> str:
        if value not in values:
            raise BadInput("setting_not_choice", field=key, text=value[:40], choices=", ".join(values))
        return value

    return check


def day_or_empty(key: str, value: str) -> str:
    if not value:
        return ""
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise BadInput("setting_not_date", field=key, text=value[:40]) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput("setting_date_far", field=key, day=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)
    return day.isoformat()


def money_or_empty(key: str, value: str) -> str:
    if not value:
        return ""
    amount = Money.parse(value, field=key)
    if amount < ZERO:
        raise BadInput("setting_negative", field=key)
    return str(amount)


def account_or_empty(key: str, value: str) -> str:
    """The number of a general ledger account: four to eight digits, or nothing."""
    number = value.strip()
    if number and not (number.isascii() and number.isdecimal() and 4 <= len(number) <= 8 and number[0] != "0"):
        raise BadInput("account_not_understood", field=key, text=value[:40])
    return number


def url_or_empty(key: str, value: str) -> str:
    """Plain http is only for this machine; anywhere else a key would travel in clear."""
    if not value:
        return ""
    match = re.fullmatch(r"(https?)://([A-Za-z0-9.-]+|\[::1\])(:\d{1,5})?(/[\w./~-]*)?", value)
    if match is None or int((match.group(3) or ":443")[1:]) > 65_535:
        raise BadInput("setting_not_url", field=key, text=value[:80])
    if match.group(1) == "http" and match.group(2) not in ("127.0.0.1", "localhost", "[::1]"):
        raise BadInput("setting_url_not_safe", field=key)
    return value.rstrip("/")


def organization_number(key: str, value: str) -> str:
    digits = value.replace(" ", "").removesuffix("MVA")
    if not digits:
        return ""
    if not is_organization_number(digits):
        raise BadInput("organization_number_wrong", field=key, text=value[:20])
    return digits


@lru_cache(maxsize=64)  # each sale asks it of the shop's own
def is_organization_number(digits: str) -> bool:
    """Whether nine digits end in the right check digit (modulus 11, weights 3 2 7 6 5 4 3 2; Brønnøysund)."""
    if re.fullmatch(r"\d{9}", digits) is None or not digits.isascii():
        return False
    weighted = sum(int(d) * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=False))
    return (11 - weighted % 11) % 11 == int(digits[8])


def times_of_day(key: str, value: str) -> str:
    moments = sorted({time_of_day(key, part.strip()) for part in value.split(",") if part.strip()})
    if not moments:
        raise BadInput("setting_empty", field=key)
    return ",".join(f"{moment:%H:%M}" for moment in moments)


def time_of_day(key: str, written: str) -> time:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", written)
    if match is None or int(match.group(1)) > 23 or int(match.group(2)) > 59:
        raise BadInput("setting_not_time", field=key, text=written[:40])
    return time(int(match.group(1)), int(match.group(2)))


def weekdays(key: str, value: str) -> str:
    given = {part.strip().lower() for part in value.split(",") if part.strip()}
    unknown = sorted(given - set(DAYS))
    if unknown:
        raise BadInput("setting_not_day", field=key, text=unknown[0][:40], choices=", ".join(DAYS))
    if not given:
        raise BadInput("setting_empty", field=key)
    return ",".join(day for day in DAYS if day in given)


def moment_or_empty(key: str, value: str) -> str:
    return f"{time_of_day(key, value.strip()):%H:%M}" if value.strip() else ""


LATEST_END = time(12, 0)


def end_of_day(key: str, value: str) -> str:
    """When a night's sales stop belonging to the day before: from midnight to noon."""
    ends = time_of_day(key, value.strip())
    if ends > LATEST_END:
        raise BadInput("setting_day_ends_late", field=key, text=value[:40], latest=f"{LATEST_END:%H:%M}")
    return f"{ends:%H:%M}"


def register_id(key: str, value: str) -> str:
    """The register's own id, as SAF-T and receipts print it: letters, digits and hyphens, at most 35."""
    stripped = value.strip()
    if not re.fullmatch(r"[A-Za-z0-9-]{1,35}", stripped):
        raise BadInput("setting_not_register_id", field=key, text=value[:40])
    return stripped


def order_of_channels(key: str, value: str) -> str:
    """Every channel once, the ones that were not named last and in their usual order."""
    usual = [channel.value for channel in Channel]
    given = [part.strip() for part in value.split(",") if part.strip()]
    for name in given:
        if name not in usual:
            raise BadInput("channel_unknown", field=key, text=name[:40], choices=", ".join(usual))
        if given.count(name) > 1:
            raise BadInput("setting_twice", field=key, text=name)
    return ",".join([*given, *(name for name in usual if name not in given)])


def dots_or_empty(key: str, value: str) -> str:
    """Dots per inch of the panel, one decimal at most; empty is what the kind of till usually has."""
    if not value:
        return ""
    if re.fullmatch(r"\d{2,3}(\.\d)?", value) is None or not value.isascii() or not 50 <= float(value) <= 600:
        raise BadInput("setting_not_dots", field=key, text=value[:40])
    return value


def note(key: str, value: str) -> str:
    return text.note(value, key)


def seconds(key: str, value: str) -> str:
    if re.fullmatch(r"\d{1,6}", value) is None or not value.isascii():
        raise BadInput("setting_not_seconds", field=key, text=value[:40])
    return str(int(value))


def timezone(key: str, value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError) as error:
        raise BadInput("setting_not_timezone", field=key, text=value[:40]) from error
