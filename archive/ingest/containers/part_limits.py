"""How much of what came with a page is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PAGE_BYTES: Final = 50_000_000
"""Bytes of one page's parts, decoded. Nine pages of ten weigh less than 10 MB with everything that
they load (HTTP Archive, Page Weight, 2024); what is beyond five times that is film and sound."""

PART_BYTES: Final = 20_000_000
"""Bytes of one part, as of one document."""

MOST_PARTS: Final = 500
"""Parts of one page. Nine pages of ten ask for fewer than 200 files (HTTP Archive, 2024)."""


@dataclass(slots=True)
class PartLimits:
    """Counts the parts of one page, and what is left out."""

    left_out: int = 0
    left_out_bytes: int = 0
    _parts: int = 0
    _bytes: int = 0

    def has_room(self) -> bool:
        """Whether another part is taken; where none is, it counts as left out."""
        if self._parts < MOST_PARTS:
            return True
        self.left_out += 1
        return False

    def takes(self, size: int | None) -> bool:
        """Count a part of ``size`` bytes, None where it cannot be read; return whether it is kept."""
        if size is None or size > PART_BYTES or self._bytes + size > PAGE_BYTES:
            self.left_out += 1
            self.left_out_bytes += size or 0
            return False
        self._parts += 1
        self._bytes += size
        return True
