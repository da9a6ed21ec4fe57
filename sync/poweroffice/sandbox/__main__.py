"""`python -m sync.poweroffice.sandbox`: the sandbox without the till."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .command import serve
from .statefile import StateFileError


def main() -> int:
    """0 when told to stop, 4 when the port or the state file is taken."""
    parser = argparse.ArgumentParser(prog="sandbox", description="A local PowerOffice Go on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=1, help="decides keys and ids")
    parser.add_argument("--enforce-rate-limit", action="store_true", help="10 requests a second, then 429")
    parser.add_argument("--state-file", type=Path, help="keep what happens in this file")
    asked = parser.parse_args()
    try:
        serve(asked.port, asked.seed, asked.enforce_rate_limit, asked.state_file)
    except (OSError, StateFileError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 4
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
