"""Headlines parted from what shares their line.

That is their author, a label before them, a courtesy or a day behind them, and the name of the
outlet or of the site that browsers show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import Final

from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.line_breaks import stretch
from archive.ingest.parsing.page_lines import Line, line_key
from archive.ingest.parsing.person_names import name_share
from archive.knowledge.knowledge import OutletRegistry

_TITLE_AND_AUTHOR: Final = compile_folded(
    r"^(?P<title>.{10,160}?)(?:\s*+[.…\-–—|/،:]++\s++|\s++|[!؟?.…]++\s*+)(?P<by>بقلم|كتبها?|كتبت)\s*[:：/]\s*(?P<author>\S.{3,50})$"
    r"|^(?P<title3>[^/|]{4,160}?)\s*[/|]\s*(?P<by3>بقلم)\s+(?:ال[^\W\d_]+\s?[/:]\s?)?(?P<author3>\S[^/|]{3,40})$"
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
        which = next(each for each in ("", "2", "3") if found[f"title{each}"])
        words = found[f"author{which}"].split()
        named = which != "2" or name_share(words) >= _MOSTLY_NAMES
        short = which != "3" and found[f"title{which}"].count(" ") < 2
        if len(words) > _LONGEST_AUTHOR or not named or short:
            yield line
            continue
        yield stretch(line, 0, found.end(f"title{which}"))
        begin = found.start(f"author{which}" if which == "2" else f"by{which}")
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
    """Yield ``lines``, each headline cut off the label that introduces it, and off a courtesy.

    «مشاهدة النسخة كاملة : العنوان» is a forum's, «شكرا لقراءتكم خبر العنوان ونؤكد لكم …» a
    republisher's.
    """
    for line in lines:
        found = _LABEL_OF_TITLE.match(line.text)
        if found is None or line.text[found.end() :].count(" ") < _FEWEST_LABELLED:
            yield line
            continue
        yield stretch(line, 0, found.end())
        courtesy = _COURTESY.search(line.text, found.end())
        end = courtesy.start() if courtesy else len(line.text)
        yield stretch(line, found.end(), end)
        if courtesy:
            yield stretch(line, end, len(line.text))


_COURTESY: Final = compile_folded(
    r"\s(?:و?نؤكد لكم|و?نحيطكم علما|والان (?:مع|الي|نترككم مع) (?:ال)?تفاصيل)(?!\w)"
)
"""What republishers say to their readers behind the headline."""
_DAY_IN_BRACKETS: Final = re.compile(r"\(\s*(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})\s*\)\s*$")


_DAY_BEFORE: Final = re.compile(
    r"\s*(?:\d{4}([/.-])\d{1,2}\1\d{1,2}|\d{1,2}([/.-])\d{1,2}\2\d{4})\s*[|•–—:]\s*+"
)


def part_days(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield ``lines``, a full day cut off that opens a headline, or closes it in brackets.

    «2016-03-14 | العنوان» stands in lists of stories, «العنوان (14/3/2016)» on single ones.
    """
    for line in lines:
        before = _DAY_BEFORE.match(line.text) if line.is_headline else None
        if before and line.text[before.end() :].count(" ") >= _FEWEST_TITLE_BLANKS:
            yield stretch(line, 0, before.end())
            yield stretch(line, before.end(), len(line.text))
            continue
        found = _DAY_IN_BRACKETS.search(line.text) if line.is_headline else None
        if found is None or line.text[: found.start()].count(" ") < _FEWEST_TITLE_BLANKS:
            yield line
        else:
            yield stretch(line, 0, found.start())
            yield stretch(line, found.start(), len(line.text))


def part_site_names(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield ``lines``, the site's name cut off a headline that stands alone on the page too.

    «العنوان – اسم الموقع» is what browsers show of a page; its headline comes again below.
    """
    keys = {line.key for line in lines if line.key and not line.is_prose}
    for line in lines:
        cut = _repeated_before(line, keys)
        if cut:
            yield stretch(line, 0, cut)
            yield stretch(line, cut, len(line.text))
        else:
            yield line


def _repeated_before(line: Line, keys: Set[str]) -> int:
    """Return where a divider ends the headline that another line of the page is, else 0."""
    if not line.is_headline or line.words <= _FEWEST_TITLE_BLANKS:
        return 0
    for divider in _OUTLET_DIVIDER.finditer(line.text):
        title = line.text[: divider.start()]
        named = any(char.isalnum() for char in line.text[divider.end() :])
        if named and title.count(" ") >= _FEWEST_TITLE_BLANKS and line_key(title) in keys:
            return divider.start()
    return 0


_OUTLET_DIVIDER: Final = re.compile(r"(?:(?<!\s)\s+)?(?:[|»›]|::)\s*|(?<!\s)\s+[-–—]\s+")
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
