"""An archive whose index lies in a cluster: edits, rebuilds, and what is wrong told at the start."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from whoosh.query import Every

from archive.captures.withdrawal import withdraw
from archive.index_address import IndexAddress
from archive.models import Article, OutboxEntry
from search.contract import IndexUnavailableError, Request
from search.index import cluster_home
from search.index.analyzers import Match
from search.index.cluster_home import ClusterHome
from search.index.holdings import ArchiveHoldings
from search.index.index_home import index_home
from search.index.rebuild import rebuild
from search.index.start_check import problem_at_start
from search.index.worker import drain_all
from tests.cluster.nodes import free_ports
from tests.factories import make_article

pytestmark = [pytest.mark.cluster, pytest.mark.django_db(transaction=True)]


def found(text: str) -> list[int]:
    from search.query.state import SearchState
    from search.service.search import search

    return sorted(hit.article.pk for hit in search(SearchState().with_text(text)).hits)


def indexes(address: IndexAddress) -> set[str]:
    home = ClusterHome(address, ArchiveHoldings())
    return set(home.cluster.ask("GET", f"/{address.name}-*"))


@pytest.mark.usefixtures("address")
def test_articles_are_found_with_their_facets_and_edits_are_seen(client: Client) -> None:
    river = make_article("فيضان النهر", body="ارتفع منسوب النهر في المدينة بعد المطر")
    make_article("سوق المدينة", body="افتتح الوالي سوقا جديدة")
    assert drain_all(index_home()) == 2
    assert found("النهر") == [river.pk]
    page = client.get("/search/", {"q": "المدينة"})
    assert page.status_code == 200
    assert "فيضان" in page.content.decode()
    river.title = "جفاف النهر"
    river.save()
    drain_all(index_home())
    assert found("جفاف") == [river.pk]
    assert found("فيضان") == []
    river.delete()
    drain_all(index_home())
    assert found("النهر") == []


def test_a_rebuild_swaps_while_searches_go_on(address: IndexAddress) -> None:
    made = [make_article(f"نهر {number}", body="منسوب الماء") for number in range(30)]
    drain_all(index_home())
    before = index_home().current_name()
    lost: list[int] = []
    ended = threading.Event()

    def search() -> None:
        while not ended.is_set():
            _opened, reader = index_home().read()
            total = reader.search(Request(Every(), limit=0)).total
            if total != len(made):
                lost.append(total)

    reader = threading.Thread(target=search)
    reader.start()
    try:
        assert rebuild(index_home()) == len(made)
    finally:
        ended.set()
        reader.join()
    assert lost == []
    after = index_home().current_name()
    assert after != before
    assert indexes(address) == {after, f"{address.name}-notes"}
    assert not OutboxEntry.objects.exists()


@pytest.mark.usefixtures("address")
def test_an_index_is_never_built_unasked() -> None:
    make_article("نهر", body="منسوب الماء")
    OutboxEntry.objects.all().delete()
    assert drain_all(index_home()) == 0
    with pytest.raises(IndexUnavailableError, match=r"ARCHIVE_INDEX.*rebuild_index"):
        index_home().read()
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert found("نهر") == [Article.objects.get().pk]


def test_the_index_of_another_archive_is_left_alone(address: IndexAddress) -> None:
    make_article("نهر", body="منسوب الماء")
    drain_all(index_home())
    before = indexes(address)

    class Other(ArchiveHoldings):
        """Another archive."""

        def identity(self) -> str:
            return "f" * 32

    other = ClusterHome(address, Other())
    for ask in (other.read, other.glance, lambda: problem_at_start(other)):
        with pytest.raises(IndexUnavailableError, match=r"ARCHIVE_INDEX.*another archive"):
            ask()
    with pytest.raises(IndexUnavailableError, match="another archive"), other.writing():
        pass
    with pytest.raises(IndexUnavailableError, match="another archive"):
        rebuild(other)
    assert indexes(address) == before


def test_what_this_program_did_not_make_is_left_alone(address: IndexAddress) -> None:
    home = ClusterHome(address, ArchiveHoldings())
    home.cluster.ask("PUT", f"/{address.name}-strange", {"aliases": {f"{address.name}-read": {}}})
    with pytest.raises(IndexUnavailableError, match=r"ARCHIVE_INDEX.*no search index"):
        home.glance()
    assert f"{address.name}-strange" in indexes(address)


def test_an_index_of_a_later_layout_is_left_alone(
    address: IndexAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article("نهر", body="منسوب الماء")
    drain_all(index_home())
    monkeypatch.setattr(cluster_home, "LAYOUT", 0)
    with pytest.raises(IndexUnavailableError, match=r"ARCHIVE_INDEX.*another version"):
        ClusterHome(address, ArchiveHoldings()).glance()


def test_the_cluster_away_takes_search_alone_away(
    archive_home: object,  # noqa: ARG001 - files of the test
    settings: Any,
    client: Client,
) -> None:
    article = make_article("نهر", body="منسوب الماء")
    (port,) = free_ports(1)
    settings.ARCHIVE_INDEX = IndexAddress((f"http://127.0.0.1:{port}",), "away", "u", "geheim")
    page = client.get(f"/article/{article.public_id}/")
    assert page.status_code == 200
    assert "منسوب" in page.content.decode()
    answer = client.get("/search/", {"q": "نهر"})
    assert answer.status_code == 503
    assert "Traceback" not in answer.content.decode()
    with pytest.raises(IndexUnavailableError, match="ARCHIVE_INDEX") as told:
        index_home().glance()
    assert "geheim" not in str(told.value)
    assert problem_at_start(index_home()) == str(told.value)


def test_one_writer_waits_for_another(address: IndexAddress) -> None:
    make_article("نهر", body="منسوب الماء")
    one = ClusterHome(address, ArchiveHoldings())
    other = ClusterHome(replace(address), ArchiveHoldings())
    order: list[str] = []

    def write() -> None:
        with other.lock():
            order.append("other")

    with one.lock():
        waiting = threading.Thread(target=write)
        waiting.start()
        waiting.join(1.0)
        order.append("one")
    waiting.join()
    assert order == ["one", "other"]


@pytest.mark.usefixtures("address")
def test_a_cluster_without_memory_is_told_in_a_sentence(client: Client) -> None:
    article = make_article("نهر", body="منسوب الماء")
    drain_all(index_home())
    client.raise_request_exception = False
    home = index_home()
    assert isinstance(home, ClusterHome)
    home.cluster.ask("PUT", "/_cluster/settings", {"transient": {_MEMORY: "2kb"}})
    try:
        paths = ("/search/?q=نهر", "/", "/entities/", f"/article/{article.public_id}/")
        answers = {path: client.get(path) for path in paths}
    finally:
        home.cluster.ask("PUT", "/_cluster/settings", {"transient": {_MEMORY: None}})
    assert {answer.status_code for answer in answers.values()} <= {200, 503}
    assert answers[paths[-1]].status_code == 200


WORD = "كرشطبوغ"
_MEMORY = "indices.breaker.request.limit"


@pytest.mark.parametrize("beside", [f"و{WORD}", f"{WORD}ات"])
def test_what_a_withdrawn_article_alone_had_written_leaves_the_word_frequencies(
    address: IndexAddress, beside: str
) -> None:
    goes = make_article("خبر يذهب", f"نص فيه {WORD} " * 40)
    stays = make_article("خبر يبقى", f"نص فيه {beside} وحده.")
    rebuild(index_home())
    before = index_home().current_name()
    assert index_home().current().analyzer.frequencies.count(WORD)
    withdraw(goes.capture, "خصوصية")
    drain_all(index_home())
    assert not OutboxEntry.objects.exists()
    opened, reader = index_home().read()
    assert opened.analyzer.frequencies.count(WORD) == 0
    assert indexes(address) == {opened.name, f"{address.name}-notes"} != {before}
    # What was read by it is read anew, as another build would read it.
    assert [list(each) for each in reader.ordered(Request(Every())).batches(9)] == [[str(stays.pk)]]
    (anew,) = opened.analyzer.query_terms(beside, Match.EXACT)
    assert reader.held("text", [anew, "=غائب"]) == {anew}
    assert found(beside) == [stays.pk]
    assert not index_home().outdated
    # And the copy is written to like any other.
    stays.title = "خبر تغير"
    stays.save()
    drain_all(index_home())
    assert found("تغير") == [stays.pk]


def test_an_index_that_was_left_refusing_writes_takes_them_again(address: IndexAddress) -> None:
    article = make_article("نهر", body="منسوب الماء")
    drain_all(index_home())
    home = ClusterHome(address, ArchiveHoldings())
    blocked = {"index.blocks.write": True}
    home.cluster.ask("PUT", f"/{home.current_name()}/_settings", blocked)
    article.title = "بحيرة"
    article.save()
    drain_all(index_home())
    assert found("بحيرة") == [article.pk]
