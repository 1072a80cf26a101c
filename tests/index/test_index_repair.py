"""The worker mends the index by itself: when it does, when it waits, what it leaves alone."""

from __future__ import annotations

import shutil
import threading

import pytest
from django.test import Client

from archive.models import ArchiveIdentity, Article, OutboxEntry
from search.index import index_documents
from search.index.build_label import BuildLabel, read_label, write_label
from search.index.columnar_home import ColumnarHome
from search.index.home_errors import NewerIndexError, OtherArchiveError
from search.index.index_state import index_state
from search.index.rebuild import rebuild
from search.index.repair import PAUSES, Repair, RepairWaitsError, repair_record
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article
from tests.index.folder_home import columnar_home
from tests.index.spoilt_index import mend, opened_anew, pointer, titles

pytestmark = [
    pytest.mark.fault,
    pytest.mark.django_db,
    pytest.mark.usefixtures("archive_home"),
]


def test_a_restored_archive_without_an_index_gets_one(
    articles: list[Article], client: Client
) -> None:
    shutil.rmtree(columnar_home().folder)
    opened_anew()
    assert client.get("/search/", {"q": "نهر"}).status_code == 503
    drain_all(columnar_home())
    assert search(SearchState()).total == len(articles)


@pytest.mark.usefixtures("articles")
def test_an_index_of_another_archive_is_neither_read_nor_replaced() -> None:
    ArchiveIdentity.objects.update(key="0" * 32)
    home = opened_anew()
    folder = (home.folder / "current").read_text()
    with pytest.raises(OtherArchiveError, match="another archive"):
        titles("نهر")
    pointer().unlink()
    with pytest.raises(OtherArchiveError):
        mend()
    assert (home.folder / folder / "label").exists()
    rebuild(opened_anew())
    assert len(titles("نهر")) == 7, "who asks for it gets it"


@pytest.mark.usefixtures("articles")
def test_an_older_program_leaves_a_newer_build_alone() -> None:
    folder = columnar_home().current().folder
    label = read_label(folder)
    write_label(folder, label._replace(versions=(*label.versions[:3], label.versions[3] + 1)))
    make_article("نهر الأردن")
    with pytest.raises(NewerIndexError, match="newer"):
        mend()
    with pytest.raises(NewerIndexError):
        drain_all(columnar_home())
    assert OutboxEntry.objects.exists(), "what waits is left to the newer one"
    assert columnar_home().current().folder == folder


def test_a_program_that_was_replaced_knows_that_it_is_the_older() -> None:
    earlier = BuildLabel("", BuildLabel().successor("").versions, "program of before")
    newer = earlier.successor("")
    assert not earlier.is_newer
    assert "program of before" in newer.replaced
    assert newer._replace(program="later", replaced=(newer.program,)).is_newer


class Tries:
    """Repairs that fail, at times that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000_000.0
        self.begun = 0
        monkeypatch.setattr("search.index.repair.rebuild", self.fail)
        self.repair = Repair(opened_anew(), threading.Event(), clock=lambda: self.now)

    def fail(self, *_arguments: object) -> int:
        self.begun += 1
        raise OSError(5, "Input/output error")

    def mend(self) -> str:
        try:
            self.repair.mend(thorough=False)
        except (OSError, RepairWaitsError) as error:
            return str(error)
        return ""


@pytest.mark.usefixtures("articles")
def test_after_three_tries_the_worker_waits_for_the_operator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pointer().write_text("")
    tries = Tries(monkeypatch)
    assert "Input/output" in tries.mend()
    for pause in PAUSES[1:]:
        assert "soon" in tries.mend()
        tries.now += pause
        assert "Input/output" in tries.mend()
    tries.now += 3600
    assert "run rebuild_index" in tries.mend()
    assert tries.begun == 3
    state = index_state(columnar_home())
    assert (state.serves, state.tries) == (False, 3)
    assert "Input/output" in state.last_failure

    rebuild(columnar_home())
    assert tries.mend() == ""
    assert repair_record(columnar_home().folder).tries == 0


@pytest.mark.usefixtures("articles")
def test_nothing_is_begun_for_which_the_disk_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    pointer().write_text("")
    tries = Tries(monkeypatch)
    monkeypatch.setattr(
        "search.index.repair.shutil.disk_usage",
        lambda _folder: shutil._ntuple_diskusage(10**9, 10**9, 1000),
    )
    assert "make room" in tries.mend()
    assert tries.begun == 0
    assert repair_record(columnar_home().folder).tries == 0, "that is no try"


@pytest.mark.usefixtures("articles")
def test_what_another_process_has_built_meanwhile_is_not_built_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index_documents, "FORMAT", index_documents.FORMAT + 1)
    first, second = (
        opened_anew(),
        ColumnarHome(columnar_home().folder, holdings=columnar_home().holdings),
    )
    assert first.outdated
    assert second.outdated
    mend(first)
    built = first.current().folder
    mend(second)
    assert second.current().folder == built


@pytest.mark.usefixtures("articles")
def test_a_rebuild_that_breaks_off_leaves_nothing_behind() -> None:
    home = columnar_home()
    before = sorted(home.folder.glob("build-*"))

    def fail(_done: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        rebuild(home, advance=fail)
    assert sorted(home.folder.glob("build-*")) == before
    assert len(titles("نهر")) == 7
