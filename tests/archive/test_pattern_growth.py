"""No regular expression of the code takes time that grows with the square of a text."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.pattern_growth import ROOT, growth

FEWEST_PATTERNS = 500
SEARCHED = frozenset(("search",))


def test_no_pattern_of_the_code_grows_with_the_square() -> None:
    """Each pattern is tried as the code uses it, in a process that imports all of it."""
    tried = subprocess.run(
        [sys.executable, "-m", "tests.pattern_growth"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 0, tried.stderr
    *slow, counted = map(json.loads, tried.stdout.splitlines())
    assert slow == []
    assert counted["tried"] >= FEWEST_PATTERNS


@pytest.mark.parametrize(
    "slow",
    [
        r"\s*[،,]\s*",
        r"[\s.,]+$",
        r"(?:\d{1,3}(?:,\d{3})+|\d+|\s)+$",
        r"[A-Za-z].*[ء-ي]",
        r"url:\s*(https?://\S+)\s+saved",
    ],
)
def test_a_pattern_that_grows_with_the_square_is_found(slow: str) -> None:
    assert growth("sample", re.compile(slow), SEARCHED) is not None


@pytest.mark.parametrize(
    "sound", [r"(?:(?<!\s)\s+)?[،,]\s*", r"(?<![\s.,])[\s.,]+$", r"[^\W\d_]+", r"\d{1,4}(?:/\d+)?"]
)
def test_a_pattern_in_proportion_is_not(sound: str) -> None:
    assert growth("sample", re.compile(sound), SEARCHED) is None


def test_a_pattern_that_is_only_matched_is_tried_at_the_beginning_alone() -> None:
    beginning = re.compile(r"\s*#")
    assert growth("sample", beginning, frozenset(("match",))) is None
    assert growth("sample", beginning, SEARCHED) is not None
