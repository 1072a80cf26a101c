"""Many articles changed alike: what is skipped, what is found by search, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.changes import changesets
from archive.changes.bulk_change import BulkChange, preview
from archive.changes.changesets import draft, start, step
from archive.changes.undoing import UndoError, can_be_undone, not_undone, undo
from archive.jobs import run_waiting
from archive.models import Act, Article, Change, ChangeSet, Job, OutboxEntry, Progress
from archive.models.editing import set_field
from search.exports.json_records import exported_articles
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="salma")


def change(articles: Iterable[Article], user: Any = None, **asked: Any) -> ChangeSet:
    """Change articles and return the changeset, read anew."""
    bulk = BulkChange(**asked)
    return start(draft(Act.BULK, user, bulk.asked(), [article.pk for article in articles]))


def undone(changeset: ChangeSet, user: Any = None) -> ChangeSet:
    return start(undo(changeset, user))


def exported() -> bytes:
    return "\n".join(json.dumps(each, sort_keys=True) for each in exported_articles()).encode()


def found(text: str) -> int:
    drain_all(index_home())
    return search(SearchState().with_text(text)).total


def test_an_outlet_is_set_and_found_by_search(editor: User) -> None:
    articles, outlet = [make_article() for _ in range(3)], make_outlet("نبع نيوز")
    done = change(articles, editor, values={"outlet": outlet.slug})
    assert (done.progress, done.changed, done.made_by) == (Progress.DONE, 3, editor)
    assert found(f"outlet:{outlet.slug}") == 3
    for article in Article.objects.all():
        assert (article.outlet_basis, article.edited) == ("editor", ["outlet"])


def test_each_change_is_a_row_of_who_what_from_and_to(editor: User) -> None:
    article, outlet = make_article(), make_outlet()
    change([article], editor, values={"outlet": outlet.slug, "section": "مياه"})
    rows = {row.field: row for row in Change.objects.all()}
    assert set(rows) == {"outlet", "section"}
    assert rows["section"].before == {"section": ""}
    assert rows["section"].after == {"section": "مياه"}
    assert rows["outlet"].before["outlet_id"] == article.outlet_id
    assert {row.subject for row in rows.values()} == {article.public_id}
    assert rows["outlet"].changeset.made_by == editor


def test_what_an_editor_had_set_is_skipped_unless_ticked() -> None:
    mine, other = make_article(), make_article()
    set_field(mine, "section", "بيئة")
    mine.save()
    seen = preview(BulkChange({"section": "مياه"}), [mine.pk, other.pk])
    assert (seen.total, seen.changing, seen.kept) == (2, 1, 1)
    done = change([mine, other], values={"section": "مياه"})
    assert (done.changed, done.kept) == (1, 1)
    assert Article.objects.get(pk=mine.pk).section == "بيئة"
    change([mine], values={"section": "مياه"}, overwrite=True)
    assert Article.objects.get(pk=mine.pk).section == "مياه"


def test_a_preview_changes_nothing_and_shows_from_and_to() -> None:
    article = make_article(section="بيئة")
    seen = preview(BulkChange({"section": "مياه"}), [article.pk])
    ((shown, (row,)),) = seen.samples
    assert (shown.pk, row.before, row.after) == (
        article.pk,
        {"section": "بيئة"},
        {"section": "مياه"},
    )
    assert Article.objects.get().section == "بيئة"
    assert not Change.objects.exists()


def test_what_has_the_value_already_keeps_how_it_was_known() -> None:
    article = make_article()
    assert article.outlet is not None
    done = change([article], values={"outlet": article.outlet.slug, "edtf": article.edtf})
    assert done.changed == 0
    assert Article.objects.get().outlet_basis == "stated"


def test_keywords_are_added_and_taken_out() -> None:
    article = make_article(keywords=["نهر", "سد"])
    change([article], add_keywords=("ماء", "نهر"), remove_keywords=("سد",))
    assert Article.objects.get().keywords == ["نهر", "ماء"]
    assert found("keyword:ماء") == 1
    assert found("ماء") == 1


def test_dates_are_set_and_shifted() -> None:
    month = make_article(
        published_earliest=date(2024, 2, 1), published_latest=date(2024, 2, 29), edtf="2024-02"
    )
    day, undated = make_article(day=date(2024, 3, 1)), make_article(day=None)
    change([month, day, undated], shift_days=-1)
    dates = [Article.objects.get(pk=each.pk).edtf for each in (month, day, undated)]
    assert dates == ["2024-01-31/2024-02-28", "2024-02-29", ""]
    change([undated], values={"edtf": "2023"})
    assert Article.objects.get(pk=undated.pk).published_latest == date(2023, 12, 31)


def test_many_are_hidden_at_once_and_shown_again() -> None:
    articles = [make_article(title="جسر") for _ in range(2)]
    assert found("جسر") == 2
    hidden = change(articles, values={"status": {"public_reason": "طلب", "until": "2030-01-02"}})
    assert found("جسر") == 0
    assert Article.objects.filter(hidden_until=date(2030, 1, 2)).count() == 2
    undone(hidden)
    assert found("جسر") == 2
    assert Article.objects.filter(hidden_public_reason="", hidden_until=None).count() == 2


def test_an_undo_restores_an_export_to_the_byte() -> None:
    for number in range(4):
        make_article(keywords=["نهر"], section=f"قسم {number}", captions=["صورة"])
    before, outlet = exported(), make_outlet()
    done = change(
        Article.objects.all(),
        values={"outlet": outlet.slug, "section": "مياه", "language": "ar", "edtf": "2020"},
        add_keywords=("ماء",),
    )
    assert exported() != before
    undone(done)
    assert exported() == before
    assert all(article.edited == [] for article in Article.objects.all())


def test_an_undo_leaves_what_changed_since_and_lists_it() -> None:
    one, other = make_article(), make_article()
    done = change([one, other], values={"section": "مياه"})
    change([other], values={"section": "بيئة"}, overwrite=True)
    back = undone(done)
    assert (back.changed, back.kept) == (1, 1)
    assert Article.objects.get(pk=one.pk).section == ""
    assert Article.objects.get(pk=other.pk).section == "بيئة"
    assert [row.subject for row in not_undone(done)] == [other.public_id]


def test_an_undo_is_a_change_that_can_be_undone_once() -> None:
    article = make_article()
    done = change([article], values={"section": "مياه"})
    back = undone(done)
    with pytest.raises(UndoError):
        undo(done, None)
    undone(back)
    assert Article.objects.get().section == "مياه"


def test_an_outlet_that_is_gone_cannot_be_given_back() -> None:
    article = make_article()
    old = article.outlet
    assert old is not None
    done = change([article], values={"outlet": make_outlet().slug})
    old.delete()
    assert undone(done).kept == 1


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changesets, "STEP", 2)
    monkeypatch.setattr(changesets, "AT_ONCE", 1)


@pytest.mark.usefixtures("small_steps")
def test_thousands_are_changed_in_the_background_with_progress(editor: User) -> None:
    articles = [make_article() for _ in range(5)]
    waiting = change(articles, editor, values={"section": "مياه"})
    assert (waiting.progress, waiting.done, waiting.total) == (Progress.WAITING, 0, 5)
    assert not can_be_undone(waiting)
    assert run_waiting() == 1
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == ("done", 5, 5)
    done = ChangeSet.objects.get()
    assert (done.progress, done.changed, bytes(done.work)) == (Progress.DONE, 5, b"")


@pytest.mark.usefixtures("small_steps")
def test_cut_in_the_middle_it_goes_on_where_its_last_step_ended() -> None:
    articles = [make_article() for _ in range(5)]
    waiting = change(articles, values={"section": "مياه"})
    assert step(waiting.pk)
    assert Article.objects.filter(section="مياه").count() == 2
    run_waiting()
    assert Article.objects.filter(section="مياه").count() == 5
    assert Change.objects.count() == 5


@pytest.mark.usefixtures("small_steps")
def test_a_stopped_change_is_undone_as_far_as_it_came() -> None:
    articles = [make_article() for _ in range(5)]
    waiting = change(articles, values={"section": "مياه"})
    step(waiting.pk)
    Job.objects.update(state="stopped")
    waiting = ChangeSet.objects.get(pk=waiting.pk)
    assert can_be_undone(waiting)
    undo(waiting, None)


def test_asked_for_twice_it_is_done_once() -> None:
    article = make_article()
    asked = draft(Act.BULK, None, BulkChange(shift_days=1).asked(), [article.pk])
    start(asked)
    start(asked)
    assert Article.objects.get().edtf == "2024-10-27"


def test_the_cost_does_not_grow_by_queries() -> None:
    outlet = make_outlet()
    costs = []
    for number in (2, 20):
        articles = [make_article() for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            change(articles, values={"outlet": outlet.slug, "section": "مياه"})
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_only_columns_are_indexed_where_no_text_changes() -> None:
    article = make_article()
    OutboxEntry.objects.all().delete()
    change([article], values={"section": "مياه"})
    assert OutboxEntry.objects.get().columns_only
    change([article], add_keywords=("ماء",))
    assert OutboxEntry.objects.filter(columns_only=False).exists()
