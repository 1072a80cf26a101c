"""The page on security names tests that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
ROWS = 217
"""Rows of ASVS 5.0.0 of levels 1 and 2 without its chapters on OAuth (10) and WebRTC (17)."""
MOST_OPEN = 10


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_is_named_is_there(path: str, name: str) -> None:
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def rows(level: int) -> Iterator[tuple[str, str]]:
    """Yield the number and the state of each row in the table of a level, ranges written out."""
    table = PAGE.split(f"\n## Level {level}\n")[1].split("\n## ")[0]
    for numbers, state in re.findall(r"^\| (\d+\.\d+\.\d[^|]*) \| ([^|]*) \|", table, re.MULTILINE):
        for part in numbers.replace(" (level 2)", "").split(", "):
            section, first = part.split(" to ")[0].rsplit(".", 1)
            for number in range(int(first), int(part.rsplit(".", 1)[1]) + 1):
                yield f"{section}.{number}", state


def test_every_row_of_both_levels_is_there() -> None:
    numbers = {number for level in (1, 2) for number, _state in rows(level)}
    assert len(numbers) == ROWS


def test_no_row_of_level_1_is_open_and_few_of_level_2() -> None:
    assert [number for number, state in rows(1) if state == "open"] == []
    assert len([number for number, state in rows(2) if state == "open"]) <= MOST_OPEN
