"""The states in which lines of a page can be, and how they follow each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple


class Phase(StrEnum):
    """Where on a page a line stands, in the order in which a page goes."""

    TOP = "top"
    HEAD = "head"
    BODY = "body"
    FOOT = "foot"
    NEXT_TOP = "next_top"
    NEXT_HEAD = "next_head"
    NEXT_BODY = "next_body"


class Part(StrEnum):
    """What a line is there."""

    CHROME = "chrome"
    RELATED = "related"
    DATE = "date"
    CAPTURE = "capture"
    UPDATE = "update"
    OUTLET = "outlet"
    SECTION = "section"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    TITLE = "title"
    TITLE_AGAIN = "title_again"
    KEYWORDS = "keywords"
    TEXT = "text"
    SUBHEAD = "subhead"
    OTHER_TEXT = "other_text"


class State(NamedTuple):
    """A part in a phase."""

    phase: Phase
    part: Part


_HEADING: Final = "title title_again standfirst kicker chrome related date capture update outlet section byline dateline caption keywords"
_PARTS: Final = {
    Phase.TOP: "chrome related date capture update outlet section byline dateline caption kicker keywords",
    Phase.HEAD: _HEADING,
    Phase.BODY: "text subhead title_again chrome caption related outlet byline date dateline",
    Phase.FOOT: "chrome related date update outlet byline section keywords caption other_text dateline",
    Phase.NEXT_TOP: "date section outlet byline kicker",
    Phase.NEXT_HEAD: _HEADING,
    Phase.NEXT_BODY: "text subhead title_again chrome caption related outlet byline date dateline",
}
STATES: Final = tuple(
    State(phase, Part(part)) for phase, parts in _PARTS.items() for part in parts.split()
)
_TEXT: Final = (Part.TEXT, Part.SUBHEAD)
_ENTRIES: Final[Mapping[tuple[Phase, Phase], Sequence[Part]]] = {
    (Phase.TOP, Phase.HEAD): (Part.TITLE,),
    (Phase.TOP, Phase.BODY): _TEXT,
    (Phase.HEAD, Phase.BODY): _TEXT,
    (Phase.HEAD, Phase.FOOT): (Part.CHROME, Part.RELATED),
    (Phase.BODY, Phase.FOOT): tuple(Part),
    (Phase.BODY, Phase.NEXT_TOP): tuple(Part),
    (Phase.BODY, Phase.NEXT_HEAD): (Part.TITLE,),
    (Phase.FOOT, Phase.NEXT_TOP): tuple(Part),
    (Phase.FOOT, Phase.NEXT_HEAD): (Part.TITLE,),
    (Phase.NEXT_TOP, Phase.NEXT_HEAD): (Part.TITLE,),
    (Phase.NEXT_HEAD, Phase.NEXT_BODY): _TEXT,
    (Phase.NEXT_BODY, Phase.FOOT): tuple(Part),
    (Phase.NEXT_BODY, Phase.NEXT_TOP): tuple(Part),
    (Phase.NEXT_BODY, Phase.NEXT_HEAD): (Part.TITLE,),
}
"""By which parts one phase goes over into another; within a phase any part follows but its title."""
_STARTS: Final[Mapping[Phase, Sequence[Part]]] = {
    Phase.TOP: tuple(Part),
    Phase.HEAD: (Part.TITLE,),
    Phase.BODY: _TEXT,
}
"""In which states a page may begin."""
START: Final = "start"
STOP: Final = "stop"
"""Names of what stands before a page's first line and behind its last, as phases of changes."""


def may_follow(before: State, after: State) -> bool:
    """Whether a page can go on from one state with the other."""
    if before.phase is after.phase:
        return after.part is not Part.TITLE
    return after.part in _ENTRIES.get((before.phase, after.phase), ())


def belongs(state: State, group: str) -> bool:
    """Whether the weights of ``group``, a phase, a part or both, count for ``state``."""
    return group in (state.phase, state.part, f"{state.phase} {state.part}")


def may_start(state: State) -> bool:
    """Whether a page can begin in ``state``."""
    return state.part in _STARTS.get(state.phase, ())


def begins_article(before: Phase, phase: Phase, part: Part) -> bool:
    """Whether another article begins at a line of ``phase`` below one of ``before``."""
    if phase is Phase.NEXT_TOP:
        return before is not Phase.NEXT_TOP
    return phase is Phase.NEXT_HEAD and part is Part.TITLE and before is not Phase.NEXT_TOP
