"""What the first reader would wait for is made while the site starts."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from archive.entities.gazetteer.gazetteer import Gazetteer
from search.facets.facets import resolve
from search.service.search_suggestions import warm_caches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def test_names_are_ready_after_warming() -> None:
    warm_caches()
    with patch.object(Gazetteer, "_name_table", side_effect=AssertionError("made again")):
        assert "Q3766" in resolve("entity", "Damascus")
