"""Makes assets/sounds: short tones, from nothing but sines. Run `python assets/make/sounds.py` after a change."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path

RATE = 22_050
LOUDEST = 9_000
FADE_S = 0.012
SOUNDS = Path(__file__).resolve().parents[1] / "sounds"
FINISHED = ((659.3, 0.09), (987.8, 0.16))
SCANNED = ((1568.0, 0.11),)
UNKNOWN = ((415.3, 0.1), (0.0, 0.04), (415.3, 0.1), (0.0, 0.04), (311.1, 0.2))
ATTENTION = ((311.1, 0.14), (0.0, 0.05), (233.1, 0.22))

SOUND_TONES = {"finished": FINISHED, "attention": ATTENTION, "scanned": SCANNED, "unknown": UNKNOWN}


def main() -> None:
    """Writes a file for each sound."""
    SOUNDS.mkdir(exist_ok=True)
    for name, tones in SOUND_TONES.items():
        with wave.open(str(SOUNDS / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(b"".join(struct.pack("<h", round(level)) for level in _levels(tones)))


def _levels(tones: Sequence[tuple[float, float]]) -> Iterator[float]:
    """The samples of tones of (hertz, seconds), each faded in and out so that it does not click."""
    for hertz, seconds in tones:
        count = int(RATE * seconds)
        for n in range(count):
            fade = min(1.0, n / (RATE * FADE_S), (count - n) / (RATE * FADE_S))
            yield LOUDEST * fade * math.sin(2 * math.pi * hertz * n / RATE) if hertz else 0.0


if __name__ == "__main__":
    main()
