"""The kind of each line of a page: what its words and form alone make it look like.

A kind is evidence, not a verdict: where the line stands and what stands around it decide with
it (``line_features``). A name of kinds is read by the weights of ``page_model``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold
from archive.ingest.dates import DateLine, read_date_line
from archive.ingest.parsing import datelines
from archive.ingest.parsing.date_kinds import is_age, kind_of_date_line
from archive.ingest.parsing.datelines import SECTION_NAMES
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.layout_rules import LineMark
from archive.ingest.parsing.line_forms import WORD, Kind, LineForm, Script, measured
from archive.ingest.parsing.naming_lines import names_outlet
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet
from archive.ingest.parsing.page_lines import Line
from archive.ingest.parsing.person_names import leading_names, name_share
from archive.ingest.parsing.tickers import is_ticker
from archive.knowledge.knowledge import OutletRegistry

_DATED_AT_MOST: Final = 160
"""Code points of a line in which its dates are looked for: what is longer is text."""


def line_form(line: Line, mark: LineMark | None, outlets: OutletRegistry) -> LineForm:
    """Return the form of ``line``, whose mark by the layout's rules is ``mark``."""
    found = read_date_line(line.text) if len(line.text) < _DATED_AT_MOST else None
    form = measured(line, found, outlets)
    return replace(form, kind=_kind(line, mark, form, found, outlets))


_PLACE_AND_COUNTRY: Final = re.compile(r"[^/\d]{3,18}\s?/\s?[^/\d]{3,28}")
# Bounds chosen on the labelled pages (``make bench-pages``).
_PROSEWORDS: Final = 22
_PROSE_LENGTH: Final = 120
_CLOSED_PROSEWORDS: Final = 11
_CLOSED_PROSE_LENGTH: Final = 60
"""Words and code points from which a line is running text; fewer do where a full stop ends it."""
_TOLD_PROSEWORDS: Final = 5
"""Words of a sentence that begins with a verb or with «and», and is closed by a full stop."""
_SURELY_PROSEWORDS: Final = 40
_LONGEST_HEADLINE: Final = 170
"""Code points from which a line without a full stop is no headline."""
_LONGEST_CAPTION: Final = 300
"""Code points of a caption that says whose picture it is."""


def _kind(
    line: Line,
    mark: LineMark | None,
    form: LineForm,
    found: DateLine | None,
    outlets: OutletRegistry,
) -> Kind:
    marked = _of_mark(mark, form)
    if marked is Kind.DATE and found is not None:
        return kind_of_date_line(found, outlets) or Kind.HEADLINE
    if marked is not None:
        return marked
    if (named := _of_credit(line, form, outlets)) is not None:
        return named
    if "picture_label" in form.cues and form.length < _LONGEST_CAPTION:
        return Kind.CAPTION
    if is_age(found, form):
        return Kind.DATE
    if (
        found is not None
        and found.is_date_line
        and (kind := kind_of_date_line(found, outlets)) is not None
    ):
        return kind
    for kind in (_of_page(line, form), _of_text(line, form)):
        if kind is not None:
            return kind
    return _of_label(line, form, outlets)


_MARKED: Final = {
    "start": Kind.START,
    "end": Kind.END,
    "published": Kind.DATE,
    "updated": Kind.DATE,
    "date": Kind.DATE,
    "chrome": Kind.CONTROL,
    "ticker": Kind.TICKER,
    "byline": Kind.AUTHOR,
    "dateline": Kind.DATELINE,
    "section": Kind.SECTION,
    "caption": Kind.CAPTION,
    "credit": Kind.CAPTION,
    "source": Kind.SOURCE,
    "keywords": Kind.KEYWORDS,
    "disclaimer": Kind.DISCLAIMER,
    "post": Kind.POST,
    "address": Kind.ADDRESS,
}


def _of_mark(mark: LineMark | None, form: LineForm) -> Kind | None:
    """Return the kind that a rule of the layout or the line's plain form gives."""
    if mark is None:
        return None
    if mark.kind == "related":
        return Kind.RELATED if mark.value else Kind.RELATED_MARKER
    kind = _MARKED[mark.kind]
    if kind in (Kind.AUTHOR, Kind.CAPTION, Kind.CONTROL) and not mark.sure and _is_prose(form):
        return None
    return kind


def _of_page(line: Line, form: LineForm) -> Kind | None:
    """Return the kind of a line that is the page's own furniture."""
    cues, words = form.cues, form.words
    if " | " in line.plain and words <= _LONGEST_ROW:
        return Kind.SHORT  # A row of a table.
    if cues & {"debris", "gauge"} or (form.script is Script.NONE and not form.days):
        return Kind.DEBRIS
    if "counter" in cues and words <= 5:
        return Kind.DEBRIS
    if "related" in cues and words <= 6:
        return Kind.RELATED_MARKER
    if _is_control(form):
        return Kind.CONTROL
    if _is_imprint(form):
        return Kind.IMPRINT
    if "staff" in cues and words <= 14:
        return Kind.STAFF
    if _is_menu(line):
        return Kind.MENU
    return Kind.TICKER if form.end != "stop" and is_ticker(line.text) else None


def _is_control(form: LineForm) -> bool:
    cues, words = form.cues, form.words
    if ("control" in cues and words <= 4) or "control_words" in cues:
        return True
    if "template" in cues and words <= _LONGEST_TEMPLATE:
        return True
    return "updated" in cues and form.clock and words <= 10


def _of_credit(line: Line, form: LineForm, outlets: OutletRegistry) -> Kind | None:
    """Return the kind of a line that is a dateline, or a site's address for its name."""
    if form.words <= _LONGEST_DATELINE and _is_dateline(line, outlets):
        return Kind.DATELINE
    if form.words <= _LONGEST_CREDIT and "@" in line.plain.replace(" [at] ", "@"):
        return Kind.AUTHOR if leading_names(line.plain.split()) else None
    if form.words <= _LONGEST_DOMAIN and form.script is Script.LATIN and _is_domain(line):
        return Kind.OUTLET
    return None


def _is_domain(line: Line) -> bool:
    """Whether a line is a site's name by its address alone: «NadorCity.Com»."""
    return "." in line.plain and is_formed_like_outlet(line.plain)


def _is_imprint(form: LineForm) -> bool:
    if "web" in form.cues and form.words <= _LONGEST_WEB:
        return True
    if "office" in form.cues and form.words <= _LONGEST_OFFICE:
        return "greeting" not in form.cues
    return "imprint" in form.cues and form.words <= _LONGEST_IMPRINT and not form.goes_on


def _is_menu(line: Line) -> bool:
    """Whether the words are names of sections for a third, three of them at least.

    A headline has them too («أسواق العالم العربي»), and a preposition between: half must be then.
    """
    words = fold(line.plain).split()
    if len(words) < 4:
        return False
    share = 3 if _PREPOSITIONS.isdisjoint(words) else 2
    names = folded_list(SECTION_NAMES)
    known = sum(
        word in names or f"ال{word}" in names or word.removeprefix("ال") in names for word in words
    )
    return known >= 3 and known * share >= len(words)


_PREPOSITIONS: Final = frozenset(map(fold, ("في", "من", "على", "إلى", "عن", "مع", "بين", "بعد")))


def _is_prose(form: LineForm) -> bool:
    if form.words >= _PROSEWORDS and form.length >= _PROSE_LENGTH:
        return True
    closed = form.end in ("stop", "question") and not form.days
    if closed and form.words >= _CLOSED_PROSEWORDS and form.length >= _CLOSED_PROSE_LENGTH:
        return True
    told = form.end == "stop" and (form.goes_on or "verb_first" in form.cues)
    return (told and form.words >= _TOLD_PROSEWORDS) or form.words >= _SURELY_PROSEWORDS


def _of_text(line: Line, form: LineForm) -> Kind | None:
    inside = _SENTENCE_INSIDE.search(line.plain) is not None
    if not _is_prose(form) and not (inside and form.words >= _CLOSED_PROSEWORDS):
        return None
    open_end = form.end != "stop" and not inside
    verbal = "verb_first" in form.cues and form.words > _PROSEWORDS
    if form.length < _LONGEST_HEADLINE and open_end and not verbal:
        return Kind.LONG_HEADLINE
    return Kind.PROSE


_LONGEST_DOMAIN: Final = 3
"""Words of a line that is an outlet's address alone."""
_LONGEST_WEB: Final = 8
_LONGEST_IMPRINT: Final = 30
_LONGEST_OFFICE: Final = 12
"""Words of a line that names who heads the paper."""
_LONGEST_TEMPLATE: Final = 20
"""Words of a line that a content system writes; «{site}» and a category are among them."""
_LONGEST_ROW: Final = 2
_LONGEST_INVITATION: Final = 12
_SENTENCE_INSIDE: Final = re.compile(r"[^\W\d_]{3}(?<!\.)[.؟!](?![.؟!])\s*[^\W\d_]+\s+\S")
"""A sentence's end with two words or more behind it."""
_LONGEST_DATELINE: Final = 9
_LONGEST_CREDIT: Final = 9
_LONGEST_OUTLET: Final = 5
_LONGEST_SOURCE: Final = 7
_LONGEST_SOURCE_NAME: Final = 4
_NAMEWORDS: Final = range(2, 6)
_MOSTLY_NAMES: Final = 0.6
_HALF_NAMES: Final = 0.5


def _is_dateline(line: Line, outlets: OutletRegistry) -> bool:
    """Whether a line is a place with who writes from it; what only might be a name is none."""
    found = datelines.own_line(line.plain, outlets)
    if found is None:
        return False
    stranger = found.byline and not datelines.is_newsroom(found.byline)
    return not stranger or name_share(WORD.findall(found.byline)) >= _HALF_NAMES


_TOLD_BY_SOURCE: Final = compile_folded(r"^مصدر\s*[:：]")


def _longest_source(line: Line, form: LineForm) -> int:
    """Return how many words a line that credits may have: a headline too begins «a source:»."""
    told = _TOLD_BY_SOURCE.match(line.plain) is not None
    return _LONGEST_SOURCE_NAME if told and not form.known_outlet else _LONGEST_SOURCE


def _of_label(line: Line, form: LineForm, outlets: OutletRegistry) -> Kind:
    """Return the kind of a short line that is neither text nor furniture."""
    cues, words = form.cues, form.words
    if "author" in cues and words <= _LONGEST_CREDIT:
        return Kind.AUTHOR
    if names_outlet(line, form, outlets) or ("outlet_first" in cues and words <= _LONGEST_OUTLET):
        return Kind.OUTLET
    if "credited" in cues and words <= _longest_source(line, form):
        return Kind.SOURCE
    if line.key in folded_list(SECTION_NAMES) or "news_of" in cues:
        return Kind.SECTION
    if words in _NAMEWORDS and _PLACE_AND_COUNTRY.fullmatch(line.plain):
        return Kind.DATELINE
    if words in _NAMEWORDS and form.names > _MOSTLY_NAMES:
        return Kind.NAME
    if "invitation" in cues and words <= _LONGEST_INVITATION:
        return Kind.IMPRINT
    return Kind.SHORT if words <= 2 else Kind.HEADLINE
