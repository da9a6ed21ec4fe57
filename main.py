"""The composition root: reads the command line first, then either runs a verb without Kivy or opens the window.

`disken` (console script) and `python main.py` are the same program.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """The exit code; see docs and `--help` for the verbs."""
    from terminal_app.cli import verbs

    answer = verbs.main(arguments)
    if isinstance(answer, int):
        return answer
    from terminal_app.cli import window

    return window.open_window(answer)


def console() -> None:
    """The console script `disken`."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    console()
