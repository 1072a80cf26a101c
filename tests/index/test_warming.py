"""What the first reader would wait for is made while the site starts."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from archive.entities.gazetteer.gazetteer import Gazetteer
from search.facets.facet_values import resolve
from search.service.guidance import warm

pytestmark = pytest.mark.django_db


def test_names_are_ready_after_warming(archive_home: Path) -> None:
    warm()
    with patch.object(Gazetteer, "_name_table", side_effect=AssertionError("made again")):
        assert "Q3766" in resolve("entity", "Damascus")
