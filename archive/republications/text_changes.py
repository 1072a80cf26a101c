"""What changed from one list of paragraphs to another."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened to a paragraph."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A paragraph as it was ``before`` and is ``after``; "" where there is none."""

    kind: ChangeKind
    before: str
    after: str


def paragraph_changes(before: Sequence[str], after: Sequence[str]) -> Iterator[ParagraphChange]:
    """Yield what changed from one list of paragraphs to another, in reading order."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for _tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if _tag == "equal":
            continue
        old, new = before[old_start:old_end], after[new_start:new_end]
        paired = min(len(old), len(new))
        for one, other in zip(old, new, strict=False):
            yield ParagraphChange(ChangeKind.CHANGED, one, other)
        for paragraph in old[paired:]:
            yield ParagraphChange(ChangeKind.REMOVED, paragraph, "")
        for paragraph in new[paired:]:
            yield ParagraphChange(ChangeKind.ADDED, "", paragraph)
