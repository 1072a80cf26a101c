"""What speaks for and against each role of a line: its features, as names.

A feature is present or absent. Its weight for each role is the model's (``page_model``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.line_forms import HEADLINES, Kind, Script, is_from_place
from archive.ingest.parsing.line_places import LinePlaces
from archive.ingest.parsing.page_evidence import (
    LONGEST_RUN,
    PageEvidence,
    headline_runs,
    longest_line,
    next_others,
    step,
)
from archive.ingest.parsing.page_lines import content_words
from archive.ingest.parsing.page_shape import PageShape

_WINDOW: Final = 40
"""Lines above and below among which a headline's words are looked for in another line."""
_LONGEST_CONTAINER: Final = 300
"""Code points of a line in which another may be contained."""
_TEXT_AHEAD: Final = 2
_TEXT_BEHIND: Final = 3
"""Lines of running text below and above with which a line's words are compared."""
_FAR: Final = 12
"""Lines from a headline to running text from which it is far from any."""
_UNDER_MARKER: Final = 3
"""Lines below a «read also» among which an article of its own may begin."""
_STAMP_REACH: Final = 3
"""Lines below a headline among which its day stands."""
_STAMPS: Final = (Kind.DATE, Kind.DATE_AND_MORE)
_FEW_WORDS: Final = 6
"""Words of a line that every article of a page may have, such as a name."""
_NAMES: Final = (Kind.SHORT, Kind.NAME, Kind.HEADLINE, Kind.OUTLET)
_SHORTEST_NAME: Final = 3
_LINES_READ: Final = 400
_PAPERS: Final = tuple(
    fold(
        "شبكة موقع صحيفة جريدة وكالة مجلة قناة منتدى منتديات إدارة راديو منصة "
        "بوابة لموقع لصحيفة لوكالة لقناة لشبكة"
    ).split()
)
"""What an outlet is called by, before its name."""
_REPEATED: Final = (*HEADLINES, Kind.SHORT, Kind.NAME, Kind.TICKER)
"""Kinds of lines whose repetition tells something; a repeated paragraph is one all the same."""
_TEXT_LIKE: Final = (*HEADLINES, Kind.SHORT, Kind.NAME, Kind.PROSE, Kind.TICKER)
_WORD_STEPS: Final = (1, 2, 3, 5, 16, 24)
_SHARES, _NAME_STEPS = (0.01, 0.2, 0.4), (0.01, 0.3, 0.6, 0.9)
_SHOWN_CUES: Final = frozenset(
    ("picture", "continued", "bullet", "verb_first", "author", "tagged", "issue", "trail")
    + ("outlet_word", "numbered", "published", "updated", "imprint", "quoted", "conjunction")
    + ("dotted_break", "masthead_stamp", "greeting", "resumes", "blog_day")
)


def features_of(page: PageEvidence) -> list[list[str]]:
    """Return the names of the features of each line of ``page``."""
    return _Features(page).all()


class _Features:
    def __init__(self, page: PageEvidence) -> None:
        self.page = page
        self.kinds = [form.kind for form in page.forms]
        self.prose = [i for i, kind in enumerate(self.kinds) if kind is Kind.PROSE]
        self.keys = [line.key for line in page.lines]
        self.places: dict[str, list[int]] = defaultdict(list)
        for index, key in enumerate(self.keys):
            if key:
                self.places[key].append(index)
        self.next_other = next_others(self.keys)
        arabic = sum(form.script is Script.ARABIC for form in page.forms)
        self.is_arabic = arabic >= 2
        self.runs = headline_runs(self.kinds, self.keys)
        self.first_headline = next(
            (i for i, k in enumerate(self.kinds) if k in (*HEADLINES, Kind.PROSE, Kind.TICKER)), -1
        )
        self.gaps = any(line.gap for line in page.lines[1:]) and not all(
            line.gap for line in page.lines[1:]
        )
        self.longest = longest_line(page.forms)
        self.page_text = "\n".join(fold(line.plain) for line in page.lines[:_LINES_READ])
        starts = [i for i, mark in enumerate(page.marks) if mark and mark.kind == "start"]
        self.begin = starts[-1] if starts else -1
        self.shape = PageShape(page)
        self.line_places = LinePlaces(page)

    def all(self) -> list[list[str]]:
        found = []
        under_marker = False
        ended = False
        last_marker = -_FAR
        for index, kind in enumerate(self.kinds):
            names = ["", *self._own(index), *self._around(index), *self.shape.features(index)]
            names += self.line_places.features(index)
            if kind is Kind.PROSE and self.page.forms[index].goes_on:
                under_marker = False
            if under_marker:
                names.append("below_related")
            if index - last_marker <= _UNDER_MARKER and self.page.layout.after_related:
                names.append(f"related_then:{self.page.layout.after_related}")
            if ended:
                names.append("below_end")
            if index <= self.begin:
                names.append("above_start")
            found.append(names)
            if kind is Kind.RELATED_MARKER:
                under_marker, last_marker = True, index
            ended |= kind is Kind.END
        return found

    def _own(self, index: int) -> Iterator[str]:
        form = self.page.forms[index]
        yield f"kind:{form.kind}"
        yield f"words:{step(form.words, _WORD_STEPS)}"
        yield f"end:{form.end}"
        yield f"names:{step(form.names, _NAME_STEPS)}"
        for cue in sorted(form.cues & _SHOWN_CUES):
            yield f"cue:{cue}"
        yield from self._dates(index)
        yield from self._flags(index)
        if form.kind in _NAMES and form.words <= _FEW_WORDS and self._is_named(index):
            yield "named_in_text"
        if form.kind in _TEXT_LIKE:
            yield from self._matter(index)
        if form.kind in _REPEATED:
            yield from self._repetition(index)
        if form.kind in (*HEADLINES, Kind.NAME, Kind.SHORT):
            yield from self._run(index)
        if self.page.stated_title and self.keys[index]:
            yield from self._stated(index)

    def _dates(self, index: int) -> Iterator[str]:
        form = self.page.forms[index]
        if form.days:
            yield "one_day" if form.days == 1 else "days"
        if form.date_label and form.kind in (Kind.DATE, Kind.DATE_AND_MORE):
            yield f"date:{form.date_label}"
        if form.clock:
            yield "clock"
        if form.kind is Kind.DATE:
            yield from self._day_alone(index)
        if form.kind in (Kind.DATE, Kind.DATE_AND_MORE) and self.page.layout.date_above_title:
            yield f"date_above:{self.page.layout.date_above_title}"

    def _day_alone(self, index: int) -> Iterator[str]:
        """Whether a day opens the page right above a headline, and is the only one there."""
        if index + 1 == len(self.kinds) or self.kinds[index + 1] not in HEADLINES:
            return
        only = sum(kind in _STAMPS for kind in self.kinds) == 1
        if index == 0:
            yield "day_opens:only" if only else "day_opens"
        elif self.page.forms[index].clock:
            yield "hour_above_headline"

    def _flags(self, index: int) -> Iterator[str]:
        form, mark = self.page.forms[index], self.page.marks[index]
        flags = {
            "known_outlet": form.known_outlet,
            "foreign": self.is_arabic and form.script is Script.LATIN,
            "longest": index == self.longest and form.kind is not Kind.TICKER,
            "glued": self._is_glued(index),
            "asked": form.end == "question" and "bullet" in form.cues,
            "and_first": form.goes_on,
            "from_place": form.words <= _FEW_WORDS and is_from_place(self.page.lines[index].plain),
            "gap": self.gaps and self.page.lines[index].gap > 0,
        }
        yield from (name for name, shown in flags.items() if shown)
        if mark is not None and mark.sure:
            yield f"rule:{mark.kind}"

    def _is_named(self, index: int) -> bool:
        """Whether the page calls what the line says a paper, a site or a forum elsewhere."""
        key = self.keys[index]
        return len(key) > _SHORTEST_NAME and any(
            f"{word} {key}" in self.page_text for word in _PAPERS
        )

    def _is_glued(self, index: int) -> bool:
        """Whether the line was cut from one that holds more."""
        lines = self.page.lines
        beside = (place for place in (index - 1, index + 1) if 0 <= place < len(lines))
        return any(lines[place].number == lines[index].number for place in beside)

    def _stated(self, index: int) -> Iterator[str]:
        key, stated, words = self.keys[index], self.page.stated_title, self.page.forms[index].words
        if key == stated:
            yield "stated_title"
        elif words > 2 and (key in stated or stated in key):
            yield "part_of_stated_title"

    def _repetition(self, index: int) -> Iterator[str]:
        key, words = self.keys[index], self.page.forms[index].words
        places = self.places.get(key, ())
        if len(places) > 1 and words >= 2:
            near = index - places[0] <= 1 and places[-1] - index <= 1
            yield "repeated:beside" if near else "repeated:apart"
            yield "repeated:again" if places[0] < index else "repeated:first"
            if len(places) > 3:
                yield "repeated:often"
        if words < 3 or not key:
            return
        around = range(max(0, index - _WINDOW), min(len(self.keys), index + _WINDOW + 1))
        for place in around:
            other = self.keys[place]
            if len(other) > len(key) and len(other) <= _LONGEST_CONTAINER and key in other:
                yield "within_another"
                break
        for place in range(max(0, index - _WINDOW), index):
            other = self.keys[place]
            if 12 < len(other) < len(key) and other in key:
                yield "contains_another"
                break

    def _matter(self, index: int) -> Iterator[str]:
        """What words a line shares with the running text below it, and above."""
        words = content_words(self.page.lines[index].text)
        at = bisect_right(self.prose, index)
        below = self.prose[at : at + _TEXT_AHEAD]
        if below:
            shared = len(words & self._words_of(below))
            yield f"shared:{min(shared, 3)}"
            if not shared and self.runs[index][0] >= LONGEST_RUN and below[0] == self.prose[0]:
                yield "stranger_in_run"
            if shared >= 2 and shared * 2 >= len(words):
                yield "shared:half"
            if below[0] - index > _FAR:
                yield "far_from_text"
        else:
            yield "no_text_below"
        at = bisect_left(self.prose, index)
        above = self.prose[max(0, at - _TEXT_BEHIND) : at]
        if above:
            share = len(words & self._words_of(above)) / max(1, len(words))
            yield f"shared_above:{step(share, _SHARES)}"

    def _words_of(self, indexes: Sequence[int]) -> frozenset[str]:
        return frozenset().union(*(content_words(self.page.lines[i].text) for i in indexes))

    def _run(self, index: int) -> Iterator[str]:
        """How many headlines stand together here, and where among them."""
        size, first, last = self.runs[index]
        many = 1 if size < 2 else 2 if size == 2 else 3 if size < 5 else 5
        above = bool(self.prose) and self.prose[0] < index
        yield f"run:{many}"
        where = "no" if not self.prose else "below" if above else "above"
        yield f"run:{many}:{where}_text"
        yield from self._stamps(index)
        if size >= 2:
            yield "run:first" if first else "run:last" if last else "run:middle"
        if self.first_headline in (-1, index) or self.first_headline > index:
            yield "first_headline"

    def _stamps(self, index: int) -> Iterator[str]:
        """What right below a headline shows that it is an article's own."""
        below = self.next_other[index]
        if below >= len(self.keys):
            return
        if "continued" in self.page.forms[below].cues:
            yield "next_continued"
        if self.page.forms[below].clock and self.kinds[below] is Kind.CONTROL:
            yield "next_clock"
        if (
            self.places.get(self.keys[below], [index])[0] < index
            and self.page.forms[below].words < _FEW_WORDS
        ):
            yield "next_seen"
        for ahead in range(below, min(len(self.keys), below + _STAMP_REACH)):
            if self.kinds[ahead] in _STAMPS:
                yield "stamped"
                return
            if self.kinds[ahead] is Kind.PROSE:
                return

    def _around(self, index: int) -> Iterator[str]:
        kinds = self.kinds
        below = self.next_other[index] if self.keys[index] else index + 1
        yield f"next:{kinds[below] if below < len(kinds) else 'end'}"
        yield f"previous:{kinds[index - 1] if index else 'top'}"
        amid = 0 < index < len(kinds) - 1 and kinds[index + 1] is Kind.PROSE
        if amid and kinds[index - 1] is Kind.PROSE:
            yield "between_text"
        after = len(self.prose) - bisect_right(self.prose, index)
        before = bisect_left(self.prose, index)
        yield f"text_below:{min(after, 2)}"
        yield f"text_above:{min(before, 2)}"
        if not self.prose:
            yield "no_text"
        if not index:
            yield "first_line"
