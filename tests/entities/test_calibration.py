"""The table of confidences: shares of what was right, monotone, the same when it is read again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.entities.recognition.calibration import (
    LEAST,
    calibrated,
    calibration_to_text,
    isotonic,
    read_calibration,
    shipped_calibration,
)
from archive.records.mentions import EntityKind

SEEN = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=300)


@given(seen=SEEN)
def test_a_surer_name_is_never_less_likely_right(seen: list[tuple[float, bool]]) -> None:
    steps = isotonic(seen)
    shares = [step.share for step in steps]
    assert shares == sorted(shares)
    assert sum(step.seen for step in steps) == len(seen)
    assert all(step.seen >= min(LEAST, len(seen)) for step in steps)


def test_half_right_below_and_all_right_above_make_two_steps() -> None:
    seen = [(0.4, bool(number % 2)) for number in range(100)] + [(0.9, True)] * 100
    calibration = {(EntityKind.PERSON, False): isotonic(seen)}
    low = calibrated(0.5, EntityKind.PERSON, False, calibration)
    high = calibrated(0.95, EntityKind.PERSON, False, calibration)
    assert 0.45 < low < 0.55
    assert high > 0.98


def test_a_sort_without_a_table_keeps_its_number() -> None:
    assert calibrated(0.7, EntityKind.PLACE, True, {}) == 0.7


def test_the_table_is_read_as_it_was_written() -> None:
    shipped = shipped_calibration()
    again = read_calibration(calibration_to_text(shipped, "a header"))
    assert again == shipped
    assert {kind for kind, _by_form in shipped} == set(EntityKind)
