"""Searching from the command line: what is asked for wrongly is told in a line."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "narrowed", ["date=مارس", "date=2024-13", "basis=rumour", "outlet=", "colour=red", "outlet"]
)
@pytest.mark.usefixtures("archive_home")
def test_an_impossible_facet_is_named(narrowed: str) -> None:
    with pytest.raises(CommandError, match=narrowed):
        call_command("search_articles", "حلب", facet=[narrowed])
