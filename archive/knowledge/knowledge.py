"""What editors taught the archive, as one value that is handed from stage to stage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archive.entities.recognition.combined_recogniser import Corrections
from archive.knowledge.outlet_registry import KnownOutlet, OutletRegistry


@dataclass(frozen=True)
class Knowledge:
    """The outlets and names that editors described, over those that come with the archive.

    It never changes: whoever must honour what editors do meanwhile asks for the next one.
    It travels to other processes as it is. Without arguments: what is shipped alone.
    """

    described_outlets: tuple[KnownOutlet, ...] = ()
    corrections: Corrections = Corrections()

    @cached_property
    def outlets(self) -> OutletRegistry:
        """Every known outlet: the shipped ones, as editors completed them, and editors' own."""
        return OutletRegistry.shipped().with_described(self.described_outlets)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the registry behind, which the other process makes faster than it reads it."""
        return {
            "described_outlets": self.described_outlets,
            "corrections": self.corrections,
        }
