"""Labels of words, in the IOB2 scheme of CoNLL: B- begins a name, I- goes on with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from archive.entities.mentions import EntityKind

OUTSIDE: Final = "O"
KINDS: Final = {
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
}
"""The labels that are kinds of the archive. MISC (currencies, prizes, peoples) is learned
as a kind of its own, so that it is not mistaken for one of these, and then dropped."""


class LabelledSpan(NamedTuple):
    """Words ``first`` to ``last`` (exclusive) are one name of the kind ``label``."""

    first: int
    last: int
    label: str


def spans(labels: Sequence[str]) -> Iterator[LabelledSpan]:
    """Yield the names that ``labels`` mark, as the CoNLL evaluation reads them."""
    first = -1
    kind = ""
    for index, label in enumerate([*labels, OUTSIDE]):
        if first >= 0 and (label[0] != "I" or label[2:] != kind):
            yield LabelledSpan(first, index, kind)
            first = -1
        if label != OUTSIDE and first < 0:
            first, kind = index, label[2:]
