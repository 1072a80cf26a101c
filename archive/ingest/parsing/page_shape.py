"""What the lines of a page show together: verse, the turn to another story, a list of teasers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.letters import MARKS
from archive.arabic.normalize import fold
from archive.ingest.parsing.datelines import SECTION_NAMES
from archive.ingest.parsing.line_forms import HEADLINES, Kind, Script
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_lines import stems_of

_TEXT_BEHIND: Final = 3
"""Lines of running text above a headline that it may go on with."""
_REACH: Final = 3
"""Lines below a headline among which its own text begins."""


class PageShape:
    """Features of the lines of ``page`` that several lines make together."""

    def __init__(self, page: PageEvidence) -> None:
        self.page = page
        self.prose = [i for i, form in enumerate(page.forms) if form.kind is Kind.PROSE]
        self.prose_set = frozenset(self.prose)
        self.verse = verse_lines(page)
        self.only_heading = _only_heading(page, self.prose)
        self.whole = tuple(_of_whole_page(page))
        self._stems: dict[int, frozenset[str]] = {}
        self.tail = dict(self._below_text())
        self.review = _press_review(page)

    def features(self, index: int) -> Iterator[str]:
        """Yield the names of the features of the line at ``index``."""
        if index in self.verse:
            yield "verse"
        elif index + 1 in self.verse:
            yield "above_verse"
        if index == self.only_heading:
            yield "only_heading"
        form = self.page.forms[index]
        kind = form.kind
        if kind in _TEXTS:
            yield from self.whole
        if index in self.tail:
            yield self.tail[index]
        if index in self.review:
            yield "press_review"
        if kind in _HEADS:
            yield from self._turn(index)
        if form.end == "colon" and form.words <= _LONGEST_LEAD and index + 1 in self.prose_set:
            yield "leads_in"
        if kind is Kind.PROSE and index != self.prose[0]:
            yield from self._opening(index)

    def _turn(self, index: int) -> Iterator[str]:
        """Whether a line amid text leads to a story of its own, or goes on with the one above."""
        above = [i for i in self.prose if i < index][-_TEXT_BEHIND:]
        below = next((i for i in self.prose if index < i <= index + _REACH), -1)
        if not above or below < 0:
            return
        before = frozenset().union(*map(self.stems, above))
        own, after = self.stems(index), self.stems(below)
        told, goes_on = len(own & after), len(own & before)
        same = len(after & before)
        form = self.page.forms[index]
        if told and not goes_on:
            whole = form.words >= _WORDS_OF_TITLE and form.end not in _OPEN_ENDS
            whole = whole and "bullet" not in form.cues
            strange = same <= _STRANGERS and not self.page.forms[below].goes_on
            yield "turn:away" if whole and strange else "turn:half"
        elif goes_on and not told:
            yield "turn:back"
        if _opens_alike(self.page.lines[self.prose[0]].plain, self.page.lines[below].plain):
            yield "turn:opens_alike"
        elif _OPENING.match(self.page.lines[below].plain):
            yield "turn:opens"

    def _below_text(self) -> Iterator[tuple[int, str]]:
        """Yield the headlines below the last running text, each with what it shows.

        They are the last words of the text, or other pages' headlines that no label announces.
        """
        forms, last = self.page.forms, self.prose[-1] if self.prose else len(self.page.forms)
        tail = list(takewhile(lambda i: forms[i].kind in HEADLINES, range(last + 1, len(forms))))
        above = frozenset().union(*map(self.stems, self.prose[-_TEXT_BEHIND:]))
        own = [
            i for i in tail if forms[i].goes_on or forms[i].end in _CLOSED or self.stems(i) & above
        ]
        strange = not own and len(tail) > 1
        for index in tail:
            yield index, "tail:strange" if strange else "tail:own"

    def _opening(self, index: int) -> Iterator[str]:
        plain = self.page.lines[index].plain
        if _opens_alike(self.page.lines[self.prose[0]].plain, plain):
            yield "opens_alike"
        elif _OPENING.match(plain):
            yield "opens"

    def stems(self, index: int) -> frozenset[str]:
        """Return the beginnings of the content words of the line at ``index``."""
        if index not in self._stems:
            self._stems[index] = stems_of(self.page.lines[index].text)
        return self._stems[index]


_BESIDE_HEADING: Final = (
    Kind.DATE,
    Kind.DATE_AND_MORE,
    Kind.AUTHOR,
    Kind.NAME,
    Kind.DATELINE,
    Kind.CAPTION,
    Kind.CONTROL,
    Kind.DEBRIS,
    Kind.IMPRINT,
)
"""What may stand between a heading and its text."""


def _only_heading(page: PageEvidence, prose: Sequence[int]) -> int:
    """Return the short line that alone stands above the text where a headline does, else -1."""
    if not prose:
        return -1
    above = range(prose[0] - 1, -1, -1)
    kinds = [page.forms[i].kind for i in above]
    if any(kind in HEADLINES for kind in kinds):
        return -1
    found = next((i for i in above if page.forms[i].kind not in _BESIDE_HEADING), -1)
    short = found >= 0 and page.forms[found].kind is Kind.SHORT
    if not short or page.forms[found].script is not Script.ARABIC:
        return -1
    words = page.lines[found].key.split()
    named = any(_name_of_section(word) for word in words)
    return -1 if named or any(char.isdigit() for char in page.lines[found].plain) else found


def _name_of_section(word: str) -> bool:
    return not {word, word.removeprefix("و"), word.removeprefix("وال")}.isdisjoint(
        folded_list(SECTION_NAMES)
    )


_HEADS: Final = (*HEADLINES, Kind.SHORT, Kind.NAME)
_TEXTS: Final = (*HEADLINES, Kind.SHORT, Kind.NAME, Kind.PROSE, Kind.TICKER)
_CLOSED: Final = ("stop", "question", "colon", "comma")
_LONGEST_LEAD: Final = 8
"""Words of a line that a colon ends and text follows: whose words they are, or from where."""
_STRANGERS: Final = 1
"""Beginnings of words that two texts share by chance."""
_WORDS_OF_TITLE: Final = 5
_OPEN_ENDS: Final = ("stop", "colon", "comma")
_OPENING: Final = re.compile(
    r"(?:[^\W\d_]{2,12}\s){0,3}[^\W\d_]{2,12}\s?(?:[-–—/:]\s|\([^()]{2,24}\)\s?[-–—:]?)"
)
"""A place, an outlet or an author before the first words, as news is dated."""


def _opens_alike(first: str, other: str) -> bool:
    """Whether two texts open with the same outlet or place, divided off."""
    opening = _OPENING.match(first)
    return opening is not None and other.startswith(opening.group())


_FEWEST_VERSES: Final = 4
_VERSE_LENGTHS: Final = range(8, 61)
_SHORTEST_MEAN: Final = 9
_SHORTEST_UNMARKED: Final = 14
_LONGEST_MEAN: Final = 44
"""Code points of lines of a poem, and of their mean, with vowel marks and without."""
_LONGEST_OF_MEAN: Final = 2.0
"""Times of the mean that no line of a poem is longer than: headlines differ more."""
_MEAN_WORDS: Final = 2.4
_DISTINCT: Final = 0.75
"""Share of a poem's lines that differ: it has refrains, a menu stands twice."""
_RHYMED: Final = 0.6
_MARKED: Final = 0.5
_HEADING_OF_VERSE: Final = 0.7
"""Times of a verse's length below which the line above it is the poem's headline."""
_VOWELLED: Final = re.compile(f"[{MARKS}ـ]")
_FEWEST_MARKS: Final = 2
_LETTER_AT_END: Final = re.compile(r"([^\W\d_])[\W\d_]*$")


def verse_lines(page: PageEvidence) -> frozenset[int]:
    """Return the lines of ``page`` that are a poem's: short, of one length, rhymed or vowelled."""
    found: set[int] = set()
    run: list[int] = []
    for index in range(len(page.lines) + 1):
        if index < len(page.lines) and _could_be_verse(page, index):
            run.append(index)
            continue
        run = run[_is_headed(page, run) :]
        if _is_verse(page, run):
            found.update(run)
        run = []
    return frozenset(found)


def _could_be_verse(page: PageEvidence, index: int) -> bool:
    form, line = page.forms[index], page.lines[index]
    return (
        form.kind in (*_HEADS, Kind.PROSE)
        and form.length in _VERSE_LENGTHS
        and form.script is Script.ARABIC
        and "bullet" not in form.cues
        and not any(char.isdigit() for char in line.plain)
    )


def _is_verse(page: PageEvidence, run: Sequence[int]) -> bool:
    if len({page.lines[i].key for i in run}) < max(_FEWEST_VERSES, _DISTINCT * len(run)):
        return False
    lengths = [len(page.lines[i].plain) for i in run]
    mean = sum(lengths) / len(run)
    if not _SHORTEST_MEAN <= mean <= _LONGEST_MEAN or max(lengths) > _LONGEST_OF_MEAN * mean:
        return False
    marked = sum(len(_VOWELLED.findall(page.lines[i].text)) >= _FEWEST_MARKS for i in run)
    if marked >= _MARKED * len(run):
        return True
    if mean < _SHORTEST_UNMARKED or sum(page.forms[i].words for i in run) < _MEAN_WORDS * len(run):
        return False
    ends = [_last_letter(page.lines[i].plain) for i in run]
    return any(
        _share_of_one(some) >= _RHYMED
        for some in (ends, ends[::2], ends[1::2])
        if len(some) >= _FEWEST_VERSES - 1
    )


def _is_headed(page: PageEvidence, run: Sequence[int]) -> bool:
    """Whether the first line of a run is so much shorter than the next that it is its headline."""
    if len(run) < 2:
        return False
    first, second = (len(page.lines[i].plain) for i in run[:2])
    return first < _HEADING_OF_VERSE * second


def _last_letter(plain: str) -> str:
    found = _LETTER_AT_END.search(fold(plain))
    return found[1] if found else ""


def _share_of_one(letters: Sequence[str]) -> float:
    return Counter(letters).most_common(1)[0][1] / len(letters)


_FEWEST_PAPERS: Final = 3
"""Names of outlets, each above what it writes, from which a page is a review of the press."""


def _press_review(page: PageEvidence) -> frozenset[int]:
    """Return the lines of ``page`` that are a review of the press: papers' names and headlines."""
    forms, lines = page.forms, page.lines
    papers = [
        i
        for i in range(len(lines) - 1)
        if forms[i].known_outlet and forms[i + 1].kind in (*HEADLINES, Kind.PROSE)
    ]
    if len({lines[i].key for i in papers}) < _FEWEST_PAPERS:
        return frozenset()
    told = (i for i in range(papers[0], len(lines)) if forms[i].kind in (*HEADLINES, Kind.SHORT))
    return frozenset([*papers, *told])


_FEWEST_TEASERS: Final = 2
_LONG: Final = 6
"""Words from which a line may be a paragraph or a teaser."""


def _of_whole_page(page: PageEvidence) -> Iterator[str]:
    """Yield what shows whether a page tells one thing or lists many."""
    long = [
        i
        for i, form in enumerate(page.forms)
        if form.kind in _TEXTS and (form.words >= _LONG or form.kind is Kind.PROSE)
    ]
    prose = [i for i in long if page.forms[i].kind is Kind.PROSE]
    if not prose and any(page.forms[i].kind is Kind.TICKER for i in long):
        yield "page:ticker"
    cut = sum(page.forms[i].end == "dots" or "continued" in page.forms[i].cues for i in long)
    if cut >= _FEWEST_TEASERS and cut * 2 >= len(long):
        yield "page:cut"
    if any(
        page.lines[a].key and page.lines[a].key == page.lines[b].key for a, b in pairwise(prose)
    ):
        yield "page:doubled"
