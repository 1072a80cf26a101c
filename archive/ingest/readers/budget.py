"""How much an archive may grow to when it is unpacked: zip bombs end here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_FREE: Final = 500_000_000
"""Bytes that anything may grow to: half a gigabyte is read in seconds and kept nowhere."""

_RATIO: Final = 100
"""Text shrinks to a tenth, repetitive tables to a fiftieth; beyond this lies malice."""


class ExpansionError(ValueError):
    """An archive unpacks to far more than its size makes likely."""


@dataclass(slots=True)
class ExpansionBudget:
    """Bytes that the members of one outermost file of ``size`` bytes may still yield.

    Archives within archives draw on the same budget, so that depth multiplies nothing.
    """

    size: int
    spent: int = 0

    def spend(self, amount: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            ExpansionError: more have been unpacked than the file's size allows.
        """
        self.spent += amount
        if self.spent > _FREE + _RATIO * self.size:
            raise ExpansionError(
                "unpacks to more than a hundred times its size; taken for an archive bomb"
            )
