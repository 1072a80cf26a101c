"""Reading a query, and showing what it found, takes work in proportion to the length of the text.

Work is counted, not timed: the steps of every pattern, and the functions called.
"""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search.hits
import search.query
from archive.arabic.frequencies import FrequencyTable
from search.hits.matching import Matcher
from search.hits.snippets import passage
from search.index.analyzers import ArabicAnalyzer
from search.query.compile import compile_tree
from search.query.language import parse
from search.query.lexer import Lexer
from search.query.state import MAX_TEXT_LETTERS, SearchState
from tests.regex_steps import StepCounter, TooManySteps

SIGNS = "اـَ.*\"' :2~-("
LETTERS = 40
STEPS_A_LETTER = 150
GROWTH = 2.4
"""Twice the text may take so many times the work: twice, and what is done once."""

UNITS = st.text(alphabet=SIGNS + "ب)»«|\n…/", min_size=1, max_size=6)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every pattern that is kept in a module of the query language or of hits."""
    for package in (search.query, search.hits):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    yield f"{module.name}.{name}", value


def hard_texts(letters: int) -> Iterator[str]:
    """Yield texts of one sign, of two in turn, and of one after the other."""
    for sign in SIGNS:
        yield sign * letters
    for one, other in permutations(SIGNS, 2):
        yield (one + other) * (letters // 2)
        yield one * (letters // 2) + other * (letters // 2)


def most_steps(pattern: re.Pattern[str], letters: int) -> int:
    limit = STEPS_A_LETTER * letters
    return max(StepCounter(pattern, text, limit).find_all() for text in hard_texts(letters))


@pytest.mark.parametrize(
    "pattern", [pytest.param(pattern, id=name) for name, pattern in patterns()]
)
def test_a_pattern_takes_steps_in_proportion_to_the_text(pattern: re.Pattern[str]) -> None:
    assert most_steps(pattern, 2 * LETTERS) <= GROWTH * most_steps(pattern, LETTERS)


@pytest.mark.parametrize(
    ("slow", "unit"),
    [(r"(?:[^\W\d_]|ـ){2,24}:", "ـ"), (r"(.+?)\.\.+(.+)", "ا."), (r"[.!]+\s+", ".")],
)
def test_the_count_finds_slow_patterns_out(slow: str, unit: str) -> None:
    def steps(times: int) -> int:
        limit = STEPS_A_LETTER * LETTERS * times
        return StepCounter(re.compile(slow), unit * LETTERS * times, limit).find_all()

    with contextlib.suppress(TooManySteps):
        assert steps(2) > GROWTH * steps(1)


def calls(work: Callable[[], object]) -> int:
    """Return how many functions ``work`` calls."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def assert_linear(work: Callable[[str], object], unit: str, times: int = 50) -> None:
    short, long = (calls(partial(work, unit * many)) for many in (times, 2 * times))
    assert long <= GROWTH * short + 300


@pytest.mark.property
@given(UNITS)
def test_reading_takes_calls_in_proportion_to_the_text(unit: str) -> None:
    assert_linear(lambda text: list(Lexer(text)), unit)
    assert_linear(parse, unit)


@pytest.mark.parametrize(
    "unit", ["بعد:", "بعد:2023..", "عنوان:", "«", "'ا ", "ا*~", "(", "-", "ا:ا:", "2023..", "أي:"]
)
def test_what_could_be_read_again_and_again_is_not(unit: str) -> None:
    assert_linear(lambda text: list(Lexer(text)), unit)


@cache
def matcher() -> Matcher:
    analyzer = ArabicAnalyzer(FrequencyTable.shipped())
    return Matcher(analyzer, compile_tree(parse('ا ب "ا ب"~5').tree, analyzer).terms)


@pytest.mark.property
@given(UNITS)
def test_a_snippet_takes_calls_in_proportion_to_the_text(unit: str) -> None:
    longer_than_a_passage = 250
    assert_linear(
        lambda text: passage(text, matcher().highlights(text)), unit, longer_than_a_passage
    )


def test_a_text_past_the_limit_is_cut_and_says_so() -> None:
    text = "حلب " * MAX_TEXT_LETTERS
    state = SearchState.from_querydict({"q": text})
    assert len(state.text) <= MAX_TEXT_LETTERS
    for parsed in (parse(state.text, cut=state.cut), parse(text)):
        assert "text_cut" in [notice.kind for notice in parsed.notices]
