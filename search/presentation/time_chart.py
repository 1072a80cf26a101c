"""Lines over time as a drawing (SVG): on a page, as a file, and as the source of a picture.

Lengths along time are per cent of the width, so that the drawing fits a phone as it fits a desk
and its letters stay as large as those beside it. The first period stands where reading begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PLOT_HEIGHT: Final = 220
"""Height of what is between the lowest and the highest line, in pixels."""
_TOP: Final = 18
_AXIS: Final = 26
_LEGEND_ROW: Final = 24
FILE_WIDTH: Final = 960
"""Width of the drawing as a file, in pixels."""
_LABELS: Final = 6
"""Periods named under the axis: so many have room on a phone."""
_STEPS: Final = 4
"""Lines across the drawing, the lowest left out."""
_MOST_DOTS: Final = 62
"""Periods up to which each has a dot of its own on each line."""
_WIDE: Final = 1000
"""Units of the drawing's own measure along time."""

COLOURS: Final = ("#0c5a54", "#8f2619", "#1f5c9c", "#8f5a00", "#7b3f8c")
"""One for each line, each in contrast to the paper (4.5 to 1, WCAG 2.2)."""
_DASHES: Final = ("", "9 4", "2 4", "12 4 2 4", "5 3")
"""What tells the lines apart without colour."""


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line: what it is called, its value in each period (``None`` for a hole), and links."""

    label: str
    values: Sequence[float | None]
    urls: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TimeChart:
    """Lines over the same periods; ``labels`` names each, ``ticks`` names it shortly.

    ``mirrored`` lets time run from right to left. ``caption`` says what is counted.
    """

    labels: Sequence[str]
    ticks: Sequence[str]
    lines: Sequence[ChartLine]
    caption: str
    mirrored: bool = False

    @property
    def highest(self) -> float:
        """The value at the top of the drawing: a round number that no line is above."""
        most = max((v for line in self.lines for v in line.values if v is not None), default=0.0)
        return _round_above(most)

    def on_page(self) -> SafeString:
        """Return the drawing as a part of a page, as wide as there is room."""
        return self._svg("100%", _TOP + PLOT_HEIGHT + _AXIS, SafeString(""))

    def as_file(self) -> str:
        """Return the drawing as a file of its own, with its legend and caption."""
        return str(self._svg(str(FILE_WIDTH), self._file_height, self._legend()))

    @property
    def _file_height(self) -> int:
        return _TOP + PLOT_HEIGHT + _AXIS + _LEGEND_ROW * (len(self.lines) + 2)

    def _svg(self, width: str, height: int, more: SafeString) -> SafeString:
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" class="time-chart" width="{}" height="{}" '
            'role="img" aria-label="{}" font-family="sans-serif" font-size="12">'
            '<rect class="paper" width="100%" height="100%" fill="#fffefa"/>{}'
            '<svg class="plot" y="{}" width="100%" height="{}" overflow="visible">{}{}{}</svg>'
            "{}{}</svg>",
            width,
            height,
            self.caption,
            self._steps(),
            _TOP,
            PLOT_HEIGHT,
            self._holes(),
            self._paths(),
            self._dots(),
            self._axis(),
            more,
        )

    def _place(self, period: float) -> float:
        """Return where a period's middle stands along time, from 0 to 1."""
        place = (period + 0.5) / max(len(self.labels), 1)
        return 1 - place if self.mirrored else place

    def _height(self, value: float) -> float:
        """Return how far from the top a value stands, from 0 to 1."""
        return 1 - value / self.highest

    def _steps(self) -> SafeString:
        """Return the lines across, each with its number where reading begins."""
        start, end = ("99.5%", "end") if self.mirrored else ("0.5%", "start")
        rows = []
        for step in range(_STEPS + 1):
            value = self.highest * step / _STEPS
            y = _TOP + PLOT_HEIGHT * (1 - step / _STEPS)
            rows.append(
                (
                    f"{y:.0f}",
                    f"{y - 4:.0f}",
                    start,
                    end,
                    f"{value:,.4g}" if value < 100 else f"{value:,.0f}",
                )
            )
        return format_html_join(
            "",
            '<line class="step" x1="0" x2="100%" y1="{0}" y2="{0}" stroke="#ddd5c5"/>'
            '<text class="scale" x="{2}" y="{1}" text-anchor="{3}" direction="ltr" fill="#5a5349">{4}</text>',
            rows,
        )

    def _holes(self) -> SafeString:
        """Return a band for each stretch of which no line knows anything."""
        width = 100 / max(len(self.labels), 1)
        bands = []
        for start, length in _stretches([self._is_hole(n) for n in range(len(self.labels))]):
            place = 100 * self._place(start + (length - 1 if self.mirrored else 0)) - width / 2
            bands.append((f"{place:.3f}%", f"{width * length:.3f}%"))
        return format_html_join(
            "",
            '<rect class="hole" x="{}" width="{}" height="100%" fill="#ddd5c5" opacity="0.6"/>',
            bands,
        )

    def _is_hole(self, number: int) -> bool:
        return all(line.values[number] is None for line in self.lines)

    def _paths(self) -> SafeString:
        """Return each line, with a gap where nothing is known."""
        drawn = []
        for number, line in enumerate(self.lines):
            steps = []
            for start, length in _stretches([value is not None for value in line.values]):
                points = [
                    f"{_WIDE * self._place(n):.1f} {100 * self._height(line.values[n] or 0.0):.2f}"
                    for n in range(start, start + length)
                ]
                # A point alone would not be seen: it gets a line of no length with a round end.
                steps.append("M" + "L".join(points if length > 1 else points * 2))
            drawn.append(
                (
                    "".join(steps),
                    number % len(COLOURS),
                    COLOURS[number % len(COLOURS)],
                    _DASHES[number % len(_DASHES)],
                )
            )
        return format_html(
            '<svg width="100%" height="100%" viewBox="0 0 {} 100" preserveAspectRatio="none" overflow="visible">{}</svg>',
            _WIDE,
            format_html_join(
                "",
                '<path class="line line-{1}" d="{0}" fill="none" stroke="{2}" stroke-width="2" '
                'stroke-dasharray="{3}" stroke-linecap="round" stroke-linejoin="round" vector-effect="non-scaling-stroke"/>',
                drawn,
            ),
        )

    def _dots(self) -> SafeString:
        """Return a dot for each value of a short stretch, which leads to its articles."""
        if len(self.labels) > _MOST_DOTS:
            return SafeString("")
        dots = (
            (self._dot(number, line, place),)
            for number, line in enumerate(self.lines)
            for place, value in enumerate(line.values)
            if value is not None
        )
        return format_html_join("", "{}", dots)

    def _dot(self, number: int, line: ChartLine, place: int) -> SafeString:
        value = line.values[place] or 0.0
        dot = format_html(
            '<circle class="dot-{}" cx="{}%" cy="{}%" r="3.5" fill="{}"><title>{}: {}: {}</title></circle>',
            number % len(COLOURS),
            f"{100 * self._place(place):.3f}",
            f"{100 * self._height(value):.2f}",
            COLOURS[number % len(COLOURS)],
            line.label,
            self.labels[place],
            _number(value),
        )
        if not line.urls or not line.urls[place]:
            return dot
        return format_html('<a href="{}" tabindex="-1">{}</a>', line.urls[place], dot)

    def _axis(self) -> SafeString:
        """Return the names of some periods under the lines."""
        count = len(self.labels)
        every = max(-(-count // _LABELS), 1)
        rows = []
        for number in range(0, count, every):
            place = self._place(number)
            anchor = "start" if place < 0.08 else "end" if place > 0.92 else "middle"
            rows.append((f"{100 * place:.2f}%", anchor, self.ticks[number]))
        return format_html_join(
            "",
            f'<text class="scale" x="{{}}" y="{_TOP + PLOT_HEIGHT + 18}" text-anchor="{{}}" direction="ltr" fill="#5a5349">{{}}</text>',
            rows,
        )

    def _legend(self) -> SafeString:
        """Return the names of the lines beside a piece of each, and what is counted."""
        y = _TOP + PLOT_HEIGHT + _AXIS + _LEGEND_ROW
        rows = format_html_join(
            "",
            '<line x1="16" x2="64" y1="{0}" y2="{0}" stroke="{2}" stroke-width="2" stroke-dasharray="{3}"/>'
            '<text x="76" y="{1}" direction="ltr" fill="#1e1b17">{4}</text>',
            (
                (
                    y + _LEGEND_ROW * n,
                    y + 4 + _LEGEND_ROW * n,
                    COLOURS[n % len(COLOURS)],
                    _DASHES[n % len(_DASHES)],
                    line.label,
                )
                for n, line in enumerate(self.lines)
            ),
        )
        last = y + 4 + _LEGEND_ROW * len(self.lines)
        return format_html(
            '{}<text x="16" y="{}" direction="ltr" fill="#5a5349">{}</text>',
            rows,
            last,
            self.caption,
        )


def swatch(number: int) -> SafeString:
    """Return a piece of a line as the legend beside a drawing shows it."""
    return format_html(
        '<svg class="swatch" width="40" height="10" aria-hidden="true"><line class="line line-{}" x1="0" x2="40" '
        'y1="5" y2="5" stroke="{}" stroke-width="3" stroke-dasharray="{}"/></svg>',
        number % len(COLOURS),
        COLOURS[number % len(COLOURS)],
        _DASHES[number % len(_DASHES)],
    )


def _round_above(value: float) -> float:
    """Return the least of 1, 2, 4 and 8 times a power of ten that is not below ``value``."""
    if value <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return next(power * each for each in (1, 2, 4, 8, 10) if power * each >= value)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _stretches(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the start and the length of each row of flags that are set."""
    start = None
    for number, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = number
        elif not flag and start is not None:
            yield start, number - start
            start = None
