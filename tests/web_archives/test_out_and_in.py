"""Captures go out as WARC and WACZ and come in again, here or elsewhere, as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.ingest.run import load_paths
from archive.models import Article, Capture, DocumentAddress, FormerArticle, Load, Outlet, Tombstone
from tests.web_archives.capture_samples import (
    described_articles,
    described_captures,
    described_parts,
    under_older_addresses,
    write_documents,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def begin_another_archive(home: Path, settings: Any) -> None:
    """Leave nothing of the archive of this test but its files."""
    Capture.objects.all().delete()
    for model in (DocumentAddress, FormerArticle, Load, Outlet, Tombstone):
        model.objects.all().delete()
    assert not Article.objects.exists()
    home.mkdir()
    settings.ARCHIVE_HOME = home


@pytest.mark.parametrize("unit", [5, pytest.param(100, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("ending", ["warc.gz", "wacz"])
def test_captures_of_every_kind_come_in_again_with_the_same_checksums_and_ids(
    tmp_path: Path, settings: Any, unit: int, ending: str
) -> None:
    report = load_paths([str(path) for path in write_documents(tmp_path / "in", unit)])
    assert report.rejected == []
    pages = Capture.objects.filter(url__startswith="https://www.akhbar")
    under_older_addresses(list(pages.order_by("-pk")[:unit]))
    captures, articles, parts = described_captures(), described_articles(), described_parts()
    assert len(captures) == 10 * unit
    assert len(articles) == 12 * unit
    assert len(parts) > 6 * unit
    out = tmp_path / f"all.{ending}"
    call_command("export_captures", out, load=Load.objects.get().pk, verbosity=0)
    begin_another_archive(tmp_path / "other", settings)
    report = load_paths([str(out)], keep_ids=True)
    assert report.rejected == []
    assert described_captures() == captures
    assert described_articles() == articles
    assert described_parts() == parts
    assert report.new == len(articles)
    assert [each for each in report.warnings if " id" in each[1]] == []
