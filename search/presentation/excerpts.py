"""Parts of texts with something marked: a name in its sentence, a capture's spans, a change."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.hits.snippets import Fragment

MAX_SHOWN_LETTERS: Final = 200_000
"""Letters of a capture that one page shows: browsers lay out more only slowly."""
_LETTERS_BEFORE_SPAN: Final = 2_000
"""Letters of a long capture that are shown before the first marked span."""

_MAX_COMPARED: Final = 1_000
"""Words of a paragraph that is compared word by word: it costs the square of their number."""

_SENTENCE_END: Final = re.compile(r"(?<=[.!?؟…])\s+|\n")
_LETTERS_EACH_SIDE: Final = 140
"""Letters of a sentence on each side of a name: two lines of a list."""
_BEGINNING_LETTERS: Final = 2 * _LETTERS_EACH_SIDE
_ROOM_FOR_SPACE: Final = 60
"""Letters that are read beyond a beginning, since runs of space in it become one."""
_WORD_WITH_SPACE: Final = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class CaptureText:
    """The text of a capture as fragments. ``cut`` says that they are a part of it only."""

    fragments: tuple[Fragment, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A text before and after a change, the words that differ marked. Empty: none."""

    before: tuple[Fragment, ...]
    after: tuple[Fragment, ...]


def sentence_about(text: str, start: int, end: int) -> tuple[Fragment, ...]:
    """Return the sentence around ``text[start:end]`` with that part marked.

    Each side is cut between words at 140 letters.
    """
    return _sentence_within(text, start, end, list(_SENTENCE_END.finditer(text)))


def _sentence_within(
    text: str, start: int, end: int, ends: Sequence[re.Match[str]]
) -> tuple[Fragment, ...]:
    first = max((match.end() for match in ends if match.end() <= start), default=0)
    last = min((match.start() for match in ends if match.start() >= end), default=len(text))
    pieces = (
        Fragment(_last_words(text[first:start])),
        Fragment(text[start:end], marked=True),
        Fragment(_first_words(text[end:last], _LETTERS_EACH_SIDE)),
    )
    return tuple(piece for piece in pieces if piece.text)


def sentences_about(
    text: str, places: Iterable[tuple[int, int]], most: int
) -> list[tuple[Fragment, ...]]:
    """Return the sentences of ``text`` that hold ``places`` (start, end), each once, at most ``most``.

    The first place of each is marked; it is cut as ``sentence_about`` cuts it.
    """
    ends = list(_SENTENCE_END.finditer(text))
    found: list[tuple[Fragment, ...]] = []
    reached = -1
    for start, end in sorted(places):
        if len(found) == most:
            break
        if start >= reached:
            found.append(_sentence_within(text, start, end, ends))
            reached = min(
                (match.start() for match in ends if match.start() >= end), default=len(text)
            )
    return found


def beginning_of(text: str, letters: int = _BEGINNING_LETTERS) -> str:
    """Return the beginning of ``text`` on one line, cut between words."""
    return _first_words(" ".join(text[: letters + _ROOM_FOR_SPACE].split()), letters)


def capture_text(text: str, spans: Iterable[Sequence[int]]) -> CaptureText:
    """Return ``text`` with ``spans`` ([start, end] pairs) marked.

    A long text is cut to ``MAX_SHOWN_LETTERS`` from a little before the first span.
    """
    ordered = sorted((max(start, 0), min(end, len(text))) for start, end in spans)
    first = ordered[0][0] if ordered else 0
    start = max(first - _LETTERS_BEFORE_SPAN, 0) if len(text) > MAX_SHOWN_LETTERS else 0
    end = min(start + MAX_SHOWN_LETTERS, len(text))
    fragments = []
    position = start
    for span_start, span_end in ordered:
        fragments.append(Fragment(text[position : max(min(span_start, end), position)]))
        fragments.append(Fragment(text[max(span_start, position) : min(span_end, end)], True))
        position = max(position, min(span_end, end))
    fragments.append(Fragment(text[position:end]))
    shown = tuple(fragment for fragment in fragments if fragment.text)
    return CaptureText(shown, cut=end - start < len(text))


def changed_text(before: str, after: str) -> ChangedText:
    """Return a change with the words marked that only one side has.

    What was added or removed whole is not marked: all of it is new, or gone. Nor are very long
    paragraphs.
    """
    old, new = _WORD_WITH_SPACE.findall(before), _WORD_WITH_SPACE.findall(after)
    if not old or not new or max(len(old), len(new)) > _MAX_COMPARED:
        return ChangedText(_whole(before), _whole(after))
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return ChangedText(
        tuple(_side(old, [(tag, start, end) for tag, start, end, _from, _to in steps])),
        tuple(_side(new, [(tag, start, end) for tag, _from, _to, start, end in steps])),
    )


def _whole(text: str) -> tuple[Fragment, ...]:
    return (Fragment(text),) if text else ()


def _side(words: Sequence[str], steps: Sequence[tuple[str, int, int]]) -> Iterator[Fragment]:
    for tag, start, end in steps:
        if start < end:
            yield Fragment("".join(words[start:end]), marked=tag != "equal")


def _last_words(text: str) -> str:
    if len(text) <= _LETTERS_EACH_SIDE:
        return text
    cut = text[-_LETTERS_EACH_SIDE:]
    return "… " + cut[cut.find(" ") + 1 :]


def _first_words(text: str, letters: int) -> str:
    if len(text) <= letters:
        return text
    cut = text[:letters]
    return cut[: cut.rfind(" ")] + " …" if " " in cut else cut + "…"
