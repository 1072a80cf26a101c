"""A small graph of names that stand in the same articles, laid out for a drawing without scripts.

The entity stands in the middle, those named with it around it. A line is as thick as the articles
that two share are many.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MOST_NAMES: Final = 8
"""Names around the entity: of more, the labels would touch."""
WIDTH: Final = 384
"""Room on both sides for half of the longest label."""
HEIGHT: Final = 300
_CENTRE: Final = (WIDTH / 2, 138.0)
_RADII: Final = (128.0, 104.0)
_THICKEST: Final = 7.0
_LABEL_BELOW: Final = 21.0
_LONGEST_LABEL: Final = 20
"""Letters of a label; the list beside the drawing has the whole name."""
_MOST_BETWEEN: Final = 8
"""Lines between two names around the entity: all of them would hide which are strong."""
_WORTH_A_LINE: Final = 0.4
"""Part of the rarer one's articles that two names must share for a line between them."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A name that stands in ``count`` articles of the entity."""

    label: str
    kind: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two places, in the units of the drawing; ``between`` passes the entity by.

    Numbers of a drawing are texts: a template would write them in the reader's language.
    """

    x1: str
    y1: str
    x2: str
    y2: str
    width: str
    between: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A name at its place, in the units of the drawing."""

    x: str
    y: str
    label_y: str
    label: str
    kind: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class NameGraph:
    """The drawing: lines first, dots above them; ``centre`` is the entity itself."""

    width: int
    height: int
    centre: Dot
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]


def name_graph(
    centre: Neighbour, around: Sequence[Neighbour], shared: Sequence[Sequence[int]] | None
) -> NameGraph | None:
    """Return the drawing of ``centre`` with the names ``around`` it; ``None`` for fewer than two.

    ``shared`` holds how many articles each two of ``around`` share, where that is known.
    """
    shown = around[:MOST_NAMES]
    if len(shown) < 2:
        return None
    dots = tuple(_dot(each, *_on_the_ring(place, len(shown))) for place, each in enumerate(shown))
    middle = _dot(centre, *_CENTRE)
    most = max(each.count for each in shown)
    strong = sorted(_strong(shown, shared or ()), reverse=True)[:_MOST_BETWEEN]
    lines = [
        *(
            _line(dots[one], dots[other], count / most, between=True)
            for count, one, other in strong
        ),
        *(_line(middle, dot, each.count / most) for dot, each in zip(dots, shown, strict=True)),
    ]
    return NameGraph(WIDTH, HEIGHT, middle, tuple(lines), dots)


def _strong(
    shown: Sequence[Neighbour], shared: Sequence[Sequence[int]]
) -> Iterator[tuple[int, int, int]]:
    """Yield (articles, place, place) of the pairs that share a good part of the rarer one's."""
    for one, counts in enumerate(shared[: len(shown)]):
        for other in range(one):
            if counts[other] >= _WORTH_A_LINE * min(shown[one].count, shown[other].count):
                yield counts[other], one, other


def _on_the_ring(place: int, number: int) -> tuple[float, float]:
    angle = 2 * math.pi * place / number - math.pi / 2
    return (
        _CENTRE[0] + _RADII[0] * math.cos(angle),
        _CENTRE[1] + _RADII[1] * math.sin(angle),
    )


def _dot(each: Neighbour, x: float, y: float) -> Dot:
    label = each.label
    if len(label) > _LONGEST_LABEL:
        label = f"{label[:_LONGEST_LABEL].rsplit(' ', 1)[0]}…"
    left, top, below = (f"{place:.1f}" for place in (x, y, y + _LABEL_BELOW))
    return Dot(left, top, below, label, each.kind, each.count, each.url)


def _line(one: Dot, other: Dot, part: float, *, between: bool = False) -> Line:
    width = f"{max(1.0, _THICKEST * part):.1f}"
    return Line(one.x, one.y, other.x, other.y, width, between)
