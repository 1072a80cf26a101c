"""How each field of an article came to be: told to readers without names and without what is closed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.captures.removal import hide_articles, show_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.changes.article_changes import ArticleChanges, articles_to_change
from archive.changes.field_values import value_digest
from archive.changes.told_history import close_value
from archive.changes.typed_dates import typed_date
from archive.entities.desk.acts import do
from archive.entities.desk.acts import undo as undo_act
from archive.entities.desk.added_mentions import add_name, places_of_name
from archive.entities.desk.plans import suppress_in
from archive.errors import ArchiveError
from archive.ingest.parsing.layouts import GENERIC
from archive.models import Act, Article, Capture, Change, ChangeSet, ClosedValue, EntityStatus
from tests.factories import make_article, make_capture, make_entity, make_mention, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("muharrir", first_name="سلمى")


def edit(article: Article, editor: User | None, **values: object) -> None:
    """Change fields as the desk does."""
    changes = ArticleChanges(ChangeSet.of_act(Act.BULK, editor))
    (row,) = articles_to_change([article.pk])
    changes.set(row, values)
    changes.write()
    article.refresh_from_db()


def address(article: Article) -> str:
    return f"{article.get_absolute_url()}history/"


def page(client: Client, article: Article) -> str:
    response = client.get(address(article))
    assert response.status_code == 200
    return response.content.decode()


def told(client: Client, article: Article) -> dict[str, list[dict[str, Any]]]:
    response = client.get(f"{article.get_absolute_url()}history.json")
    fields: dict[str, list[dict[str, Any]]] = json.loads(response.content)["fields"]
    return fields


def test_a_value_that_nobody_changed_says_by_which_words_it_was_read(english: Client) -> None:
    article = make_article("حديقة", outlet=make_outlet("النخلة"), outlet_evidence="جريدة النخلة")
    html = page(english, article)
    assert "Stated in the text: “26/10/2024”" in html
    assert "2024-10-26" in html
    assert "جريدة النخلة" in html
    assert "Read from the page loaded on" in html
    (title,) = told(english, article)["title"]
    assert (title["set_by"], title["value"]) == ("reading", "حديقة")
    assert title["capture"] == article.capture.sha256


def test_what_an_editor_changed_stands_above_what_it_was(english: Client, editor: User) -> None:
    article = make_article("قديم", section="رياضة")
    edit(article, editor, title="جديد", section="ثقافة")
    html = page(english, article)
    assert html.index("جديد") < html.index("قديم")
    assert "An editor" in html
    assert editor.username not in html
    now, before = told(english, article)["title"]
    assert (now["value"], now["set_by"], now["current"]) == ("جديد", "editor", True)
    assert (before["value"], before["set_by"], before["current"]) == ("قديم", "reading", False)


def test_readers_see_an_editor_in_arabic_and_the_desk_sees_who(
    client: Client, editor: User
) -> None:
    article = make_article("قديم")
    edit(article, editor, title="جديد")
    html = page(client, article)
    assert "محرر" in html
    assert "muharrir" not in html
    client.force_login(editor)
    assert "muharrir" in page(client, article)


def test_a_date_tells_its_evidence_before_the_edit(english: Client, editor: User) -> None:
    article = make_article()
    edit(article, editor, edtf=typed_date("2024-10"))
    now, before = told(english, article)["edtf"]
    assert (now["value"], now["basis"]) == ("2024-10", "editor")
    assert (before["value"], before["evidence"]) == ("2024-10-26", "26/10/2024")


def test_a_change_taken_back_is_three_values(english: Client, editor: User) -> None:
    from archive.changes.changesets import start
    from archive.changes.undoing import undo

    article = make_article("أول")
    edit(article, editor, title="ثان")
    start(undo(ChangeSet.objects.get(), editor))
    assert [each["value"] for each in told(english, article)["title"]] == ["أول", "ثان", "أول"]


def test_a_saving_of_the_form_is_told_once(english: Client, client: Client, editor: User) -> None:
    article = make_article("قبل", body="سطر أول\nسطر ثان")
    client.force_login(editor)
    form = client.get(f"/admin/archive/article/{article.pk}/change/").context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"title": "بعد", "body": "سطر أول\nسطر آخر", "captions": "", "keywords": ""}
    for prefix in ("mentions",):
        sent |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    response = client.post(f"/admin/archive/article/{article.pk}/change/", sent)
    assert response.status_code == 302
    fields = told(english, article)
    assert [each["value"] for each in fields["title"]] == ["بعد", "قبل"]
    assert [each["set_by"] for each in fields["body"]] == ["editor", "reading"]
    html = page(english, article)
    assert "آخر" in html.partition("<del")[2]


def test_what_a_later_reading_changed_names_both_captures(
    english: Client, load: Callable[..., object], tmp_path: Path
) -> None:
    source = tmp_path / "page.html"
    for word in ("أولى", "أخرى"):
        text = f"<p>هذه فقرة {word} عن أشجار النخيل التي زُرعت في حديقة المدينة هذا العام.</p>" * 3
        html = f"<html><body><article><h1>حديقة المدينة</h1>{text}</article></body></html>"
        source.write_text(html, encoding="utf-8")
        load(source)
    article = Article.objects.get()
    now, before = told(english, article)["body"]
    assert "أخرى" in str(now["value"])
    assert "أولى" in str(before["value"])
    first, second = Capture.objects.order_by("pk").values_list("sha256", flat=True)
    assert (before["capture"], now["capture"]) == (first, second)
    assert [each["value"] for each in told(english, article)["title"]] == ["حديقة المدينة"]


def test_a_program_that_wrote_no_history_is_told_as_such(english: Client) -> None:
    article = make_article("خبر")
    article.save()  # leaves a line of history
    Article.objects.filter(pk=article.pk).update(published_latest=None, edtf="2024-10-26/..")
    now, before = told(english, article)["edtf"]
    assert (now["value"], now["set_by"], now["on"]) == ("2024-10-26/..", "program", None)
    assert before["value"] == "2024-10-26"
    assert "on a day that was not recorded" in page(english, article)


def close(article: Article, editor: User, field: str, value: str, reason: str = "خصوصية") -> None:
    close_value(article, field, value_digest(field, {field: value}), reason, editor)


def test_a_closed_value_is_nowhere_for_readers(english: Client, editor: User) -> None:
    article = make_article("اسم القاصر")
    edit(article, editor, title="بلا اسم")
    close(article, editor, "title", "اسم القاصر")
    for text in (
        page(english, article),
        english.get(f"{article.get_absolute_url()}history.txt").content.decode(),
        english.get(f"{article.get_absolute_url()}history.json").content.decode(),
    ):
        assert "اسم القاصر" not in text
        assert "خصوصية" in text
    english.force_login(editor)
    assert "اسم القاصر" in page(english, article)
    # The files are the readers' ones, whoever takes them.
    for form in ("txt", "json"):
        file = english.get(f"{article.get_absolute_url()}history.{form}").content.decode()
        assert "اسم القاصر" not in file


def test_a_closed_text_is_not_told_by_its_differences(english: Client, editor: User) -> None:
    article = make_article(body="فقرة\nاسم القاصر هنا")
    edit(article, editor, body="فقرة\nلا اسم هنا")
    assert "القاصر" in page(english, article)
    close(article, editor, "body", "فقرة\nاسم القاصر هنا")
    assert "القاصر" not in page(english, article)


def test_a_value_that_came_twice_is_closed_everywhere(english: Client, editor: User) -> None:
    article = make_article("سر")
    for title in ("علن", "سر", "آخر"):
        edit(article, editor, title=title)
    close(article, editor, "title", "سر")
    values = [each["value"] for each in told(english, article)["title"]]
    assert values == ["آخر", None, "علن", None]


def test_closing_is_logged_without_the_value_and_taken_back(client: Client, editor: User) -> None:
    article = make_article("زعفران")
    edit(article, editor, title="علن")
    client.force_login(editor)
    digest = value_digest("title", {"title": "زعفران"})
    desk = f"/admin/archive/article/{article.pk}/closed-value/?field=title&value={digest}"
    assert desk.replace("&", "&amp;") in page(client, article)
    assert client.get(desk).status_code == 200
    assert client.post(desk, {"reason": " "}).status_code == 200
    assert not ClosedValue.objects.exists()
    assert client.post(desk, {"reason": "خصوصية"}).status_code == 302
    assert ClosedValue.objects.get().made_by == editor
    row = Change.objects.filter(field="closed_value").get()
    assert row.changeset.act == Act.CLOSE_VALUE
    log = client.get("/admin/archive/change/?changeset__act=close_value").content.decode()
    assert "زعفران" not in json.dumps([row.before, row.after], ensure_ascii=False) + log
    assert article.public_id in log
    assert client.post(desk, {"act": "open"}).status_code == 302
    assert not ClosedValue.objects.exists()
    assert Change.objects.filter(changeset__act=Act.OPEN_VALUE).exists()


def test_what_the_article_says_now_is_not_closed(editor: User) -> None:
    article = make_article("الآن")
    with pytest.raises(ArchiveError, match=r"says now|يقوله"):
        close(article, editor, "title", "الآن")
    with pytest.raises(ArchiveError):
        close(article, editor, "title", "لم يكن قط")
    assert not ClosedValue.objects.exists()


def test_readers_may_close_nothing(client: Client, editor: User) -> None:
    article = make_article("سر")
    edit(article, editor, title="علن")
    digest = value_digest("title", {"title": "سر"})
    desk = f"/admin/archive/article/{article.pk}/closed-value/?field=title&value={digest}"
    client.force_login(User.objects.create_user("reader"))
    client.post(desk, {"reason": "خصوصية"})
    assert not ClosedValue.objects.exists()
    assert "closed-value" not in page(client, article)


def test_what_was_changed_while_the_article_was_hidden_is_told_to_nobody(
    english: Client, editor: User
) -> None:
    article = make_article("اسم القاصر")
    hide_articles([article], Reasons("مراجعة"))
    edit(article, editor, title="بلا اسم")
    article.refresh_from_db()
    show_articles([article])
    assert [each["value"] for each in told(english, article)["title"]] == ["بلا اسم"]
    assert "اسم القاصر" not in page(english, article)
    assert "مراجعة" not in page(english, article)


def test_of_a_document_with_a_withdrawn_page_no_earlier_value_is_told(
    english: Client, editor: User
) -> None:
    article = make_article("أول")
    older = make_capture("صفحة قديمة", uri=article.capture.uri)
    edit(article, editor, title="ثان")
    withdraw(older, "حكم محكمة")
    html = page(english, article)
    assert "أول" not in html
    assert "a page of this document was withdrawn" in html
    assert [each["value"] for each in told(english, article)["title"]] == ["ثان"]


@pytest.mark.parametrize("end", ["history/", "history.txt", "history.json"])
def test_of_a_hidden_or_withdrawn_article_there_is_none(
    english: Client, editor: User, end: str
) -> None:
    hidden, gone = make_article("مخفي"), make_article("مسحوب")
    for article in (hidden, gone):
        edit(article, editor, section="قسم سري")
    hide_articles([hidden], Reasons("سبب"))
    withdraw(gone.capture, "سبب")
    for article in (hidden, gone):
        response = english.get(f"{article.get_absolute_url()}{end}")
        assert response.status_code == 410
        assert "قسم سري" not in response.content.decode()


def test_the_files_carry_the_citation(english: Client, public_url: str) -> None:
    article = make_article("حديقة")
    text = english.get(f"{article.get_absolute_url()}history.txt").content.decode()
    assert f"{public_url}{article.get_absolute_url()}" in text
    assert article.capture.sha256[:12] in text
    record = json.loads(english.get(f"{article.get_absolute_url()}history.json").content)
    assert record["sha256"] == article.capture.sha256
    assert public_url in record["citation"]["ar"]["Chicago"]
    assert english.get(f"{article.get_absolute_url()}history.exe").status_code == 404


def test_a_value_that_is_too_long_is_told_of_and_not_shown(english: Client, editor: User) -> None:
    article = make_article(body="كلمة " * 30_000)
    edit(article, editor, body="قصير")
    edit(article, editor, body="أقصر")
    values = told(english, article)["body"]
    assert [each["value"] for each in values] == ["أقصر", "قصير", None]
    assert "too long to be shown" in page(english, article)


def test_eight_queries_whatever_was_changed(editor: User, count_queries: CountQueries) -> None:
    article = make_article()
    for number in range(20):
        edit(article, editor, title=f"عنوان {number}", outlet=make_outlet(f"صحيفة {number}"))
    assert count_queries(address(article)) <= 8


def test_the_article_leads_there(client: Client) -> None:
    article = make_article()
    assert address(article) in client.get(article.get_absolute_url()).content.decode()


def test_what_no_layout_of_its_own_read_is_told_by_the_lines(english: Client) -> None:
    assert "by the form and place of its lines" in page(english, make_article(layout=GENERIC))
    assert "by the layout “annahar”" in page(english, make_article(layout="annahar"))


def test_names_in_the_text_are_told_as_they_were_added_and_taken_out(
    english: Client, editor: User
) -> None:
    article = make_article("خبر", body="قالت سلوى الحسن إن أحمد عمر عاد.")
    salwa, ahmad = make_entity("سلوى الحسن"), make_entity("أحمد عمر")
    guess = make_entity("الحسن إن", status=EntityStatus.CANDIDATE)
    for entity in (ahmad, guess):
        make_mention(article, entity)
    (place,) = places_of_name(article, "سلوى الحسن")
    added = add_name(article, "سلوى الحسن", [place.key], salwa, editor)
    taken = do(suppress_in(ahmad, article), editor)
    do(suppress_in(guess, article), editor)
    names = told(english, article)["entities"]
    assert [each["value"] for each in names] == [
        ["سلوى الحسن"],
        ["أحمد عمر", "سلوى الحسن"],
        ["أحمد عمر"],
    ]
    assert [each["set_by"] for each in names] == ["editor", "editor", "reading"]
    html = page(english, article)
    assert "taken out: أحمد عمر" in html
    assert "added: سلوى الحسن" in html
    assert "الحسن إن" not in html.partition("names in the text")[2].partition("</table>")[0]
    undo_act(taken, editor)
    assert told(english, article)["entities"][0]["value"] == ["أحمد عمر", "سلوى الحسن"]
    undo_act(added, editor)
    assert told(english, article)["entities"][0]["value"] == ["أحمد عمر"]


def test_earlier_names_can_be_closed(english: Client, editor: User) -> None:
    article = make_article("خبر", body="عاد أحمد عمر.")
    entity = make_entity("أحمد عمر")
    make_mention(article, entity)
    do(suppress_in(entity, article), editor)
    digest = value_digest("entities", {"entities": [entity.key]})
    close_value(article, "entities", digest, "لم يكن هو", editor)
    now, before = told(english, article)["entities"]
    assert (now["value"], before["value"], before["closed"]) == ([], None, "لم يكن هو")
    assert "أحمد عمر" not in page(english, article).partition("names in the text")[2]


def test_hiding_and_showing_are_told_to_readers_without_the_reason(
    english: Client, client: Client, editor: User
) -> None:
    article = make_article("خبر")
    assert "status" not in told(english, article)
    hide_articles([article], Reasons("مراجعة", "شكوى من فلان"), user=editor)
    article.refresh_from_db()
    show_articles([article], editor)
    values = told(english, article)["status"]
    assert [each["set_by"] for each in values] == ["editor", "editor", "reading"]
    shown, hidden, loaded = (each["value"] for each in values)
    assert [each["hidden"] for each in (shown, hidden, loaded)] == [False, True, False]
    assert hidden["hidden_until"] is None
    html = page(english, article)
    assert html.count("An editor") == 2
    assert "Loaded into the archive" in html
    for reason in ("مراجعة", "شكوى"):
        assert reason not in html + json.dumps(values, ensure_ascii=False)
    client.force_login(editor)
    assert "مراجعة" in page(client, article)
