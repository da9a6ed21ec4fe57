"""What a till lets hear, as a choice of the presenters; how it sounds is `screens.loudspeaker`'s to know."""

from __future__ import annotations

from enum import Enum


class Sound(Enum):
    """A sound by what it says; the value names its file in assets/sounds."""

    FINISHED = "finished"
    ATTENTION = "attention"
    SCANNED = "scanned"
    UNKNOWN = "unknown"
    """A code that nothing in the shop has."""


def silence(sound: Sound) -> None:
    """What plays while there is no window."""
