"""The loudspeaker: the files are there and sound, and a machine without a sound card goes on in silence."""

from __future__ import annotations

import wave

import pytest

from terminal_app.presenters.sounds import Sound
from terminal_app.resources import asset
from terminal_app.screens.loudspeaker import Loudspeaker
from tests.kivy_window import TillWindow


@pytest.mark.parametrize("sound", Sound)
def test_every_sound_has_a_short_file_that_is_not_silent(sound: Sound) -> None:
    with wave.open(str(asset("sounds", f"{sound.value}.wav"))) as file:
        assert 0.1 < file.getnframes() / file.getframerate() < 0.6
        assert max(file.readframes(file.getnframes())) > 0


def test_a_sound_that_cannot_be_loaded_is_passed_over(till: TillWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from kivy.core.audio import SoundLoader

    asked: list[str] = []

    def nothing(path: str) -> None:
        asked.append(path)

    monkeypatch.setattr(SoundLoader, "load", nothing)
    loudspeaker = Loudspeaker()
    loudspeaker.play(Sound.FINISHED)
    loudspeaker.play(Sound.FINISHED)
    assert asked == [str(asset("sounds", "finished.wav"))]
