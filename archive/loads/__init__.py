"""Loads as records: looked at and undone.

- ``undoing``: a run taken back as a whole, a batch of documents at a time.
"""

from archive.loads.undoing import UndoPlan, plan_undo, undo, undo_step

__all__ = ["UndoPlan", "plan_undo", "undo", "undo_step"]
