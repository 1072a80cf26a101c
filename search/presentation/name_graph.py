"""A small graph of names that stand in the same articles, laid out for a drawing without scripts.

The entity stands in the middle, those named with it around it. A line is as thick as the articles
that two share are many.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST_NAMES: Final = 8
"""Names around the entity: of more, the labels would touch."""
WIDTH: Final = 360
HEIGHT: Final = 300
_CENTRE: Final = (WIDTH / 2, 138.0)
_RADII: Final = (128.0, 104.0)
_THICKEST: Final = 7.0
_LONGEST_LABEL: Final = 20
"""Letters of a label; the list beside the drawing has the whole name."""
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
    """A line between two places, in the units of the drawing."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A name at its place, in the units of the drawing."""

    x: float
    y: float
    label_y: float
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
    lines = [_line(middle, dot, each.count / most) for dot, each in zip(dots, shown, strict=True)]
    for one in range(len(shown)) if shared else ():
        for other in range(one):
            count = shared[one][other] if shared else 0
            if count >= _WORTH_A_LINE * min(shown[one].count, shown[other].count):
                lines.insert(0, _line(dots[one], dots[other], count / most))
    return NameGraph(WIDTH, HEIGHT, middle, tuple(lines), dots)


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
    return Dot(round(x, 1), round(y, 1), round(y + 20, 1), label, each.kind, each.count, each.url)


def _line(one: Dot, other: Dot, part: float) -> Line:
    return Line(one.x, one.y, other.x, other.y, round(max(1.0, _THICKEST * part), 1))
