"""The desk: where entities are put right. Each act is planned, shown, done, and can be undone.

``merge(entity, target)`` and its like return a ``Plan``, ``do`` carries it out, ``undo`` takes it
back. All raise ``DeskError`` where an act makes no sense, with a sentence for the editor.
"""

from archive.entities.desk.acts import do, undo
from archive.entities.desk.added_mentions import (
    NamePlace,
    add_name,
    entity_called,
    places_of_name,
)
from archive.entities.desk.plans import (
    DeskError,
    Plan,
    accept,
    merge,
    move_alias,
    reject,
    revise,
    split,
    suppress,
    suppress_in,
)

__all__ = [
    "DeskError",
    "NamePlace",
    "Plan",
    "accept",
    "add_name",
    "do",
    "entity_called",
    "merge",
    "move_alias",
    "places_of_name",
    "reject",
    "revise",
    "split",
    "suppress",
    "suppress_in",
    "undo",
]
