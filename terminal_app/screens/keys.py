"""How the screens name what is touched: parts joined by dots, such as "sale.tile.1001" or "menu.language.nb".

Window thread.
"""

from __future__ import annotations

from dataclasses import replace

from terminal_app.screens.widgets import Segmented, TouchTarget


def dotted(targets: list[TouchTarget]) -> list[TouchTarget]:
    """The targets with their keys' parts joined by dots."""
    return [replace(target, key=target.key.replace(":", ".").replace("/", ".")) for target in targets]


class Choice(Segmented):
    """One of a few things side by side; keys are `<key>.<name>`."""

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())
