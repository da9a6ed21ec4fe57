"""Which version of the program is installed. Knows nothing else; any thread."""

from __future__ import annotations


def version() -> str:
    """The installed version, such as "0.3.0"; "" when the program runs without being installed."""
    from importlib import metadata  # two hundredths of a second that most verbs need not wait for

    try:
        return metadata.version("disken")
    except metadata.PackageNotFoundError:
        return ""
