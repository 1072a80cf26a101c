"""A capture as text: what was loaded, decoded, with an article's spans marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from archive.models import Capture
from search.hits.snippets import Fragment

MAX_LETTERS: Final = 200_000
"""Letters of a capture that one page shows."""
_CONTEXT: Final = 2_000


@dataclass(frozen=True, slots=True)
class CaptureText:
    """What a page shows of a capture. ``cut`` says that it shows a part only."""

    fragments: tuple[Fragment, ...]
    cut: bool = False


def bytes_of(capture: Capture) -> bytes:
    """Return a capture's bytes.

    Raises:
        DamagedCaptureError: they are missing, or no longer what was loaded.
    """
    # Imported here and below: the readers of pages are heavy, and other pages need none.
    from archive.captures.stored_captures import capture_store

    return capture_store().get(capture.sha256)


def text_of(capture: Capture) -> str:
    """Return the text that the spans of a capture's articles point into.

    Raises:
        ArchiveError: the bytes are missing or damaged, or cannot be read.
    """
    from archive.captures.stored_captures import captured_text

    return captured_text(capture).text


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
