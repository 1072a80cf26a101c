"""The table of a run: each figure beside itself at other sizes, with its growth as an exponent."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from benchmarks.million.kept_figures import KeptFigures, Measured
from benchmarks.million.stages import LOAD


def report(kept: KeptFigures, sizes: Sequence[int]) -> str:
    """Return everything that is known of the archive at ``sizes``, in Markdown.

    Behind each size but the first stands the exponent ``e`` of the growth since the size before:
    a figure that grows as the articles do has 1, one that stays has 0.
    """
    measured = {(each.step, each.articles): each for each in kept.measured}
    lines = [_commits(kept.measured), "", _head(sizes)]
    for step in dict.fromkeys(each.step for each in kept.measured):
        at = [measured.get((step, size)) for size in sizes]
        names = dict.fromkeys(name for each in at if each for name in each.figures)
        lines += [_row(f"{step}: {name}", name, at, sizes) for name in names]
    return "\n".join([*lines, "", *_loads(kept.measured)])


def _commits(measured: Sequence[Measured]) -> str:
    if not measured:
        return "Nothing is measured yet."
    commits = ", ".join(dict.fromkeys(each.commit for each in measured))
    loads = [each.load for each in measured]
    return (
        f"Commit {commits}; {measured[0].when} to {measured[-1].when}; load of the machine behind "
        f"the steps {min(loads):.1f} to {max(loads):.1f}."
    )


def _head(sizes: Sequence[int]) -> str:
    cells = [f"{sizes[0]:,}", *(cell for size in sizes[1:] for cell in (f"{size:,}", "e"))]
    return f"| figure | {' | '.join(cells)} |\n|{'---|' * (len(cells) + 1)}"


def _row(told: str, name: str, at: Sequence[Measured | None], sizes: Sequence[int]) -> str:
    values = [each.figures.get(name) if each else None for each in at]
    cells = []
    for place, value in enumerate(values):
        broken = at[place] is not None and getattr(at[place], "resumed", False)
        cells.append("–" if value is None else f"{_short(value)}{' (resumed)' if broken else ''}")
        if place:
            cells.append(_exponent(values[place - 1], value, sizes[place - 1], sizes[place]))
    return f"| {told} | {' | '.join(cells)} |"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _exponent(before: float | None, after: float | None, fewer: int, more: int) -> str:
    """Return the ratio of the figures' logarithms to that of the articles'."""
    if not before or not after or min(before, after) <= 0:
        return "–"
    return f"{math.log(after / before) / math.log(more / fewer):.2f}"


def _loads(measured: Sequence[Measured]) -> Iterator[str]:
    """Yield the speed of each load, those left out that were broken off."""
    rows = [each for each in measured if each.step == LOAD and not each.resumed]
    if not rows:
        return
    parts = [name for name in rows[0].figures if name.startswith("seconds for")]
    yield "| articles after the load | a second | " + " | ".join(parts) + " |"
    yield "|" + "---|" * (len(parts) + 2)
    for each in rows:
        cells = [f"{each.figures[part]:.1f}" for part in parts]
        yield f"| {each.articles:,} | {each.figures['articles a second']:.0f} | " + (
            " | ".join(cells) + " |"
        )
