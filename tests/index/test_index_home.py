"""The home of the index while builds come and go under its readers and writers."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client

from archive.arabic.frequencies import FrequencyTable
from search.contract import Document
from search.engine import IndexMissingError
from search.hits.matching import Matcher
from search.index.analyzers import ArabicAnalyzer
from search.index.columnar_home import ColumnarHome
from search.index.holdings import Holdings
from search.index.home_errors import IndexBeingBuiltError
from search.index.index_home import index_home
from search.index.open_index import OpenIndex
from search.index.rebuild import rebuild
from search.index.worker import drain_all
from search.query.compile import compile_tree
from search.query.language import parse
from search.query.state import SearchState
from search.service.search import search
from search.service.search_suggestions import typing_suggestions, warm_caches
from search.service.similar_articles import similar_articles
from tests.factories import make_article
from tests.forked_commands import ForkedCommand
from tests.index.folder_home import columnar_home
from tests.processes import manage, new_archive, started, wait_for


@contextmanager
def building_elsewhere(home: ColumnarHome) -> Iterator[None]:
    """Hold the lock of the index as another process does that builds it."""
    with home.lock():
        yield


def swap(home: ColumnarHome, *keys: str) -> None:
    """Build an index of these documents and let it serve."""
    with home.lock():
        built = home.build(FrequencyTable.shipped())
        with built.columnar.writer() as writer:
            for key in keys:
                writer.add(Document(key))
        home.swap(built)


def in_threads(work: Callable[[], object], count: int = 8) -> list[object]:
    """Return what ``work`` gave, or raised, in each of so many threads."""
    results: list[object] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_the_readers_of_a_first_build_one_alone_waits_a_little(tmp_path: Path) -> None:
    seconds = 0.0
    waited = []

    def pause(duration: float) -> None:
        nonlocal seconds
        seconds += duration
        waited.append(threading.get_ident())

    home = ColumnarHome(tmp_path / "index", clock=lambda: seconds, pause=pause)
    with building_elsewhere(home):
        found = in_threads(home.read)
    assert [type(each) for each in found] == [IndexBeingBuiltError] * 8
    assert len(set(waited)) == 1
    assert seconds < 3
    opened, snapshot = home.read()
    assert (snapshot.document_count, opened.folder.name[:6]) == (0, "build-")


def test_threads_that_come_together_share_the_first_index(tmp_path: Path) -> None:
    home = ColumnarHome(tmp_path / "index")
    found = in_threads(home.current)
    assert len({id(each) for each in found}) == 1
    assert isinstance(found[0], OpenIndex)


@pytest.mark.usefixtures("archive_home")
def test_threads_that_come_together_share_one_home(monkeypatch: pytest.MonkeyPatch) -> None:
    class SlowlyMade(ColumnarHome):
        """A home whose making leaves the others time to come."""

        def __init__(self, folder: Path, holdings: Holdings) -> None:
            time.sleep(0.05)
            super().__init__(folder, holdings=holdings)

    monkeypatch.setattr("search.index.index_home.ColumnarHome", SlowlyMade)
    found = in_threads(index_home)
    assert isinstance(found[0], SlowlyMade)
    assert len({id(each) for each in found}) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("archive_home")
def test_pages_say_that_the_index_is_being_built(client: Client) -> None:
    article = make_article("نهر الفرات")
    with building_elsewhere(columnar_home()):
        response = client.get("/search/", {"q": "الفرات"})
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert "فهرس البحث قيد الإنشاء" in response.content.decode()
        reading = client.get(article.get_absolute_url(), {"q": "الفرات"})
        assert reading.status_code == 200
        assert similar_articles(article) == []
        assert typing_suggestions("نهر", 8) == []
        warm_caches()
    assert client.get("/search/", {"q": "الفرات"}).status_code == 200


def test_a_reader_gets_the_index_that_took_the_place_of_the_one_it_opened(tmp_path: Path) -> None:
    home = ColumnarHome(tmp_path / "index")
    swap(home, "1")
    other_process = ColumnarHome(tmp_path / "index")
    other_process.read()
    late_opened = home.current()
    swap(other_process, "1", "2")
    assert not late_opened.folder.exists()
    with pytest.raises(IndexMissingError):
        late_opened.snapshot()
    opened, snapshot = home.read()
    assert snapshot.document_count == 2
    assert opened.folder == other_process.current().folder


def test_an_index_that_is_swapped_away_while_it_is_opened_is_passed_over(tmp_path: Path) -> None:
    home = ColumnarHome(tmp_path / "index")
    swap(home, "1")
    stopping = threading.Event()
    writer = ColumnarHome(tmp_path / "index")

    def rebuild_without_end() -> None:
        while not stopping.is_set():
            swap(writer, "1", "2", "3")

    rebuilding = threading.Thread(target=rebuild_without_end)
    rebuilding.start()
    try:
        for _reading in range(25):
            assert home.read()[1].document_count in (1, 3)
    finally:
        stopping.set()
        rebuilding.join()


def test_a_damaged_index_is_reported_and_not_looked_for_elsewhere(tmp_path: Path) -> None:
    home = ColumnarHome(tmp_path / "index")
    swap(home, "1")
    shutil.rmtree(home.current().folder)
    with pytest.raises(IndexMissingError):
        home.read()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("archive_home")
def test_an_index_and_what_was_made_of_it_go_when_another_takes_its_place() -> None:
    for title in ("نهر الفرات", "نهر دجلة"):
        make_article(title)
    rebuild(columnar_home())
    kept: list[weakref.ref[object]] = []
    for _rebuild in range(3):
        warm_caches()
        assert search(SearchState().with_text("الفراط")).did_you_mean
        opened = columnar_home().current()
        kept += [weakref.ref(opened), weakref.ref(opened.analyzer)]
        del opened
        rebuild(columnar_home())
    wait_for(lambda: gc.collect() >= 0 and all(each() is None for each in kept))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("archive_home")
def test_suggestions_go_on_while_a_new_index_takes_over() -> None:
    make_article("نهر الفرات")
    drain_all(columnar_home())
    warm_caches()
    rebuild(columnar_home())
    assert [each.label for each in typing_suggestions("نهر", 8)] == ["نهر الفرات"]


@pytest.fixture
def restless_threads() -> Iterator[None]:
    """Let threads take turns as often as they can: what they share meets them half done."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("restless_threads")
def test_texts_are_marked_by_many_threads_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They share what an open index remembers of words, here far fewer than are asked for."""
    monkeypatch.setattr("search.index.open_index.REMEMBERED_WORDS", 16)
    opened = ColumnarHome(tmp_path / "index").current()
    names = [
        f"{first}{second}{third}ان" for first in "بتجحخ" for second in "درسع" for third in "فقكلم"
    ]
    alone = ArabicAnalyzer(FrequencyTable.shipped())
    expected = {name: alone.terms(name) for name in names}
    gate = threading.Barrier(12)

    def mark() -> None:
        gate.wait()
        for name in names:
            terms = compile_tree(parse(name).tree, opened.analyzer).terms
            for text in (f"في {name}", f"من {name} إلى حمص", f"{name} وحماة"):
                assert len(Matcher(opened.analyzer, terms, opened.word_terms).highlights(text)) == 1
            assert opened.word_terms(name) == expected[name]

    assert in_threads(mark, 12) == [None] * 12


@pytest.mark.fault
def test_a_writer_that_waited_writes_into_the_index_that_serves_then(tmp_path: Path) -> None:
    archive_home = tmp_path / "archive"
    environment = new_archive(archive_home)
    text = "قلعة على تلة\n\nرمّم فريق من المهندسين قلعة قديمة على تلة تطل على السهل."
    (tmp_path / "castle.txt").write_text(text, encoding="utf-8")
    manage(environment, "load_articles", "--no-index", str(tmp_path / "castle.txt"))
    home = ColumnarHome(archive_home / "index")
    swap(home)
    with home.lock():
        worker = started(environment, "index_worker", "--once")
        wait_for(lambda: waits_for_lock(worker))
        built = home.build(FrequencyTable.shipped())
        home.swap(built)
    assert worker.wait(240) == 0
    assert home.read()[1].document_count == 1


def waits_for_lock(process: ForkedCommand) -> bool:
    folder = Path("/proc") / str(process.pid) / "fd"
    for descriptor in folder.iterdir():
        try:
            if os.readlink(descriptor).endswith("MAIN_WRITELOCK"):
                return True
        except FileNotFoundError:
            continue
    return False
