"""The words in which ``explain_document`` tells why a line has its role."""

from __future__ import annotations

from typing import Final

from archive.ingest.parsing.line_forms import Kind
from archive.ingest.parsing.page_model import LineReading

_NONE: Final = 0.005
"""Probability that two digits show as 0.00."""


def looks_like(kind: Kind) -> str:
    """Return what a line of ``kind`` looks like, in words."""
    return f"looks like {kind.value.replace('_', ' ')}"


def odds(reading: LineReading) -> str:
    """Return the probability of a line's part, and the next likely part with its own."""
    own = f"{reading.probability:.2f}"
    if reading.runner_up_probability < _NONE:
        return own
    other = reading.runner_up.value.replace("_", " ")
    return f"{own}; {other} {reading.runner_up_probability:.2f}"
