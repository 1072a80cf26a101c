"""Passes that make vectors: stopped, killed, told of changes."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.models import Article
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.meaning.changed_articles import waiting_bytes
from search.meaning.embedding_pass import EmbeddingPass
from search.meaning.meaning_home import meaning_home, vectors_folder
from search.meaning.vector_file import VectorFile, vector_files
from search.meaning.vector_store import FolderStore, PassRunningError
from search.serving.embedding_worker import embed_waiting
from tests.factories import make_article
from tests.meaning.common_checks import make_hidden_meanwhile
from tests.meaning.conftest import embed
from tests.meaning.stand_in_model import StandInModel

pytestmark = [pytest.mark.django_db]


def known() -> set[int]:
    file = VectorFile.of_model(vectors_folder(), meaning_home().embedder.name)
    return set(file.known()) if file is not None else set()


def test_a_killed_pass_goes_on(model: StandInModel) -> None:
    made = [make_article(f"خبر {number}", "نص.").pk for number in range(40)]
    store = FolderStore(vectors_folder(), model.name)
    with store.alone():
        embedding = EmbeddingPass(store, model)
        steps = embedding.run(embedding.lacking())
        first = next(steps)
        del steps  # Nothing after this step is reached, as if the process had been killed.
    assert len(known()) == first
    assert embed() == 40 - first
    assert known() == set(made)
    assert len(model.asked) == 40


@pytest.mark.usefixtures("articles")
def test_a_second_pass_has_nothing_to_do(model: StandInModel) -> None:
    model.asked.clear()
    assert embed() == 0
    assert model.asked == []


@pytest.mark.usefixtures("model")
def test_one_pass_runs_at_a_time() -> None:
    with (
        meaning_home().store().alone(),
        pytest.raises(PassRunningError, match="another process"),
        meaning_home().store().alone(),
    ):
        pass


def test_hidden_articles_are_never_embedded(model: StandInModel) -> None:
    hidden, shown = make_article("سر", "نص سري."), make_article("خبر", "نص.")
    hide_articles([hidden], Reasons("سبب"))
    embed()
    assert known() == {shown.pk}
    assert not any("سري" in text for text in model.asked)


def test_one_that_is_hidden_while_its_vector_is_made_is_taken_out(
    model: StandInModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hidden_meanwhile(model, monkeypatch)
    embed()
    assert known() == set()


def test_the_worker_takes_out_what_is_hidden_and_makes_anew_what_changed(
    articles: dict[str, Article], model: StandInModel
) -> None:
    hidden, edited = articles["معرض"], articles["مباراة"]
    hide_articles([hidden], Reasons("سبب"))
    edited.body = "خسر الفريق."
    edited.save()
    new = make_article("خبر جديد", "نص جديد.")
    drain_all(index_home())
    assert hidden.pk not in known()
    model.asked.clear()
    embed_waiting(threading.Event())
    assert new.pk in known()
    assert sorted(model.asked) == ["خبر جديد\nنص جديد.", "مباراة\nخسر الفريق."]
    assert waiting_bytes(vectors_folder()) == 0


@pytest.mark.usefixtures("articles")
def test_what_waits_goes_on_waiting_while_another_pass_runs() -> None:
    make_article("خبر جديد", "نص جديد.")
    drain_all(index_home())
    with meaning_home().store().alone():
        embed_waiting(threading.Event())
    assert waiting_bytes(vectors_folder()) > 0


@pytest.mark.usefixtures("archive_home")
def test_without_the_setting_nothing_is_written(settings: Any) -> None:
    assert settings.ARCHIVE_EMBEDDINGS is None
    make_article("خبر", "نص.")
    drain_all(index_home())
    assert not vectors_folder().exists()


def test_hidden_articles_go_even_while_the_search_is_switched_off(
    articles: dict[str, Article], settings: Any
) -> None:
    before = known()
    settings.ARCHIVE_EMBEDDINGS = None
    hide_articles([articles["معرض"]], Reasons("سبب"))
    drain_all(index_home())
    [file] = vector_files(vectors_folder())
    assert set(file.known()) == before - {articles["معرض"].pk}


@pytest.mark.usefixtures("model")
def test_the_command_tells_the_cost_first(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(60):
        make_article(f"خبر {number}", "نص.")
    call_command("embed_articles")
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("60 articles lack vectors")
    assert "all take about" in told[1]
    assert told[-1] == "made vectors of 60 articles"
    call_command("embed_articles")
    assert "every article has its vectors" in capsys.readouterr().out


def test_ctrl_c_ends_the_command_in_a_sentence(
    model: StandInModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_texts: Any) -> Any:
        raise KeyboardInterrupt

    make_article("خبر", "نص.")
    monkeypatch.setattr(model, "passages", interrupt)
    with pytest.raises(CommandError, match="the next call goes on"):
        call_command("embed_articles", verbosity=0)


@pytest.mark.usefixtures("archive_home")
def test_the_command_says_what_to_set(settings: Any) -> None:
    settings.ARCHIVE_EMBEDDINGS = None
    with pytest.raises(CommandError, match="set ARCHIVE_EMBEDDINGS"):
        call_command("embed_articles", verbosity=0)


@pytest.mark.property
@given(st.lists(st.tuples(st.sampled_from("hesd"), st.integers(0, 3)), max_size=6))
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@pytest.mark.usefixtures("model")
def test_no_hidden_article_ever_has_vectors(acts: list[tuple[str, int]]) -> None:
    made = [make_article(f"خبر {number}", "نص.") for number in range(4)]
    for act, number in acts:
        article = Article.objects.get(pk=made[number].pk)
        if act == "h":
            hide_articles([article], Reasons("سبب"))
        elif act == "e":
            article.body += " زيادة"
            article.save()
        elif act == "s":
            drain_all(index_home())
        else:
            embed()
    drain_all(index_home())
    embed_waiting(threading.Event())
    embed()
    assert known() == set(Article.objects.shown().values_list("pk", flat=True))
