"""The lines of a batch search: names or queries, one a line or in the first column of a CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from search.query.facet_parameters import clean
from search.query.language import parse
from search.query.state import MAX_TEXT_LETTERS

MOST_LINES: Final = 1_000
"""Lines of a batch."""
MOST_PROBLEMS: Final = 20
"""Broken lines that are told one by one."""
_HEADINGS: Final = frozenset({"name", "query", "search", "q", "اسم", "الاسم", "بحث", "البحث"})
"""What the first cell of a table may be called; it is then no line."""
_ENCODING: Final = "utf-8-sig"
_MARKS_OF_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class BatchTexts:
    """The searches in order, and what is broken, each in one sentence that names its line."""

    texts: tuple[str, ...]
    problems: tuple[str, ...] = ()


def batch_texts(text: str, *, is_table: bool = False) -> BatchTexts:
    """Read a batch; of a table the first column counts. Lines without text are passed over."""
    texts: list[str] = []
    problems: list[str] = []
    try:
        for number, line in _table_cells(text) if is_table else enumerate(text.splitlines(), 1):
            shown = clean(line)
            if not shown:
                continue
            texts.append(shown)
            problem = _problem(shown)
            if problem:
                problems.append(_("Line %(n)s: %(problem)s") % {"n": number, "problem": problem})
    except _BrokenTableError as error:
        problems.append(str(error))
    if len(texts) > MOST_LINES:
        asked = {"n": len(texts), "most": MOST_LINES}
        problems.insert(0, _("There are %(n)s lines; a batch takes %(most)s. Divide it.") % asked)
    return BatchTexts(tuple(texts), tuple(problems[:MOST_PROBLEMS]))


def batch_of_file(content: bytes, name: str) -> BatchTexts:
    """Read an uploaded file: a table where its name ends in ``.csv``, else one search a line."""
    encoding = "utf-16" if content.startswith(_MARKS_OF_UTF_16) else _ENCODING
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        told = _("Line %(n)s: it is not in UTF-8. Save the file as “CSV UTF-8”, or as UTF-8 text.")
        return BatchTexts((), (told % {"n": number},))
    return batch_texts(text, is_table=name.lower().endswith(".csv"))


class _BrokenTableError(ValueError):
    """A table that ends within a quoted cell, or has a quote where none may stand."""


def _table_cells(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each row's first line and its first cell."""
    separator = (
        ";" if ";" in text.partition("\n")[0] and "," not in text.partition("\n")[0] else ","
    )
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    number = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            told = _("Line %(n)s: the table is broken from here on (a quotation mark is missing).")
            raise _BrokenTableError(told % {"n": number}) from error
        first = row[0] if row else ""
        if not (number == 1 and clean(first).lower() in _HEADINGS):
            yield number, first
        number = reader.line_num + 1


def _problem(text: str) -> str:
    """Return what is wrong with one search, empty where nothing is."""
    if len(text) > MAX_TEXT_LETTERS:
        return _("it has more than %(n)s letters.") % {"n": f"{MAX_TEXT_LETTERS:,}"}
    if parse(text).tree is None:
        return _("it holds no word to search for.")
    return ""
