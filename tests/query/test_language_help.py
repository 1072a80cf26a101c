"""The reference of the query language says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from search.fields import FIELDS
from search.index.analyzers import Match
from search.query.facet_parameters import EXCLUDING, MAX_VALUES
from search.query.language import MAX_NESTING, MAX_PREFIXES, MAX_WORDS, parse
from search.query.lexer import MAX_SLOP
from search.query.state import MAX_TEXT_LETTERS, Sort

HELP = (Path(__file__).parents[2] / "docs" / "search-help.md").read_text("utf-8")
LANGUAGE = HELP.partition("## The query language")[2].partition("- The names of fields")[0]
EXAMPLES = [
    example
    for row in LANGUAGE.splitlines()
    if row.startswith("| `")
    for example in re.findall("`([^`]+)`", re.split(r"(?<!\\)\|", row)[1])
]
ALSO = re.findall(r"`([a-z]+|[\u0600-\u06ff]+):`", LANGUAGE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_is_read_as_it_stands(example: str) -> None:
    parsed = parse(example)
    assert parsed.tree is not None
    assert (parsed.repairs, parsed.notices) == ((), ())


@pytest.mark.parametrize("name", ALSO)
def test_a_field_named_in_the_help_is_a_field(name: str) -> None:
    assert parse(f"{name}:2024").tree != parse(f"{name} 2024").tree


def test_the_limits_of_the_help_are_those_of_the_code() -> None:
    numbers = [int(number.replace(",", "")) for number in re.findall(r"\| ([\d,]+)", HELP)]
    assert numbers == [
        MAX_TEXT_LETTERS,
        MAX_VALUES,
        MAX_WORDS,
        MAX_NESTING,
        MAX_PREFIXES,
        3,
        MAX_SLOP,
    ]


def test_the_help_names_every_parameter() -> None:
    address = HELP.partition("## The address of a search")[2]
    names = [
        "q",
        "match",
        "any",
        "sort",
        "after",
        "before",
        "collapse",
        "page",
        *FIELDS.facet_parameters,
    ]
    assert [name for name in names if f"`{name}`" not in address] == []
    assert f"`{EXCLUDING}outlet`" in address
    assert [value for value in (*Match, *Sort) if f"`{value}`" not in HELP] in ([], ["relevance"])
