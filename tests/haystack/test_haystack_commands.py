"""Haystack's commands over this index, with each of their options."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from haystack.query import SearchQuerySet

from archive.models import Article

pytestmark = pytest.mark.django_db


def run(command: str, *args: str, **options: Any) -> str:
    output = io.StringIO()
    call_command(command, *args, stdout=output, **options)
    return output.getvalue()


def count() -> int:
    found: int = SearchQuerySet().count()
    return found


def clear() -> None:
    run("clear_index", interactive=False, verbosity=0)
    assert count() == 0


@pytest.mark.usefixtures("river")
def test_the_index_is_cleared_and_filled() -> None:
    clear()
    run("update_index", verbosity=0)
    assert count() == 12
    clear()
    run("rebuild_index", interactive=False, verbosity=0)
    assert count() == 12
    assert "12 articles" in run("update_index")
    assert "All documents removed" in run("clear_index", interactive=False)


def test_what_went_from_the_database_goes_with_remove_alone(river: list[Article]) -> None:
    for article in (river[0], river[1], river[7]):
        article.delete()
    run("update_index", verbosity=0)
    assert count() == 12
    assert "removing 3 stale records" in run("update_index", remove=True)
    assert count() == 9
    river[2].delete()
    run("update_index", "-r", "--age", "1", "-b", "2", "-k", "2", verbosity=2)
    assert count() == 8


@pytest.mark.usefixtures("river")
def test_every_option_of_haystack_is_taken() -> None:
    clear()
    writing = ("-b", "5", "-k", "2", "-t", "3", "--nocommit", "-u", "default")
    run("update_index", "archive", *writing, verbosity=0)
    assert count() == 12
    run("rebuild_index", "--noinput", *writing, verbosity=0)
    assert count() == 12
    run("clear_index", "--noinput", "--nocommit", "-u", "default", verbosity=0)
    assert count() == 0


def test_articles_are_chosen_by_when_they_changed(river: list[Article]) -> None:
    now = timezone.now()
    Article.objects.exclude(pk=river[3].pk).update(updated_at=now - timedelta(hours=30))
    Article.objects.filter(pk=river[4].pk).update(updated_at=now - timedelta(minutes=90))

    def found(**options: Any) -> int:
        clear()
        run("update_index", verbosity=0, **options)
        return count()

    assert found(minutes=10) == 1
    assert found(age=2) == 2
    assert found(start_date=(now - timedelta(hours=31)).isoformat()) == 12
    assert found(end_date=(now - timedelta(hours=20)).strftime("%Y-%m-%d %H:%M:%S")) == 10
    assert found(start_date="2001-02-03", end_date="2001-02-04") == 0


@pytest.mark.usefixtures("river")
def test_models_and_applications_are_chosen() -> None:
    for labels, expected in ((["archive.Article"], 12), (["archive.Outlet"], 0), (["auth"], 0)):
        clear()
        run("update_index", *labels, verbosity=0)
        assert count() == expected


@pytest.mark.parametrize(
    ("arguments", "way_out"),
    [
        (["update_index", "nothing"], "archive.Article"),
        (["update_index", "archive.Nothing"], "archive.Article"),
        (["update_index", "--using", "other"], "default"),
        (["clear_index", "--noinput", "--using", "other"], "default"),
        (["rebuild_index", "--using", "other"], "default"),
        (["update_index", "--age", "1", "--minutes", "1"], "one of them"),
        (["update_index", "--age", "99999999999"], "so long ago"),
        (["update_index", "--start", "أمس"], "2024-03-05"),
        (["update_index", "--end", "31/12/2020"], "2024-03-05"),
    ],
)
@pytest.mark.usefixtures("river")
def test_mistakes_are_told_before_anything_is_done(arguments: list[str], way_out: str) -> None:
    with pytest.raises(CommandError, match=way_out):
        run(*arguments)
    assert count() == 12


@pytest.mark.usefixtures("river")
def test_clearing_asks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "n")
    assert "No action taken" in run("clear_index")
    assert count() == 12

    def nobody(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(CommandError, match="--noinput"):
        run("clear_index")
    assert count() == 12


@pytest.mark.usefixtures("river")
def test_haystack_tells_what_is_indexed() -> None:
    told = run("haystack_info")
    assert "1 index(es)" in told
    assert "Article by Index" in told
