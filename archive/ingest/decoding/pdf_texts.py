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
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES: Final = 500
_SECONDS: Final = 30
_LARGEST_PAGE: Final = 5_000_000
_FEWEST_LETTERS: Final = 20
"""Letters of a page below which it is taken for a scan with a stamp on it."""

_SURE: Final = 0.85
"""From this share of known words on, the order of letters is taken for the right one."""

_FEWEST_WORDS: Final = 10
_ARABIC: Final = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_MARK: Final = "\u064b-\u0652\u0670"
_FORMS: Final = re.compile("[\ufb50-\ufdcf\ufe70-\ufefc]+")
_LATIN_RUN: Final = re.compile(
    "[0-9A-Za-z\u00c0-\u024f](?:[^\u0590-\u08ff\ufb50-\ufefc\n]*[0-9A-Za-z\u00c0-\u024f])?"
)
_NUMBER: Final = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")
_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_WORD: Final = re.compile("[\u0620-\u0655\u0670\u067e\u0686\u06a4]{2,}")
_INSIDE_BRACKETS: Final = re.compile(r"(?<=[(\[«]) | (?=[)\]»])")
_FLOATING_MARK: Final = re.compile(f"([{_MARK}]+) +(?=\\S)")
_BLANKS: Final = re.compile(r"[^\S\n]+")
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
    if contents is not None and len(contents.get_data()) > _LARGEST_PAGE:
        raise UnreadablePdfError("a PDF with a page of more than 5 MB of drawing; save its text")
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
    if len(_ARABIC.findall(whole)) < len(_LATIN.findall(whole)):
        return [_BLANKS.sub(" ", page) for page in pages]
    turned = [_turned_page(page) for page in pages]
    if _known_share("\n".join(turned)) >= _SURE:
        return turned
    as_stored = [_as_letters(_BLANKS.sub(" ", page)) for page in pages]
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
        turned = _turned(line)
        # Right-aligned as it is, what begins at the left edge fills its line.
        is_full = len(line) - len(line.lstrip()) - left <= slack
        goes_on = is_full and bool(turned and following) and not _ENDS.search(turned)
        text += turned + (" " if goes_on else "\n")
    return text.strip()


def _turned(line: str) -> str:
    """Return a line that was read from left to right in the order of reading.

    What is written from left to right within it, numbers and Latin words, is turned back.
    """
    line = _BLANKS.sub(" ", line).strip()
    if not _ARABIC.search(line):
        return line
    turned = line[::-1].translate(_MIRRORED)
    turned = _LATIN_RUN.sub(lambda run: _back(run[0]), turned)
    return _INSIDE_BRACKETS.sub("", _without_gaps(_as_letters(turned)))


def _back(run: str) -> str:
    """Return Latin words or a number as they are written; several numbers each by itself."""
    if _LATIN.search(run):
        return run[::-1].translate(_MIRRORED)
    return _NUMBER.sub(lambda number: number[0][::-1], run)


def _as_letters(line: str) -> str:
    return _FORMS.sub(lambda shapes: "".join(map(_letter, shapes[0])), line)


def _letter(shape: str) -> str:
    letters = unicodedata.normalize("NFKC", shape)
    return letters.strip(" ") if shape < "\ufe80" else letters


def _without_gaps(line: str) -> str:
    """Close the gap that a vowel mark leaves inside a word, where the word is known whole."""

    def closed(mark: re.Match[str]) -> str:
        before = re.findall(r"\S*$", line[: mark.start()])[0]
        after = re.match(r"\S*", line[mark.end() :])
        whole = before + mark[1] + (after[0] if after else "")
        parts = [before, after[0] if after else ""]
        is_one = _is_known(whole) and not all(map(_stands_alone, parts))
        return mark[1] if is_one else mark[0]

    return _FLOATING_MARK.sub(closed, line)


def _stands_alone(word: str) -> bool:
    """Whether this is a word; no single letter is one."""
    return len(fold(word)) > 1 and _is_known(word)


def _is_known(word: str) -> bool:
    return FrequencyTable.shipped().count(fold(word)) > 0


def _known_share(text: str) -> float:
    """Return the share of known words among those of two letters and more."""
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return 0.0
    return sum(map(_is_known, words)) / len(words)
