"""Parts of pages in backups: copied with their pages, gone with withdrawn ones, restored whole."""

from __future__ import annotations

import pytest

from tests.backups.archives import World, query
from tests.ingest.page_part_samples import NAMED, crawl
from tests.processes import manage

pytestmark = pytest.mark.fault


def test_parts_are_backed_up_and_go_when_their_page_is_withdrawn(world: World) -> None:
    (world.place / "crawl.warc.gz").write_bytes(crawl())
    assert world.run("load_articles", str(world.place / "crawl.warc.gz")).returncode == 0
    assert world.backup().returncode == 0
    first = world.names()[0]
    assert world.run("backup", str(world.backups), "--verify").returncode == 0
    parts = query(world.environment, "SELECT DISTINCT sha256 FROM archive_capturepart")
    names = [str(sha256) for (sha256,) in parts]
    files = [world.backups / f"captures/{name[:2]}/{name}.gz" for name in names]
    assert all(each.exists() for each in files)

    environment, _said = world.restored("whole")
    ((number,),) = query(environment, "SELECT count(*) FROM archive_partofcapture")
    assert number == len(NAMED)
    assert manage(environment, "check_archive").returncode == 0

    question = "SELECT id FROM archive_capture WHERE url LIKE '%akhbar.example%'"
    ((capture,),) = query(world.environment, question)
    world.run("withdraw_capture", str(capture), "--reason", "أمر قضائي")
    assert world.backup().returncode == 0
    assert not any(each.exists() for each in files)
    assert world.run("backup", str(world.backups), "--verify").returncode == 0

    environment, _said = world.restored("older", "--at", first)
    for count in (
        "SELECT count(*) FROM archive_capturepart",
        "SELECT count(*) FROM archive_partofcapture",
        "SELECT count(*) FROM archive_capturerecord",
    ):
        assert query(environment, count) == [(0,)]
    assert manage(environment, "check_archive").returncode == 0
