"""The desk: where entities are put right. Each act is planned, shown, done, and can be undone.

``merge(entity, target)`` and its like return a ``Plan``, ``do`` carries it out, ``undo`` takes it
back. All raise ``DeskError`` where an act makes no sense, with a sentence for the editor.
"""

from archive.entities.desk.acts import do, undo
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
    "Plan",
    "accept",
    "do",
    "merge",
    "move_alias",
    "reject",
    "revise",
    "split",
    "suppress",
    "suppress_in",
    "undo",
]
