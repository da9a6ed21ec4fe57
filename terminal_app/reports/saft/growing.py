"""A document that is parsed piece by piece, and never whole in memory. Any thread."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .sums import Q

_REGISTER = f"{Q}company/{Q}location/{Q}cashregister"


class Growing:
    """A document that is parsed piece by piece: the tree grows in C, and what is whole is taken off it as it comes.

    Asking for an event at the start and the end of each of fifteen million elements takes longer than all the rest.
    """

    def __init__(self) -> None:
        self._builder = ElementTree.TreeBuilder()
        self._parser = ElementTree.XMLParser(target=self._builder)
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[tuple[Element, Element]]:
        """(parent, element) of each one that is looked at and whole with that piece, in the document's order."""
        self._parser.feed(piece)
        # The builder gives its root at any time; the document itself is closed by the parser alone.
        return self._whole(self._builder.close(), ended=False)

    def is_at_register(self) -> bool:
        """Whether the masters were given, and of the one register all but its description: its rows come next."""
        root = self._builder.close()
        registers = root.findall(_REGISTER) if self._begun and root is not None else []
        return len(registers) == 1 and [child.tag for child in registers[0]] == [f"{Q}regDesc"]

    def close(self) -> Iterator[tuple[Element, Element]]:
        """The rest; raises ParseError for a document that is cut off."""
        return self._whole(self._parser.close(), ended=True)

    def _whole(self, root: Element | None, *, ended: bool) -> Iterator[tuple[Element, Element]]:
        """All before the location at once when that begins; of the register all but its last child, which may grow."""
        registers = [] if root is None else root.findall(_REGISTER)
        if root is None or not (registers or ended):
            return
        if not self._begun:
            self._begun = True
            for part in root.iterfind(f"{Q}company/*"):
                yield from ((part, child) for child in part)
                yield root, part
        for register in registers:
            whole = len(register) if ended or register is not registers[-1] else len(register) - 1
            yield from ((register, child) for child in register[:whole])
            del register[:whole]
