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


TRIES = 15
"""A time that is measured once on a busy machine may say anything; what is so is so each time."""


def tried() -> tuple[dict[str, object], int]:
    """Try each pattern as the code uses it, in a process that imports all of it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.pattern_growth"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *slow, counted = map(json.loads, done.stdout.splitlines())
    return {each["pattern"]: each for each in slow}, counted["tried"]


def test_no_pattern_of_the_code_grows_with_the_square() -> None:
    slow, number = tried()
    assert number >= FEWEST_PATTERNS
    assert slow == {}


def is_ever_slow(pattern: str) -> bool:
    return any(growth("sample", re.compile(pattern), SEARCHED) for _try in range(TRIES))


def is_ever_sound(pattern: str, methods: frozenset[str] = SEARCHED) -> bool:
    return any(growth("sample", re.compile(pattern), methods) is None for _try in range(TRIES))


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
    assert is_ever_slow(slow)


@pytest.mark.parametrize(
    "sound", [r"(?:(?<!\s)\s+)?[،,]\s*", r"(?<![\s.,])[\s.,]+$", r"[^\W\d_]+", r"\d{1,4}(?:/\d+)?"]
)
def test_a_pattern_in_proportion_is_not(sound: str) -> None:
    assert is_ever_sound(sound)


def test_a_pattern_that_is_only_matched_is_tried_at_the_beginning_alone() -> None:
    assert is_ever_sound(r"\s*#", frozenset(("match",)))
    assert is_ever_slow(r"\s*#")
