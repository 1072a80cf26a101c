"""The log of changes as a table for other programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final

from archive.changes.change_words import ChangeWords
from archive.changes.metadata_table import safe_cell
from archive.models import Change

CHUNK: Final = 1000
_COLUMNS: Final = (
    *("when", "who", "act", "changeset", "record", "id", "field", "from", "to", "undone_by"),
)


class _Lines:
    """What a CSV writer writes into: each line is returned at once."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def exported(changes: Iterable[Change]) -> Iterator[str]:
    """Yield the lines of a CSV file of changes, in constant memory."""
    writer = csv.writer(_Lines())
    yield "\ufeff" + str(writer.writerow(_COLUMNS))
    for some in _chunks(changes):
        words = ChangeWords(some)
        for change in some:
            made = change.changeset
            yield str(
                writer.writerow(
                    [
                        made.made_at.isoformat(timespec="seconds"),
                        safe_cell(made.made_by.get_username() if made.made_by else ""),
                        made.act,
                        change.changeset_id,
                        change.kind,
                        safe_cell(change.subject),
                        change.field,
                        safe_cell(words.before(change)),
                        safe_cell(words.after(change)),
                        change.undone_by_id or "",
                    ]
                )
            )


def _chunks(changes: Iterable[Change]) -> Iterator[list[Change]]:
    some: list[Change] = []
    for change in changes:
        some.append(change)
        if len(some) == CHUNK:
            yield some
            some = []
    yield some
