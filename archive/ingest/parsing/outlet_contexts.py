"""Where on a page a name stands, and what stands beside it there."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from archive.arabic.normalize import fold
from archive.errors import ArchiveError
from archive.ingest.parsing.datelines import is_newsroom, is_person, is_place
from archive.ingest.parsing.line_cues import begins_with_verb
from archive.ingest.parsing.line_roles import ClassifiedLine, Role
from archive.ingest.parsing.outlet_spans import READ_AT_MOST, SHORT_LINE, parts_of

_FILE: Final = Path(__file__).resolve().parents[2] / "data" / "outlet_cues.toml"
_MOST_LINES: Final = 400
"""Lines of a page in which names are looked for."""
_MOST_PLACES: Final = 16
"""Places of one name of which it is asked what stands there."""
_BESIDE: Final = 45
"""Code points before and behind a name that are looked at."""
_NEAR_DATE: Final = 14
_EARLY: Final = 5
"""Lines at the top of a page."""
_CLITICS: Final = ("لل", "وال", "ول", "بال", "ل", "ب", "و", "ك")
_FOR: Final = ("لل", "ول", "ل", "ب")
_SIGNS: Final = {
    sign: name
    for name, signs in {
        "quote": "«»\"“”'‘’",
        "bracket": "()[]",
        "slash": "/",
        "colon": ":",
        "dash": "-–—ـ",
        "bar": "|",
        "comma": "،,",
        "stop": ".",
    }.items()
    for sign in signs
}
_WORD: Final = re.compile(r"\w+")
_DATE: Final = re.compile(r"\d{4}|\d[:/]\d")
_VIA: Final = re.compile(
    r"^\W*(?:علي|عبر)\s+(?:تلجرام|التل|فيس|الفيس|واتس|الواتس|تويتر|يوتيوب|google|جوجل|منص|مواقع|اكس|انست)"
)
_REST: Final = ' -–—ـ/|:،()"«»“”.'


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: the line, its zone, and what is before and behind it there."""

    name: str
    index: int
    zone: str
    before: str
    behind: str
    clitic: str
    words: int
    role: Role


class PageText:
    """The folded lines of a page, in which names are found."""

    def __init__(self, lines: Sequence[ClassifiedLine]) -> None:
        self.lines: Final = lines[:_MOST_LINES]
        self.folded: Final = [
            fold(
                each.line.plain if each.line.words <= SHORT_LINE else each.line.text[:READ_AT_MOST]
            )
            for each in self.lines
        ]
        self.text: Final = "\n".join(self.folded)
        self.starts: Final[list[int]] = []
        start = 0
        for line in self.folded:
            self.starts.append(start)
            start += len(line) + 1
        roles = [each.role for each in self.lines]
        bodies = [index for index, role in enumerate(roles) if role is Role.BODY]
        self._first = bodies[0] if bodies else len(roles)
        self._last = bodies[-1] if bodies else -1
        self._title = roles.index(Role.TITLE) if Role.TITLE in roles else -1

    def zone(self, index: int) -> str:
        """Return the part of the page in which the line at ``index`` stands."""
        if index == self._title:
            return "title"
        if index < (self._first if self._title < 0 else self._title):
            return "top"
        if index < self._first:
            return "head"
        if index > self._last:
            return "foot"
        return "first" if index <= self._first + 1 else "body"

    def places(self, names: Sequence[str]) -> list[Place]:
        """Return where one of the folded ``names`` stands as words; the longest name first."""
        taken: list[tuple[int, int]] = []
        found: list[Place] = []
        for name in sorted(names, key=len, reverse=True):
            at = self.text.find(name)
            while at >= 0 and len(found) < _MOST_PLACES:
                end = at + len(name)
                clitic = self._clitic(at)
                free = all(end <= start or at >= stop for start, stop in taken)
                if clitic is not None and free and not self._goes_on(end):
                    taken.append((at, end))
                    found.append(self._place(name, at, clitic))
                at = self.text.find(name, end)
        return found

    def _goes_on(self, end: int) -> bool:
        return end < len(self.text) and self.text[end].isalnum()

    def _clitic(self, at: int) -> str | None:
        """Return what is glued to the word at ``at``: a preposition or nothing; None for letters."""
        start = at
        while start and self.text[start - 1].isalnum():
            start -= 1
        glued = self.text[start:at]
        return glued if not glued or glued in _CLITICS else None

    def _place(self, name: str, at: int, clitic: str) -> Place:
        index = bisect_right(self.starts, at) - 1
        line, start = self.folded[index], self.starts[index]
        before, behind = line[: at - start - len(clitic)], line[at - start + len(name) :]
        each, zone = self.lines[index], self.zone(index)
        return Place(name, index, zone, before, behind, clitic, each.line.words, each.role)


def shown_at(place: Place) -> Iterator[str]:
    """Yield what a place shows of the name that stands there."""
    if place.zone == "title":
        yield "in_title"
    opens, ends = _opens(place), _ends(place)
    if opens and ends:
        yield from _alone(place)
        return
    cue = cue_before(place.before, place.clitic)
    if cue:
        yield from (f"ctx:{cue}", f"ctx:{cue}:{place.zone}")
    before, behind = _sign_before(place), _sign_behind(place)
    size = "short" if place.words <= SHORT_LINE else "long"
    if opens:
        yield from (f"bol:{behind or 'word'}:{size}", f"bol:{place.zone}")
        if behind:
            yield "bolsign"
            yield from _behind_opening(place.behind)
    elif ends:
        yield from (f"eol:{before or 'word'}:{size}", f"eol:{place.zone}")
        if place.role is Role.CAPTION:
            yield "eol:caption"
    else:
        pair = f"{before}:{behind}" if before and behind else "sign" if before or behind else "word"
        yield f"mid:{pair}"
    if before and not opens:
        yield from _before_sign(place, before)
    yield from _beside(place)


def _opens(place: Place) -> bool:
    return not _WORD.search(place.before)


def _ends(place: Place) -> bool:
    return not _WORD.search(place.behind)


def _sign_before(place: Place) -> str:
    return _SIGNS.get(place.before.rstrip()[-1:], "")


def _sign_behind(place: Place) -> str:
    return _SIGNS.get(place.behind.lstrip()[:1], "")


def _alone(place: Place) -> Iterator[str]:
    """Yield what a name shows that has the line to itself."""
    yield from ("whole", f"whole:{place.zone}", f"whole:role:{place.role}")
    sign = _sign_behind(place)
    if sign == "dash":
        yield "whole:dash"
    elif sign in ("quote", "bracket"):
        yield "whole:wrapped"


def _beside(place: Place) -> Iterator[str]:
    if _DATE.search(place.behind[:_NEAR_DATE]):
        yield "before_date"
    if _DATE.search(place.before[-_NEAR_DATE:]):
        yield "after_date"
    if _VIA.match(place.behind[:_BESIDE]):
        yield "via"


def _behind_opening(behind: str) -> Iterator[str]:
    if begins_with_verb(behind.lstrip(_REST)):
        yield "bol:verb"
    parts = parts_of(behind[:_BESIDE])
    if parts and is_place(parts[0]):
        yield "bol:place"
    elif parts and is_newsroom(parts[0]):
        yield "bol:desk"
    elif parts and is_person(parts[0].split()[:3]):
        yield "bol:person"


def _before_sign(place: Place, sign: str) -> Iterator[str]:
    parts = parts_of(place.before[-_BESIDE:])
    last = parts[-1] if parts else ""
    if is_place(last):
        yield from ("after_place", f"after_place:{place.zone}", f"after_place:{sign}")
    elif is_newsroom(last):
        yield "after_desk"
    elif is_person(last.split()[-3:]):
        yield "after_person"


def cue_before(before: str, clitic: str) -> str:
    """Return what the words before a name tell of it: a cue of ``outlet_cues.toml``, or nothing."""
    words = _WORD.findall(before[-_BESIDE:])
    led = clitic in _FOR
    if words and words[-1] in _FOR:
        words.pop()
        led = True
    kind = ""
    while words and (kind_of := _kind(words[-1])):
        kind = kind_of if kind != "for_kind" else kind
        words.pop()
    last = words[-1] if words else ""
    spoken = (" ".join(words[-2:]), last, last.removeprefix("و"), last.removeprefix("ف"))
    cue = next(filter(None, map(_cues().get, spoken)), "")
    if cue and cue != "kind":
        return f"{cue}_kind" if cue == "quoted" and kind else cue
    if kind:
        return kind
    return "for" if led else _rights(before)


def _kind(word: str) -> str:
    """Return ``kind`` for a word that says what an outlet is, ``for_kind`` with «for» before it."""
    if _cues().get(word) == "kind" or _cues().get(word.removeprefix("ال")) == "kind":
        return "kind"
    bare = word[1:].removeprefix("ل")
    return "for_kind" if word[:1] == "ل" and _cues().get(bare) == "kind" else ""


def _rights(before: str) -> str:
    line = before[-60:]
    return "rights" if "©" in line or "copyright" in line or "حقوق" in line else ""


@cache
def _cues() -> Mapping[str, str]:
    """Return the cue of each word or two. Raises ``ArchiveError`` naming what is wrong."""
    try:
        table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{_FILE.name}: {error}") from error
    return {fold(word): cue for cue, words in table.items() for word in words}


def of_all_places(places: Sequence[Place]) -> Iterator[str]:
    """Yield what the number of a name's places shows, and how far they are apart."""
    lines = {place.index for place in places}
    yield f"lines:{min(len(lines), 3)}"
    if len({place.zone for place in places}) > 1:
        yield "zones"
    if sum(_opens(place) and _ends(place) for place in places) > 1:
        yield "whole:again"
    if lines:
        first = min(lines)
        yield "firstline" if first == 0 else "early" if first < _EARLY else "late"
