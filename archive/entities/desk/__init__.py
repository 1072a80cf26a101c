"""The desk: where entities are put right. Each act is planned, shown, done, and can be undone."""

from archive.entities.desk.acts import do, undo
from archive.entities.desk.plans import (
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
