"""The body of an article and what follows it up to the next article, each line in its role."""

from __future__ import annotations

from typing import Final

from archive.ingest.parsing.head import Head
from archive.ingest.parsing.line_roles import ClassifiedLine, Role, Segment
from archive.ingest.parsing.page_lines import Line, overlap
from archive.ingest.parsing.title_and_masthead import has_clock

_ENDINGS: Final = ("source", "keywords", "disclaimer", "end")
"""Kinds of marks below which no text is expected."""
_MOST_LINKS: Final = 6
"""Headlines right below a «read also» in the midst of the text."""
_TEXT_OF_LINK: Final = 0.5
"""Share of a linked headline's words in the text below it from which that text is its own."""
_LONGEST_SUBHEAD: Final = 14
"""Words of a sub-head; a longer line between paragraphs is one itself."""
_SHORTEST_LAST: Final = 6
"""Words of a text's last line that lacks its full stop; fewer are a button."""
_WINDOW: Final = 80
"""Lines below a «read also» by which it is decided whether the article goes on."""
_LONGEST_TAG: Final = 5
"""Words of a keyword, or of a source's name, on a line below its label."""
_REPEATED_CAPTION: Final = range(3, 61)
"""Words of a line that, standing twice, is a caption."""
_FEWEST_GUARDED_WORDS: Final = 8
"""Words of a sentence that no rule of chrome may take out of the text."""
_FEWEST_SENTENCE_WORDS: Final = 3


def classify_body(segment: Segment, head: Head) -> list[ClassifiedLine]:
    """Return the lines of ``segment`` below its ``head``, in their roles."""
    return _BodyClassifier(segment, head).classify()


class _BodyClassifier:
    def __init__(self, segment: Segment, head: Head) -> None:
        self.segment = segment
        self.head = head
        self.lines: list[ClassifiedLine] = []
        self.in_ending = False  # A label of ``_ENDINGS`` has come, or a «read also» that ends it.
        self.past_end = False  # The layout's own word that nothing more belongs to the article.
        self.in_related = False
        self.in_links = 0
        self.in_tags = False
        self.in_source = False
        self.last_text = self._last_text()
        below = range(self.last_text + 1, segment.end)
        self.tail = sum(segment.plain(i) for i in below)

    def classify(self) -> list[ClassifiedLine]:
        for index in range(self.head.body, self.segment.end):
            self.lines.append(self._classify_line(index))
        return self.lines

    def _last_text(self) -> int:
        """Return the index of the last line that surely belongs to the text."""
        last = self.head.body - 1
        for index in range(self.head.body, self.segment.end):
            line = self.segment.lines[index]
            mark = self.segment.marks[index]
            if mark is not None and mark.kind == "end":
                break
            if mark is not None and mark.kind == "related" and not mark.value:
                if not self._continues(index, ended=False):
                    break
            elif mark is None:
                last = index if line.is_prose or _is_sentence(line) else last
            elif mark.kind == "post":
                last = index
        return last

    def _classify_line(self, index: int) -> ClassifiedLine:
        mark = self.segment.marks[index]
        if self.in_related:
            return self._classify_related(index)
        if self.past_end and mark is None:
            return self.segment.classify(index, Role.CHROME, "below the end of the text")
        if mark is None:
            return self._classify_plain(index)
        if (
            mark.kind == "chrome"
            and index < self.last_text
            and _is_guarded(self.segment.lines[index])
        ):
            return self.segment.classify(index, Role.BODY, "a whole sentence among others")
        self.in_links = 0
        if mark.kind == "related":
            return self._classify_marker(index)
        self.in_ending = self.in_ending or mark.kind in _ENDINGS
        self.past_end = self.past_end or mark.kind == "end"
        self.in_tags = mark.kind == "keywords" and not mark.value
        self.in_source = mark.kind == "source" and not mark.value
        if mark.kind == "date" and (self.head.dated or self.in_ending):
            return self.segment.classify(index, Role.CHROME, "a date that is not this article's")
        if mark.kind in ("byline", "section") and index < self.last_text:
            return self.segment.classify(
                index, Role.BODY, "reads like a label, but text goes on below it"
            )
        if mark.kind in ("caption", "credit"):
            return self._caption(index, mark.why)
        return self.segment.classify_marked(index)

    def _classify_marker(self, index: int) -> ClassifiedLine:
        self.in_tags = self.in_source = False
        classified = self.segment.classify_marked(index)
        if classified.role is Role.RELATED_MARKER:
            if self._continues(index, self.in_ending):
                self.in_links = _MOST_LINKS
            else:
                self.in_related = self.in_ending = True
        return classified

    def _classify_related(self, index: int) -> ClassifiedLine:
        mark = self.segment.marks[index]
        if mark is None and self.in_tags and self.segment.lines[index].words <= _LONGEST_TAG:
            text = self.segment.lines[index].text
            return self.segment.classify(index, Role.KEYWORDS, "below the label of keywords", text)
        self.in_tags = mark is not None and mark.kind == "keywords" and not mark.value
        if mark is not None and mark.kind in ("source", "keywords", "disclaimer"):
            return self.segment.classify_marked(index)
        if mark is not None and mark.kind in ("chrome", "related"):
            return self.segment.classify_marked(index)
        return self.segment.classify(
            index, Role.RELATED, "below a «read also» that ends the article"
        )

    def _classify_plain(self, index: int) -> ClassifiedLine:
        line = self.segment.lines[index]
        if self.in_links and not line.is_prose:
            self.in_links -= 1
            return self.segment.classify(
                index, Role.RELATED, "a headline right below a «read also»"
            )
        self.in_links = 0
        if self.in_tags and line.words <= _LONGEST_TAG and not line.ends_sentence:
            return self.segment.classify(
                index, Role.KEYWORDS, "below the label of keywords", line.text
            )
        self.in_tags = False
        if self.in_source and line.words <= _LONGEST_TAG:
            return self.segment.classify(
                index, Role.SOURCE_LINE, "below its label", line.text.lstrip("• ")
            )
        self.in_source = False
        if line.key and line.key == self.head.title_key:
            return self.segment.classify(index, Role.TITLE_REPEAT, "the title again")
        if line.key and line.key == self.head.masthead_key:
            return self.segment.classify(
                index, Role.MASTHEAD, "the name at the top of the page again"
            )
        if line.key and line.key in self.head.caption_keys:
            return self.segment.classify(index, Role.CAPTION_REPEAT, "a caption again")
        if self._is_doubled(index):
            return self._caption(index, "doubled where a picture stands")
        return self._prose_or_tail(index)

    def _prose_or_tail(self, index: int) -> ClassifiedLine:
        line = self.segment.lines[index]
        if index <= self.last_text:
            if line.is_prose or line.ends_with_period or line.words > _LONGEST_SUBHEAD:
                return self.segment.classify(index, Role.BODY, "running text")
            if self._is_stamped(index):
                return self.segment.classify(
                    index, Role.RELATED, "a headline with a stamp of its own"
                )
            return self.segment.classify(index, Role.SUBHEAD, "a short line between paragraphs")
        if self.segment.outlets.by_name(line.text) is not None:
            return self.segment.classify(index, Role.MASTHEAD, "an outlet's name below the text")
        if line.words >= _SHORTEST_LAST and self.tail == 1 and not self.in_ending:
            return self.segment.classify(index, Role.BODY, "the last line of the text")
        if self._is_list(index):
            return self.segment.classify(index, Role.BODY, "a list that closes the text")
        return self.segment.classify(
            index, Role.CHROME, "a headline or scrap below the last sentence"
        )

    def _is_stamped(self, index: int) -> bool:
        """Whether the day or hour of another article stands right below the line."""
        below = index + 1
        mark = self.segment.marks[below] if below < self.segment.end else None
        if mark is None:
            return False
        clock = has_clock(self.segment.lines[below].text)
        return mark.kind in ("date", "published") or (mark.kind == "chrome" and clock)

    def _is_list(self, index: int) -> bool:
        """Whether the lines below the last sentence are items: with a colon, a bullet or figures."""
        if self.in_ending:
            return False
        text = self.segment.lines[index].text
        return text[0] in "-•*–—▪●·" or ": " in text or text[0].isdigit()

    def _caption(self, index: int, why: str) -> ClassifiedLine:
        key = self.segment.lines[index].key
        if key and key in self.head.caption_keys:
            return self.segment.classify(index, Role.CAPTION_REPEAT, "a caption again")
        self.head.caption_keys.add(key)
        return self.segment.classify(index, Role.CAPTION, why, self._caption_text(index))

    def _caption_text(self, index: int) -> str:
        mark = self.segment.marks[index]
        return mark.value if mark is not None else ""

    def _is_doubled(self, index: int) -> bool:
        line = self.segment.lines[index]
        if line.words not in _REPEATED_CAPTION or not line.key:
            return False
        return any(
            self.segment.lines[i].key == line.key
            for i in (index - 1, index + 1)
            if self.segment.start <= i < self.segment.end
        )

    def _next_ending(self, index: int) -> int:
        """Return where the next label of a source, of keywords or of other articles stands."""
        end = min(self.segment.end, index + _WINDOW)
        for below in range(index + 1, end):
            mark = self.segment.marks[below]
            if mark is not None and not mark.value and mark.kind in (*_ENDINGS, "related"):
                return below
        return end

    def _continues(self, index: int, ended: bool) -> bool:
        """Whether the article goes on below the «read also» at ``index``."""
        if ended:
            return False
        plain = [i for i in range(index + 1, self._next_ending(index)) if self.segment.plain(i)]
        lines = self.segment.lines
        first = next((n for n, i in enumerate(plain) if lines[i].is_prose), None)
        if first is None or first > _MOST_LINKS:
            return False
        if (
            first
            and overlap(lines[plain[first - 1]].text, lines[plain[first]].text) >= _TEXT_OF_LINK
        ):
            return False
        rest = [lines[i] for i in plain[first:]]
        return sum(line.is_prose for line in rest) * 2 > len(rest)


def _is_guarded(line: Line) -> bool:
    """Whether a line is too much of a sentence to be taken for chrome amid the text."""
    return line.is_prose and line.ends_with_period and line.words >= _FEWEST_GUARDED_WORDS


def _is_sentence(line: Line) -> bool:
    return line.ends_sentence and line.words >= _FEWEST_SENTENCE_WORDS
