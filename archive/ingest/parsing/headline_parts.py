"""Headlines parted from their author, a label before them, and the outlet that names its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.line_breaks import stretch
from archive.ingest.parsing.page_lines import Line
from archive.ingest.parsing.person_names import name_share
from archive.knowledge.knowledge import OutletRegistry

_TITLE_AND_AUTHOR: Final = compile_folded(
    r"^(?P<title>.{10,160}?)(?:\s*[.…\-–—|/،:]*\s+|[!؟?.…]+\s*)(?P<by>بقلم|كتبها?|كتبت)\s*[:：/]\s*(?P<author>\S.{3,50})$"
    r"|^(?P<title2>.{10,160}?)\s*[/|]\s*(?P<author2>[^\d/|:.!؟]{6,50})$"
)
_MOSTLY_NAMES: Final = 0.6
_LONGEST_AUTHOR: Final = 6
"""Words of a name behind a title, with titles of honour."""


def part_authors(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield ``lines``, each cut that is a headline and its author («… .. بقلم: فلان»)."""
    for line in lines:
        found = _TITLE_AND_AUTHOR.match(line.text)
        if found is None or line.is_prose:
            yield line
            continue
        kept = "title" if found["title"] else "title2"
        author = "author" if found["title"] else "author2"
        words = found[author].split()
        named = author == "author" or name_share(words) >= _MOSTLY_NAMES
        if len(words) > _LONGEST_AUTHOR or not named or found[kept].count(" ") < 2:
            yield line
            continue
        yield stretch(line, 0, found.end(kept))
        begin = found.start("by") if found["title"] else found.start(author)
        yield stretch(line, begin, len(line.text))


_LABEL_OF_TITLE: Final = compile_folded(
    r"^(?:مشاهدة النسخة كاملة|عرض مشاركة واحدة|عنوان (?:المقال|الخبر|الموضوع)|title|subject)\s*[:：]\s*"
    r"|^شكرا (?:لقراءتكم|لقرائتكم|لمتابعتكم)(?: علي)? (?:ال)?(?:خبر|مقال|موضوع)(?: عن)?\s*[:：]?\s+"
    r"|^(?:و?الان )(?:مع|الي|نترككم مع) (?:ال)?تفاصيل(?: (?:هذا )?(?:ال)?خبر)?\s*[:：]?\s+"
)
"""What forums and republishers write before the headline, on its line."""
_FEWEST_LABELLED: Final = 2
"""Blanks of a headline behind its label: three words."""


def part_labels(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield ``lines``, each headline cut off the label that introduces it.

    «مشاهدة النسخة كاملة : العنوان» is a forum's, «شكرا لقراءتكم خبر العنوان» a republisher's.
    """
    for line in lines:
        found = _LABEL_OF_TITLE.match(line.text)
        if found is None or line.text[found.end() :].count(" ") < _FEWEST_LABELLED:
            yield line
            continue
        yield stretch(line, 0, found.end())
        yield stretch(line, found.end(), len(line.text))


_OUTLET_DIVIDER: Final = re.compile(r"\s*[|»›]\s*|\s+[-–—]\s+|\s*::\s*")
_FEWEST_TITLE_BLANKS: Final = 3
"""Blanks of a headline beside which an outlet's name is cut off: four words."""


def part_outlets(lines: Sequence[Line], outlets: OutletRegistry) -> Iterator[Line]:
    """Yield ``lines``, a listed outlet's name cut off that stands before or behind a headline.

    «اسم الموقع | العنوان» and «العنوان - اسم الموقع» are how sites name their pages.
    """
    for line in lines:
        dividers = list(_OUTLET_DIVIDER.finditer(line.text)) if not line.is_prose else []
        cut = _outlet_cut(line.text, dividers, outlets) if dividers else None
        if cut is None:
            yield line
        else:
            yield stretch(line, 0, cut)
            yield stretch(line, cut, len(line.text))


def _outlet_cut(
    text: str, dividers: Sequence[re.Match[str]], outlets: OutletRegistry
) -> int | None:
    """Return where an outlet's name of two words or more parts from the headline, if it does."""
    if "«" in text:  # A closing quotation mark divides nothing.
        dividers = [divider for divider in dividers if "»" not in divider.group()]
    if not dividers:
        return None
    first, last = dividers[0], dividers[-1]
    for name, rest, cut in (
        (text[: first.start()], text[first.end() :], first.start()),
        (text[last.end() :], text[: last.start()], last.start()),
    ):
        named = " " in name.strip() and outlets.by_name(name.strip()) is not None
        if named and rest.count(" ") >= _FEWEST_TITLE_BLANKS:
            return cut
    return None
