"""What an archive says of a capture that it gives away, for an archive that takes it in again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CAPTURE_METADATA: Final = "application/vnd.khizana.capture+json"
"""The media type of the ``metadata`` records in which it travels."""


@dataclass(frozen=True, slots=True)
class GivenId:
    """The public id that an article had in the archive that gave it away, and how it is known."""

    public_id: str
    position: int
    title: str = ""
