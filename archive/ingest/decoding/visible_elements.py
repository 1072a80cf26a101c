"""The elements of a page that are shown, in the order in which they begin and end."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from archive.ingest.decoding.silent_elements import Silence, silence_of


def visible(
    root: Any, opened: Collection[Any], silent: list[Any] | None
) -> Iterator[tuple[str, Any]]:
    """Yield start and end of the elements that are shown, without recursion.

    The text after a silent element belongs to what is around it: it is kept by an end
    event of an empty element's kind, namely a ``span``'s.
    """
    work: list[tuple[str, Any]] = [("start", root)]
    while work:
        event, element = work.pop()
        if event == "end":
            yield event, element
            continue
        if not isinstance(element.tag, str) or _is_left_out(element, opened, silent):
            if element.tail:
                yield "end", _Tail(element.tail)
            continue
        yield event, element
        work.append(("end", element))
        work.extend(("start", child) for child in reversed(element))


def _is_left_out(element: Any, opened: Collection[Any], silent: list[Any] | None) -> bool:
    why = None if element in opened else silence_of(element)
    if why is not None and why is not Silence.NEVER_TEXT and silent is not None:
        silent.append(element)
    return why is not None


@dataclass(frozen=True, slots=True)
class _Tail:
    tail: str
    tag: str = "span"

    def get(self, _name: str) -> None:
        """Return no attribute: it has none."""
