"""The lines of a page, with those of silent elements that hold most of what it says.

A form around the whole page, a class ``comments-open`` on the article, an article that is hidden
until its cookies are accepted: whatever says that an element is silent, it is read when it says
more than all that is left without it. Anything but a form must besides hold the main text, or be
far longer than what is left, where that is long enough for an article: teasers in a side column
and comments are longer than short news.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from archive.ingest.decoding.page_blocks import Block, page_blocks
from archive.ingest.decoding.silent_elements import Silence, silence_of

_MOST_OPENINGS: Final = 8
"""Silent elements within silent elements, or after one another, that are opened in a page."""

_ARTICLE: Final = 200
"""Letters from which a text is an article's, in an element that browsers do not show at all."""

_LEAST_CONFIRMED: Final = 0.5
"""Share of the main text that makes the lines that are shown the article's."""

_FAR_LONGER: Final = 4
_LEAST_FAR_LONGER: Final = 600
_NOT_LETTERS: Final = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class _Voice:
    """What a part of a page says: its running text, and all its words that are no links."""

    prose: int
    words: int

    def says_more_than(self, other: _Voice) -> bool:
        """Whether it has more running text, or more words where neither has any."""
        if self.prose or other.prose:
            return self.prose > other.prose
        return self.words > other.words


def spoken_blocks(root: Any, main_text: Callable[[], str]) -> list[Block]:
    """Return a page's lines, with the silent elements opened that hold most of what it says.

    ``main_text`` extracts the page's main text; it is called only where it decides.
    """
    opened: set[Any] = set()
    for _ in range(_MOST_OPENINGS):
        silent: list[Any] = []
        blocks = list(page_blocks(root, opened, silent))
        element = _loudest(blocks, silent, main_text)
        if element is None:
            break
        opened.add(element)
    return list(page_blocks(root, opened)) if opened else blocks


def _loudest(blocks: Sequence[Block], silent: Sequence[Any], main_text: Callable[[], str]) -> Any:
    """Return the silent element that says more than ``blocks``; None where there is none."""
    visible, seen = _voice(blocks), {block.text for block in blocks}
    loud: list[tuple[int, int, Any]] = []
    for number, element in enumerate(silent):
        if sum(map(len, element.itertext())) < max(visible.prose, 1):
            continue
        inner = [each for each in _inner_blocks(element) if each.text not in seen]
        voice = _voice(inner)
        if voice.says_more_than(visible) and _is_spoken(
            element, voice, visible, inner, blocks, main_text
        ):
            loud.append((voice.prose or voice.words, -number, element))
    return max(loud, key=lambda each: each[:2])[2] if loud else None


def _inner_blocks(element: Any) -> list[Block]:
    """Return the lines of a silent element, with forms and hidden elements in it opened."""
    opened = {element}
    for _ in range(_MOST_OPENINGS):
        silent: list[Any] = []
        blocks = list(page_blocks(element, opened, silent))
        hidden = {each for each in silent if silence_of(each) is Silence.NOT_SHOWN}
        if not hidden:
            break
        opened |= hidden
    return blocks


def _is_spoken(
    element: Any,
    voice: _Voice,
    visible: _Voice,
    inner: Sequence[Block],
    blocks: Sequence[Block],
    main_text: Callable[[], str],
) -> bool:
    if element.tag == "form":
        return True
    if element.tag == "noscript" and voice.words < _ARTICLE:
        return False
    if not visible.prose and visible.words < _ARTICLE:
        return True
    confirmed = share_of(main_text(), [block.text for block in blocks])
    if confirmed is None or confirmed < _LEAST_CONFIRMED:
        return True
    return (
        silence_of(element) is not Silence.COMMENTS
        and voice.prose >= max(_LEAST_FAR_LONGER, _FAR_LONGER * visible.prose)
        and sum(block.is_link for block in inner) < sum(block.is_prose for block in inner)
    )


def share_of(text: str, lines: Sequence[str]) -> float | None:
    """Return the share of the letters of ``text`` whose lines stand in ``lines``; None for no text.

    A line stands there where it begins, or ends, as a part of them does.
    """
    there = _NOT_LETTERS.sub("", "".join(lines))
    parts = [letters for line in text.splitlines() if (letters := _NOT_LETTERS.sub("", line))]
    total = sum(map(len, parts))
    if not total:
        return None
    found = sum(len(part) for part in parts if part[:_PART] in there or part[-_PART:] in there)
    return found / total


_PART: Final = 40
"""Letters at an end of a line by which it is found again."""


def _voice(blocks: Sequence[Block]) -> _Voice:
    prose = sum(len(block.text) for block in blocks if block.is_prose)
    return _Voice(prose, sum(len(block.text) for block in blocks if not block.is_link))
