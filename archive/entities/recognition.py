"""The recogniser that loading uses; made once for each process."""

from __future__ import annotations

from functools import cache

from archive.entities.gazetteer import Gazetteer
from archive.entities.matcher import GazetteerRecogniser
from archive.entities.mentions import Recogniser


@cache
def recogniser() -> Recogniser:
    """Return the gazetteer's recogniser."""
    return GazetteerRecogniser(Gazetteer.shipped())
