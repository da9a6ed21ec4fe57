"""Plays the till's sounds through Kivy. A machine without a sound card stays silent and sells all the same.

Kivy's audio is loaded with the first sound that is played: a till whose sounds are off never opens the device. Window
thread.
"""

from __future__ import annotations

from typing import Any

from terminal_app.presenters.sounds import Sound
from terminal_app.resources import asset


class Loudspeaker:
    """Each sound is loaded once and played from its beginning; one that cannot be loaded is passed over."""

    def __init__(self) -> None:
        self._loaded: dict[Sound, Any] = {}

    def play(self, sound: Sound) -> None:
        """Lets it be heard; returns at once."""
        if sound not in self._loaded:
            from kivy.core.audio import SoundLoader

            self._loaded[sound] = SoundLoader.load(str(asset("sounds", f"{sound.value}.wav")))
        loaded = self._loaded[sound]
        if loaded is not None:
            loaded.stop()
            loaded.play()
