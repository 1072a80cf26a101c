"""Which regular expressions of the code take time that grows with the square of a text.

``python -m tests.pattern_growth`` prints one JSON object for each that does; it runs in a
process of its own, since patterns are seen only while modules are imported for the first time.
Each pattern meets texts that repeat what its own repeats take, with and without what comes
before them, as it is used: one that is only ever matched at the beginning is tried there alone.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

from tests.pattern_pumps import pumped_texts
from tests.pattern_uses import UseTable

ROOT: Final = Path(__file__).resolve().parents[1]
_COMPILE_FOR_OTHERS: Final = ("compile_folded", "compile_one_spelling")
_ONLY_CHECKS: Final = "check_pattern"
_LAYOUTS: Final = "layouts"
"""The name of the patterns that stand in data, each matched at the beginning of a line."""
_PACKAGES: Final = ("archive", "search")
_A_LINE: Final = 401
"""Letters of a line of which a role is told: ``page_lines.READ_AT_MOST``, or its two ends."""
_BOUNDS: Final[Mapping[str, int]] = {
    _LAYOUTS: _A_LINE,
    "archive.ingest.parsing.layouts._any": _A_LINE,
    "archive.ingest.parsing.layouts._met": _A_LINE,
    "archive.ingest.parsing.layout_rules._any_of": _A_LINE,
    "archive.ingest.parsing.layout_rules.again": _A_LINE,
    "archive.ingest.parsing.line_cues._joined": _A_LINE,
    "archive.ingest.parsing.feed_lines._CLOSING": _A_LINE,
    "archive.ingest.parsing.page_roles._WROTE": _A_LINE,
    "archive.ingest.parsing.line_marks._POST_SIGNATURE": 200,
    "archive.ingest.parsing.dateline_openings._AFTER_PLACE": 160,
    "archive.ingest.parsing.dateline_openings._GLUED_AFTER": 160,
    "archive.ingest.dates.ages._duration_pattern": 60,
    "archive.ingest.dates.ages._near_day_pattern": 60,
    "search.engine.evaluation.expansion._WILD": 1000,
}
"""Letters that the callers of a pattern hand it at most: it is tried on so many, and no more.

In a line that is ``_A_LINE`` at most, blanks stand alone (``Line.plain``)."""
_ONLY_MATCHED: Final = ("archive.ingest.parsing.layouts.", "archive.ingest.parsing.layout_rules.")
"""Modules that make a pattern in a function and match it at the beginning of a line alone."""
_AT_THE_BOUND: Final = 0.05
"""Processor seconds that a bounded pattern may take on the longest text that it meets."""
_FIRST_LOOK: Final = 2_000
"""Letters of the first text; most patterns take some hundred thousandths of a second."""
_SUSPICIOUS: Final = 0.00015
"""Seconds for it, from which on a text four times as long is tried."""
_LENGTHS: Final = ((1_000, 4_000), (2_000, 8_000))
"""A suspicion is measured at the first pair, and again at longer ones before it counts."""
_MEASURED: Final = 0.02
"""Seconds that a measurement takes at least."""
_MOST_LOOKS: Final = 100
_FIRST_GROWTH: Final = 7.0
_GROWTH: Final = 9.0
"""Times the work for four times the text: four in proportion, sixteen by the square."""
_LONGEST_LOOK: Final = 0.6
"""Processor seconds after which a look is broken off: no pattern in proportion takes them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern that grows with the square, and the text on which it does."""

    name: str
    pattern: str
    unit: str
    seconds: float
    ratio: float


class _TooLong(Exception):
    pass


def _break_off(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLong


def _seconds(work: Callable[[str], object], text: str, looks: int = 1) -> float:
    """Return the least time of so many looks by the clock; infinite where one was broken off.

    It tells only what is worth measuring: some clocks of processor time stand still for 4 ms, in
    which a look begins and ends.
    """
    taken = []
    for _ in range(looks):
        begun = time.perf_counter()
        if not _is_done(work, text):
            return float("inf")
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _processor_seconds(work: Callable[[str], object], text: str) -> float:
    """Return the processor time of a look, best of three, each of several looks in a row."""
    looks = max(1, min(_MOST_LOOKS, round(_MEASURED / max(_seconds(work, text, 3), 1e-6))))
    least = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for _ in range(looks):
            if not _is_done(work, text):
                return float("inf")
        least = min(least, (time.process_time() - begun) / looks)
    return least


def _is_done(work: Callable[[str], object], text: str) -> bool:
    """Do the work; false where it takes longer than anything in proportion does."""
    signal.signal(signal.SIGVTALRM, _break_off)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST_LOOK)
    try:
        work(text)
    except _TooLong:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return True


def _ratio(work: Callable[[str], object], text_of: Callable[[int], str]) -> float:
    """Return by how much the time grows where the text is four times as long."""
    ratio = 0.0
    for short, long in _LENGTHS:
        before = _processor_seconds(work, text_of(short))
        after = _processor_seconds(work, text_of(long))
        ratio = after / max(before, 1e-6) if after != float("inf") else after
        if ratio < _GROWTH:
            break
    return ratio


def growth(name: str, pattern: re.Pattern[str], methods: frozenset[str]) -> Finding | None:
    """Return on which text the pattern's time grows with the square; the first such text."""
    work = _work(pattern, methods)
    if name in _BOUNDS:
        return _slow_at_its_bound(name, pattern, work)
    for unit, text_of in pumped_texts(pattern):
        seconds = _seconds(work, text_of(_FIRST_LOOK))
        if seconds < _SUSPICIOUS:
            continue
        seconds = min(seconds, _seconds(work, text_of(_FIRST_LOOK), 3))
        if seconds < _SUSPICIOUS:
            continue
        if _seconds(work, text_of(4 * _FIRST_LOOK), 3) < _FIRST_GROWTH * seconds:
            continue
        if (ratio := _ratio(work, text_of)) >= _GROWTH:
            return Finding(name, pattern.pattern, unit, seconds, ratio)
    return None


def _slow_at_its_bound(
    name: str, pattern: re.Pattern[str], work: Callable[[str], object]
) -> Finding | None:
    for unit, text_of in pumped_texts(pattern):
        text = text_of(_BOUNDS[name])
        if _BOUNDS[name] == _A_LINE:
            text = " ".join(text.split())
        if _seconds(work, text) < _AT_THE_BOUND:
            continue
        if (seconds := _processor_seconds(work, text)) >= _AT_THE_BOUND:
            return Finding(name, pattern.pattern, unit, seconds, 0.0)
    return None


def _work(pattern: re.Pattern[str], methods: frozenset[str]) -> Callable[[str], object]:
    if methods == {"match"}:
        return pattern.match
    if methods and methods <= {"match", "fullmatch"}:
        return lambda text: (pattern.match(text), pattern.fullmatch(text))
    return lambda text: sum(1 for _ in pattern.finditer(text))


def patterns() -> Iterator[tuple[str, re.Pattern[str], frozenset[str]]]:
    """Yield each pattern with its name and the methods that the code calls on it.

    Named after the module and the constant or function that it is made in.
    """
    made: dict[tuple[str, int], tuple[re.Pattern[str], Path, int]] = {}
    compile_pattern = re._compile  # type: ignore[attr-defined]

    def recorded(pattern: Any, flags: int) -> Any:
        compiled = compile_pattern(pattern, flags)
        if place := _place(sys._getframe(2)):
            written = _of_letters(compiled, compile_pattern)
            made.setdefault((written.pattern, written.flags), (written, *place))
        return compiled

    re._compile = recorded  # type: ignore[attr-defined]
    try:
        _use_everything()
    finally:
        re._compile = compile_pattern  # type: ignore[attr-defined]
    uses = UseTable(ROOT, _PACKAGES)
    for name, literal, methods in uses.literals:
        compiled = re.compile(literal)
        if (compiled.pattern, compiled.flags) not in made:
            yield name, compiled, methods
    for layout_pattern in _layout_patterns():
        yield _LAYOUTS, layout_pattern, frozenset(("match",))
    for compiled, path, line in made.values():
        name = uses.name_at(path, line)
        matched = name.startswith(_ONLY_MATCHED)
        yield name, compiled, frozenset(("match",)) if matched else uses.methods_of(name)


def _of_letters(compiled: Any, compile_pattern: Callable[[str, int], Any]) -> Any:
    """Return a pattern of bytes as one of letters, each of which stands for a byte."""
    if isinstance(compiled.pattern, str):
        return compiled
    flags = (compiled.flags | re.ASCII) & ~re.UNICODE
    return compile_pattern(compiled.pattern.decode("latin-1"), flags)


def _place(frame: FrameType | None) -> tuple[Path, int] | None:
    """Return where in the code a pattern is made, past functions that compile for others."""
    while frame is not None and frame.f_code.co_name in _COMPILE_FOR_OTHERS:
        frame = frame.f_back
    if frame is None or frame.f_code.co_name == _ONLY_CHECKS:
        return None
    path = Path(frame.f_code.co_filename)
    inside = any(path.is_relative_to(ROOT / package) for package in _PACKAGES)
    return (path, frame.f_lineno) if inside else None


def _use_everything() -> None:
    """Import every module, and call what makes patterns only when they are first needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django = importlib.import_module("django")
    django.setup()
    for package in _PACKAGES:
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            if ".migrations." in found.name:
                continue
            module = importlib.import_module(found.name)
            for made in list(vars(module).values()):
                _make_pattern(made, found.name)
    _read_a_page()


def _make_pattern(maker: object, module: str) -> None:
    """Call a function of the module that takes nothing and returns a pattern."""
    if getattr(maker, "__module__", "") != module or not callable(maker):
        return
    with suppress(ValueError, TypeError):
        signature = inspect.signature(maker)
        if not signature.parameters and "Pattern" in str(signature.return_annotation):
            maker()


def _read_a_page() -> None:
    from archive.ingest.parsing.parse import parse_text
    from archive.knowledge.knowledge import OutletRegistry

    page = "خزانة الكتب في دمشق\n12 آذار 2020\nدمشق - سانا\nفتحت المكتبة أبوابها صباح اليوم.\n"
    parse_text(page, outlets=OutletRegistry.shipped())


def _layout_patterns() -> Iterator[re.Pattern[str]]:
    from archive.ingest.parsing.folded_patterns import compile_folded
    from archive.ingest.parsing.layouts import LayoutLibrary

    for layout in LayoutLibrary.shipped().layouts.values():
        signs = [pattern for case in layout.recognise for pattern in case.patterns]
        for pattern in [*signs, *(each for kind in layout.patterns.values() for each in kind)]:
            yield compile_folded(pattern)


def main() -> None:
    """Print each pattern that grows with the square, then how many were tried."""
    tried = 0
    for name, pattern, methods in patterns():
        tried += 1
        # A time that is measured once may say anything: what is so is so twice.
        if (found := growth(name, pattern, methods)) and growth(name, pattern, methods):
            sys.stdout.write(
                json.dumps(
                    {
                        "name": found.name,
                        "unit": found.unit,
                        "seconds": round(found.seconds, 5),
                        "ratio": round(found.ratio, 1),
                        "pattern": found.pattern[:200],
                    },
                    ensure_ascii=False,
                )
                + "\n"
            )
            sys.stdout.flush()
    sys.stdout.write(json.dumps({"tried": tried}) + "\n")


if __name__ == "__main__":
    main()
