"""The head of an article: each line above its first sentence, in its role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from archive.ingest.parsing import datelines
from archive.ingest.parsing.article_starts import (
    body_start,
    can_be_title,
    first_sentence,
    head_start,
)
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.line_roles import ClassifiedLine, Role, Segment
from archive.ingest.parsing.page_lines import line_key, overlap
from archive.ingest.parsing.title_and_masthead import (
    LONGEST_NAME,
    choose_title,
    classify_above_start,
    classify_date_above,
    find_masthead,
    is_outlet_name,
    is_section_name,
)

_WROTE: Final = compile_folded(r"^(?:كتبت?|بقلم|تقرير|اعداد|ترجمة|تحرير)\s*[:：]?\s+")
_SAME_CAPTION: Final = 0.5
"""Share of a line's words that a labelled caption below has where it says the same."""
_NEAR_TITLE: Final = 3
"""Lines above the title among which its section stands alone, and lines below the text of a
picture among which its caption does."""
_LONGEST_SECTION: Final = 4
"""Words of a section's name that no list knows."""
_SHORTEST_KICKER: Final = 5
"""Words of a line right above the title that introduces it; fewer are a menu's."""
_LONGEST_SCRAP: Final = 3
"""Words of a button or label; no standfirst is so short."""
_READ_OF_TEXT: Final = 3
"""Lines of the text with which the title is compared."""


@dataclass(slots=True)
class Head:
    """The classified lines of a head, the index where the body begins, and what may repeat it.

    The keys are those of ``Line.key``. ``dated`` tells that the article's date is among
    the lines.
    """

    lines: list[ClassifiedLine] = field(default_factory=list)
    body: int = 0
    title_key: str = ""
    masthead_key: str = ""
    caption_keys: set[str] = field(default_factory=set)
    standfirst_keys: set[str] = field(default_factory=set)
    dated: bool = False


def classify_head(segment: Segment, stated_title: str, *, listing: bool) -> Head:
    """Return the head of ``segment``: the lines above its first sentence, in their roles.

    ``stated_title`` is the title that metadata gives; ``listing`` says that each article
    of the page has its date right above its title.
    """
    begin = head_start(segment)
    first = first_sentence(segment, begin)
    candidates = [i for i in range(begin, first) if segment.plain(i)]
    if not candidates and first < segment.end and can_be_title(segment, first):
        candidates, first = [first], first + 1
    text = range(first, min(first + _READ_OF_TEXT, segment.end))
    masthead = find_masthead(segment, candidates)
    title = choose_title(
        segment.lines,
        segment.marks,
        [i for i in candidates if i != masthead and _may_be_title(segment, i)],
        " ".join(segment.lines[i].plain for i in text),
        stated_title,
    )
    classifier = _HeadClassifier(segment, title, masthead, listing)
    return classifier.classify(begin, body_start(segment, title, first))


def _may_be_title(segment: Segment, index: int) -> bool:
    """Whether a line is more than an outlet's name or a place from which somebody writes."""
    if is_outlet_name(segment, index):
        return False
    line = segment.lines[index]
    if line.words > _LONGEST_SCRAP:
        return True
    return datelines.own_line(line.plain, segment.outlets) is None


class _HeadClassifier:
    def __init__(
        self, segment: Segment, title: int | None, masthead: int | None, listing: bool
    ) -> None:
        self.segment = segment
        self.title = title
        self.masthead = masthead
        self.listing = listing
        self.head = Head()
        if title is not None:
            self.head.title_key = segment.lines[title].key
        if masthead is not None:
            self.head.masthead_key = segment.lines[masthead].key

    def classify(self, begin: int, body: int) -> Head:
        for index in range(self.segment.start, body):
            above = index < begin
            self.head.lines.append(
                classify_above_start(self.segment, index) if above else self._classify_line(index)
            )
        self.head.body = body
        self.head.dated = any(each.role is Role.DATE for each in self.head.lines)
        return self.head

    def _classify_line(self, index: int) -> ClassifiedLine:
        segment, title = self.segment, self.title
        key = segment.lines[index].key
        if index == title:
            return segment.classify(index, Role.TITLE, "the best headline above the first sentence")
        if index == self.masthead:
            return segment.classify(index, Role.MASTHEAD, "names the outlet at the top of the page")
        if key and key == self.head.title_key:
            return segment.classify(index, Role.TITLE_REPEAT, "the title again")
        if title is not None and index < title and segment.kind(index) == "date":
            named = self.masthead is not None
            return classify_date_above(segment, index, title, masthead=named, listing=self.listing)
        if not segment.plain(index):
            return self._caption_once(segment.classify_marked(index))
        if title is not None and index < title:
            return self._above_title(index, title)
        return self._below_title(index)

    def _caption_once(self, classified: ClassifiedLine) -> ClassifiedLine:
        """Remember a caption's words; the same words again are its repetition."""
        if classified.role is Role.CAPTION:
            key = classified.line.key
            if key in self.head.caption_keys:
                classified.role = Role.CAPTION_REPEAT
            self.head.caption_keys.add(key)
        return classified

    def _above_title(self, index: int, title: int) -> ClassifiedLine:
        segment = self.segment
        line = segment.lines[index]
        if is_outlet_name(segment, index):
            return segment.classify(index, Role.MASTHEAD, "an outlet's name above the title")
        if is_section_name(line):
            if any(is_section_name(other) for other in segment.beside(index)):
                return segment.classify(index, Role.CHROME, "one of a menu of sections")
            return segment.classify(index, Role.SECTION, "the name of a section", line.text)
        numbered = any(char.isdigit() for char in line.text)
        if line.words <= _LONGEST_SECTION and not numbered and self._is_near_lone(index, title):
            why = "a short line above the title"
            return segment.classify(index, Role.SECTION, why, line.text, "weak")
        if index == title - 1 and line.words >= _SHORTEST_KICKER and segment.lines[title].gap <= 1:
            return segment.classify(index, Role.STANDFIRST, "a line right above the title")
        return segment.classify(index, Role.CHROME, "a headline above the title")

    def _is_near_lone(self, index: int, title: int) -> bool:
        """Whether the line stands near the title, and few others do."""
        if index < title - _NEAR_TITLE:
            return False
        above = (self.segment.plain(i) for i in range(self.segment.start, title))
        return sum(above) <= _NEAR_TITLE

    def _below_title(self, index: int) -> ClassifiedLine:
        segment, head = self.segment, self.head
        line = segment.lines[index]
        if line.key and line.key in head.caption_keys:
            return segment.classify(index, Role.CAPTION_REPEAT, "a caption again")
        if datelines.own_line(line.plain, segment.outlets) is not None:
            return segment.classify(
                index, Role.DATELINE, "a place, and who writes from it", line.text
            )
        if any(other.plain == line.plain for other in segment.beside(index)):
            head.caption_keys.add(line.key)
            return segment.classify(index, Role.CAPTION, "doubled where a picture stands")
        if self._is_captioned(index):
            return segment.classify(index, Role.CAPTION_REPEAT, "what a caption below says")
        if line.key in head.standfirst_keys:
            return segment.classify(index, Role.STANDFIRST_REPEAT, "the standfirst again")
        if head.title_key and line.key.startswith(head.title_key):
            return self._caption_glued_to_title(index)
        return self._name_or_standfirst(index)

    def _is_captioned(self, index: int) -> bool:
        """Whether a labelled caption right below says the same: the picture's alternative text."""
        below = range(index + 1, min(self.segment.end, index + _NEAR_TITLE))
        captions = (self.segment.marks[i] for i in below)
        return any(
            mark is not None
            and mark.kind == "caption"
            and overlap(self.segment.lines[index].plain, mark.value) >= _SAME_CAPTION
            for mark in captions
        )

    def _name_or_standfirst(self, index: int) -> ClassifiedLine:
        segment = self.segment
        line = segment.lines[index]
        if is_section_name(line):
            return segment.classify(index, Role.SECTION, "the name of a section", line.text)
        if is_outlet_name(segment, index):
            return segment.classify(
                index, Role.BYLINE, "an outlet's name under the title", line.text
            )
        among = any(other.words > _LONGEST_SCRAP for other in segment.beside(index))
        if self.title is None and line.is_headline and among:
            return segment.classify(index, Role.CHROME, "a headline above a text without a title")
        name = _WROTE.sub("", line.plain, count=1)
        if line.words <= LONGEST_NAME and datelines.is_name(name) and " " in name:
            return segment.classify(index, Role.BYLINE, "a name under the title", name, "weak")
        if line.words <= _LONGEST_SCRAP:
            return segment.classify(index, Role.CHROME, "a scrap between title and text")
        self.head.standfirst_keys.add(line.key)
        return segment.classify(index, Role.STANDFIRST, "stands between the title and the text")

    def _caption_glued_to_title(self, index: int) -> ClassifiedLine:
        """Return the caption that the page glued to the title."""
        words = self.segment.lines[index].text.split()
        caption = " ".join(words[len(self.head.title_key.split()) :])
        self.head.caption_keys.add(line_key(caption))
        why = "the title again, and a caption glued to it"
        return self.segment.classify(index, Role.CAPTION, why, caption)
