"""PDF with a text layer: its lines in the order in which they are read.

A PDF knows glyphs and places, no words. Arabic is drawn from left to right, so that a line read
off the page stands back to front; other programs store it in the order of reading. Which of the
two it is, is told by the words: only a text of which nearly all words are known is taken.
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from archive.ingest.decoding.visual_order import (
    ARABIC,
    BLANKS,
    LATIN,
    as_letters,
    share_of_known,
    turned_line,
    words_of,
)

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES: Final = 500
_SECONDS: Final = 30
_LARGEST_PAGE: Final = 5_000_000
_MOST_PIECES: Final = 50_000
"""Pieces of text of a page, each of which takes some kilobytes to place: a letter at the least."""
_PIECE: Final = re.compile(rb"T[jJ]\b")
_FEWEST_LETTERS: Final = 20
"""Letters of a page below which it is taken for a scan with a stamp on it."""

_SURE: Final = 0.85
"""From this share of known words on, the order of letters is taken for the right one."""

_FEWEST_WORDS: Final = 10
_AFTER_WORD: Final = re.compile("[\u0621-\u064a][،؛.؟]+(?=\\s|$)", re.MULTILINE)
_BEFORE_WORD: Final = re.compile("(?:^|\\s)[،؛.؟]+[\u0621-\u064a]", re.MULTILINE)
_FILE_TITLES: Final = re.compile(r"microsoft|untitled|\.(?:docx?|indd|qxd|pdf|pmd)$", re.IGNORECASE)
_SLACK: Final = 0.15
"""Share of a page's width by which a full line may fall short of its left edge."""

_ENDS: Final = re.compile(r"[.!؟?:»\"]$")
_MARGIN: Final = 10
"""Letters that a line must have on both sides of a place to reach across it."""

_FEWEST_LINES: Final = 8
_EMPTY: Final = 0.9
_NARROWEST_GUTTER: Final = 3


class UnreadablePdfError(ValueError):
    """A PDF whose text cannot be had for sure; the message is the reason."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF, its title where that is none of a file, and what is missing of it."""

    text: str
    title: str
    warning: str


def read_pdf(content: bytes) -> PdfText:
    """Return the text of a PDF in the order in which it is read.

    Raises:
        UnreadablePdfError: it is a scan, locked, damaged, in columns, or its order is not sure.
    """
    # Loaded where it is needed: it takes 10 MB, and most archives hold no PDF.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadablePdfError("a locked PDF; save it without its password")
        pages = list(_pages(reader))
        title = str((reader.metadata and reader.metadata.title) or "").strip()
    except (
        PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        if isinstance(error, UnreadablePdfError):
            raise
        raise UnreadablePdfError(
            f"a damaged PDF ({type(error).__name__}); save it anew, or its text"
        ) from error
    scanned = sum(_letters(page) < _FEWEST_LETTERS for page in pages)
    if scanned == len(pages):
        raise UnreadablePdfError(
            "a scan: a PDF without a text layer; read it with OCR and load the text"
        )
    if any(map(_has_columns, pages)):
        raise UnreadablePdfError(
            "a PDF with columns, whose lines cannot be told apart; save its text, or the page"
        )
    text = "\n\n".join(_in_reading_order([page for page in pages if page.strip()]))
    warning = f"{scanned} of {len(pages)} pages have no text layer" if scanned else ""
    return PdfText(text, "" if _FILE_TITLES.search(title) else title, warning)


def _pages(reader: PdfReader) -> Iterator[str]:
    """Yield the pages as they are drawn: a line a line, blanks where nothing is."""
    until = time.monotonic() + _SECONDS
    if len(reader.pages) > _MOST_PAGES:
        raise UnreadablePdfError(f"a PDF of more than {_MOST_PAGES} pages; part it")
    for page in reader.pages:
        if time.monotonic() > until:
            raise UnreadablePdfError(f"a PDF that takes longer than {_SECONDS} seconds; part it")
        yield _drawn(page)


def _drawn(page: Any) -> str:
    contents = page.get_contents()
    drawing = b"" if contents is None else contents.get_data()
    if len(drawing) > _LARGEST_PAGE:
        raise UnreadablePdfError("a PDF with a page of more than 5 MB of drawing; save its text")
    if sum(1 for _piece in _PIECE.finditer(drawing)) > _MOST_PIECES:
        raise UnreadablePdfError(
            f"a PDF with a page of more than {_MOST_PIECES} pieces of text; save its text"
        )
    text: str = page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=True)
    return text


def _letters(page: str) -> int:
    return sum(map(str.isalpha, page))


def _has_columns(page: str) -> bool:
    """Whether an empty strip runs down through nearly all lines that reach across it."""
    lines = [line.rstrip() for line in page.split("\n")]
    begins = [len(line) - len(line.lstrip()) for line in lines]
    run = 0
    for place in range(max(map(len, lines), default=0)):
        across = [
            line
            for line, begin in zip(lines, begins, strict=True)
            if begin + _MARGIN < place < len(line) - _MARGIN
        ]
        empty = sum(line[place] == " " for line in across)
        run = run + 1 if len(across) >= _FEWEST_LINES and empty >= _EMPTY * len(across) else 0
        if run >= _NARROWEST_GUTTER:
            return True
    return False


def _in_reading_order(pages: Sequence[str]) -> list[str]:
    """Return the pages with their lines in the order of reading.

    Raises:
        UnreadablePdfError: it cannot be made sure which order that is.
    """
    whole = "\n".join(pages)
    if len(ARABIC.findall(whole)) < len(LATIN.findall(whole)):
        return [BLANKS.sub(" ", page) for page in pages]
    turned = [_turned_page(page) for page in pages]
    if _known_share("\n".join(turned)) >= _SURE:
        return turned
    as_stored = [as_letters(BLANKS.sub(" ", page)) for page in pages]
    stored = "\n".join(as_stored)
    after, before = len(_AFTER_WORD.findall(stored)), len(_BEFORE_WORD.findall(stored))
    if _known_share(stored) >= _SURE and after > 3 * before:
        return as_stored
    raise UnreadablePdfError(
        "a PDF whose Arabic is not stored in an order that can be read for sure; "
        "save its text, or the page that it was printed from"
    )


def _turned_page(page: str) -> str:
    """Return a page's lines turned; one that reaches from edge to edge goes on in the next."""
    lines = [line.rstrip() for line in page.split("\n")]
    drawn = [line for line in lines if line]
    left = min(len(line) - len(line.lstrip()) for line in drawn)
    right = max(map(len, drawn))
    slack = _SLACK * (right - left)
    text = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        turned = turned_line(line)
        # Right-aligned as it is, what begins at the left edge fills its line.
        is_full = len(line) - len(line.lstrip()) - left <= slack
        goes_on = is_full and bool(turned and following) and not _ENDS.search(turned)
        text += turned + (" " if goes_on else "\n")
    return text.strip()


def _known_share(text: str) -> float:
    """Return the share of known words among those of two letters and more."""
    words = words_of(text)
    return share_of_known(words) if len(words) >= _FEWEST_WORDS else 0.0
