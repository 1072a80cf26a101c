"""A capture as text: what was loaded, decoded, with an article's spans marked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from archive.models import Capture
from archive.store import CaptureStore, DamagedCaptureError
from search.results.records import Fragment

MAX_LETTERS: Final = 200_000
"""Letters of a capture that one page shows."""
_CONTEXT: Final = 2_000
_MAX_LINES: Final = 3_000
_CONTEXT_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class CaptureText:
    """What a page shows of a capture. ``cut`` says that it shows a part only."""

    fragments: tuple[Fragment, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a comparison: ``kind`` is ``same``, ``added``, ``removed`` or ``gap``."""

    kind: str
    text: str


def bytes_of(capture: Capture) -> bytes:
    """Return a capture's bytes.

    Raises:
        DamagedCaptureError: they are missing, or no longer what was loaded.
    """
    return CaptureStore(settings.ARCHIVE_HOME / "captures").get(capture.sha256)


def text_of(capture: Capture) -> str:
    """Return a capture's bytes as text.

    Raises:
        DamagedCaptureError: they are missing, damaged, or no text.
    """
    # Imported here: the readers bring parsers of pages that the site otherwise never loads.
    from archive.ingest.readers.encoding import BinaryContentError, decode

    try:
        return decode(bytes_of(capture), capture.charset or None).text
    except BinaryContentError as error:
        raise DamagedCaptureError(f"{capture.document}: {error}") from error


def marked_text(text: str, spans: Iterable[Sequence[int]]) -> CaptureText:
    """Return ``text`` with ``spans`` ([start, end] pairs) marked.

    A long text is cut to ``MAX_LETTERS`` from a little before the first span.
    """
    ordered = sorted((max(start, 0), min(end, len(text))) for start, end in spans)
    first = ordered[0][0] if ordered else 0
    start = max(first - _CONTEXT, 0) if len(text) > MAX_LETTERS else 0
    end = min(start + MAX_LETTERS, len(text))
    fragments = []
    position = start
    for span_start, span_end in ordered:
        fragments.append(Fragment(text[position : max(min(span_start, end), position)]))
        fragments.append(Fragment(text[max(span_start, position) : min(span_end, end)], True))
        position = max(position, min(span_end, end))
    fragments.append(Fragment(text[position:end]))
    shown = tuple(fragment for fragment in fragments if fragment.text)
    return CaptureText(shown, cut=end - start < len(text))


def changed_lines(before: str, after: str) -> tuple[ChangedLine, ...]:
    """Return what changed from one text to the other, with two lines about each change."""
    old, new = (text.splitlines()[:_MAX_LINES] for text in (before, after))
    kinds = {"+": "added", "-": "removed", " ": "same", "@": "gap"}
    compared = difflib.unified_diff(old, new, n=_CONTEXT_LINES, lineterm="")
    lines = list(compared)[2:]
    return tuple(
        ChangedLine(kinds[line[0]], "" if line[0] == "@" else line[1:])
        for number, line in enumerate(lines)
        if line[:1] in kinds and not (line[0] == "@" and number == 0)
    )
