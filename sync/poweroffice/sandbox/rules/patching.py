"""JSON Patch (RFC 6902) on one row, as far as the API's documents use it.

Pure. A path whose property is not spelt as in the document is passed over in silence: that is how the live API was
seen to treat camelCase paths.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..answers import Refusal, Row, problem
from ..shapes import Kind, Nested, Shape, check

TITLE = "Invalid patch document"


def patched(row: Row, operations: Any, shape: Shape) -> tuple[Row, set[str]]:
    """The row after all operations, and the names of the top-level properties they touched.

    Raises 400 for a malformed document, a value of the wrong type or a `test` that fails; then nothing changed.
    """
    if not isinstance(operations, list):
        raise _bad("The patch document must be an array of operations.")
    changed = dict(row)
    touched: set[str] = set()
    for operation in operations:
        if not isinstance(operation, dict) or not isinstance(operation.get("path"), str):
            raise _bad("Each operation needs an op and a path.")
        apply = _OPERATIONS.get(str(operation.get("op")))
        if apply is None:
            raise _bad(f"The operation '{operation.get('op')}' does not exist.")
        if _kind(operation["path"], shape) is not None:
            apply(changed, operation, shape)
            if operation["op"] != "test":
                touched.add(_steps(operation["path"])[0])
    return changed, touched


def _replace(row: Row, operation: Row, shape: Shape) -> None:
    _write(row, operation["path"], operation.get("value"), shape)


def _remove(row: Row, operation: Row, shape: Shape) -> None:
    _write(row, operation["path"], None, shape)


def _copy(row: Row, operation: Row, shape: Shape) -> None:
    _write(row, operation["path"], _read(row, str(operation.get("from"))), shape)


def _move(row: Row, operation: Row, shape: Shape) -> None:
    _copy(row, operation, shape)
    _write(row, str(operation.get("from")), None, shape)


def _test(row: Row, operation: Row, shape: Shape) -> None:
    if _read(row, operation["path"]) != operation.get("value"):
        raise _bad(f"The current value at path '{operation['path']}' is not equal to the test value.")


_OPERATIONS: dict[str, Callable[[Row, Row, Shape], None]] = {
    "add": _replace,
    "replace": _replace,
    "remove": _remove,
    "copy": _copy,
    "move": _move,
    "test": _test,
}


def _steps(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


def _kind(path: str, shape: Shape) -> Kind | None:
    first, *rest = _steps(path)
    kind = shape.get(first)
    if not rest or kind is None:
        return kind
    return _kind("/".join(rest), kind.shape) if isinstance(kind, Nested) else None


def _read(row: Row, path: str) -> Any:
    value: Any = row
    for step in _steps(path):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _write(row: Row, path: str, value: Any, shape: Shape) -> None:
    kind = _kind(path, shape)
    if kind is None:
        return
    if isinstance(kind, Nested) and value is not None:
        value = check(value, kind.shape, strict=False)
    elif value is not None:
        try:
            value = kind.read(value)
        except ValueError as error:
            raise _bad(f"{path}: {error}") from error
    first, *rest = _steps(path)
    if rest:
        row[first] = {**(row.get(first) or {}), "/".join(rest): value}
    else:
        row[first] = value


def _bad(detail: str) -> Refusal:
    return problem(400, detail, TITLE)
