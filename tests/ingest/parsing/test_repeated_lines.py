"""What a page says over and over costs no more for each line than what it says once."""

from __future__ import annotations

from time import process_time

from archive.ingest.parsing.line_features import features_of
from archive.ingest.parsing.page_classifier import page_evidence
from archive.knowledge.knowledge import OutletRegistry


def seconds(lines: int) -> float:
    text = "صندوق الزيتون\n" * lines
    page, _choice = page_evidence(text, outlets=OutletRegistry.shipped())
    began = process_time()
    features_of(page)
    return process_time() - began


def test_the_time_for_repeated_lines_grows_as_their_number() -> None:
    seconds(10)
    assert seconds(6_000) < 12 * seconds(1_000)
