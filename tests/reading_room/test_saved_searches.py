"""Saved searches and followed names: what a load brings to them, on a page, as a feed, by mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.core import mail as outgoing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.environment import PublicAddress
from archive.ingest.run import load_paths
from archive.jobs import run_waiting
from archive.models import Alert, AlertMail, Article, Job, JobState, SavedSearch
from archive.readers import saved_searches
from archive.readers.alert_mails import request_mails, stop_token
from archive.readers.reading_lists import make_list
from archive.readers.saved_searches import request_check
from search.reading_room import alert_check
from tests.factories import make_article, make_entity, make_mention

pytestmark = pytest.mark.usefixtures("archive")

ATOM = "{http://www.w3.org/2005/Atom}"
Index = Callable[[], None]


def save(client: Client, **fields: str) -> SavedSearch:
    client.post("/saved/save/", fields)
    return SavedSearch.objects.latest("pk")


def check(index: Index) -> Job:
    """Bring what was stored into the index, and check as after a load."""
    index()
    request_check()
    run_waiting()
    job = Job.objects.latest("pk")
    assert job.state == JobState.DONE, job.reason
    return job


def test_a_search_is_saved_by_one_press_and_once(at_home: Client, index: Index) -> None:
    index()
    assert 'action="/saved/save/"' in at_home.get("/search/?q=نهر").content.decode()
    page = at_home.post("/saved/save/", {"query": "q=نهر&page=3"}, follow=True)
    assert page.redirect_chain[-1][0].startswith("/search/?q=")
    assert "Saved: “نهر”." in page.content.decode()
    save(at_home, query="q=نهر")
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.query) == ("نهر", "q=نهر")
    assert "نهر" in at_home.get("/saved/").content.decode()


def test_strangers_are_offered_none_of_it(client: Client, index: Index) -> None:
    index()
    assert "/saved/" not in client.get("/search/?q=نهر").content.decode()
    assert client.get("/saved/")["Location"].startswith("/login/")


def test_what_a_load_brought_is_told(at_home: Client, index: Index) -> None:
    make_article("قديم", "النهر")
    index()
    save(at_home, query="q=نهر")
    save(at_home, query="q=بحر")
    make_article("جديد أول", "نهر")
    make_article("جديد ثان", "أنهار")
    check(index)
    alert = Alert.objects.get()
    assert (alert.search.name, alert.total, len(alert.newest)) == ("نهر", 2, 2)
    page = at_home.get("/saved/").content.decode()
    assert page.count("2 new articles") == 2
    shown = at_home.get(f"/saved/{alert.search_id}/").content.decode()
    titles = re.findall(
        r'class="item-title">\s*<a[^>]*>\s*(?:<bdi>)?(.*?)(?:</bdi>)?\s*</a>', shown, re.DOTALL
    )
    assert titles == ["جديد ثان", "جديد أول", "قديم"]
    assert shown.count('<p class="new">') == 2


def test_what_was_seen_is_new_for_that_visit_alone(at_home: Client, index: Index) -> None:
    index()
    saved = save(at_home, query="q=نهر")
    make_article("جديد", "نهر")
    check(index)
    address = f"/saved/{saved.pk}/"
    for _reload in range(2):
        assert at_home.get(address).content.decode().count('<p class="new">') == 1
    assert "1 new article" not in at_home.get("/saved/").content.decode().partition("loads")[0]
    SavedSearch.objects.update(looked_at=timezone.now() - timedelta(hours=1))
    assert '<p class="new">' not in at_home.get(address).content.decode()


def test_an_edit_is_no_news(at_home: Client, index: Index) -> None:
    article = make_article("قديم", "بحر")
    index()
    save(at_home, query="q=نهر")
    article.body = "نهر"
    article.save()
    check(index)
    assert not Alert.objects.exists()


def test_a_followed_name_goes_on_after_a_merge(at_home: Client, index: Index) -> None:
    old, kept = make_entity("حلب"), make_entity("مدينة حلب")
    index()
    saved = save(at_home, entity=old.key)
    assert saved.name == "حلب"
    old.merged_into = kept
    old.save()
    make_mention(make_article("عن حلب", "مدينة حلب"), kept)
    check(index)
    assert Alert.objects.get().search == saved


def test_a_load_asks_for_a_check_where_somebody_waits_for_it(
    at_home: Client, index: Index, tmp_path: Path
) -> None:
    document = tmp_path / "one.txt"
    document.write_text("عنوان الخبر الأول\n\nنهر يجري في المدينة منذ زمن طويل.\n", "utf-8")
    load_paths([str(document)])
    assert not Job.objects.filter(kind=saved_searches.CHECK).exists()
    index()
    save(at_home, query="q=نهر")
    load_paths([str(document)])
    assert not Job.objects.filter(kind=saved_searches.CHECK).exists()
    document = tmp_path / "two.txt"
    document.write_text("عنوان آخر تماما\n\nنهر آخر يجري في الجبال البعيدة.\n", "utf-8")
    load_paths([str(document)])
    assert Job.objects.filter(kind=saved_searches.CHECK, state=JobState.WAITING).count() == 1


def test_a_check_waits_for_the_index(
    at_home: Client, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index()
    save(at_home, query="q=نهر")
    make_article("جديد", "نهر")
    monkeypatch.setattr("time.sleep", lambda _seconds: index())
    request_check()
    run_waiting()
    assert Alert.objects.get().total == 1


def test_a_check_gives_up_where_the_index_does_not_come(
    at_home: Client, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index()
    save(at_home, query="q=نهر")
    make_article("جديد", "نهر")
    monkeypatch.setattr(alert_check, "_WAIT_SECONDS", 0)
    monkeypatch.setattr(alert_check, "_MOST_WAITS", 3)
    request_check()
    run_waiting()
    assert Job.objects.latest("pk").state == JobState.FAILED
    check(index)
    assert Alert.objects.get().total == 1


def test_many_searches_cost_few_queries_each(index: Index, salma: Any) -> None:
    index()
    for number in range(120):
        saved_searches.save_search(salma, f"بحث {number}", f"q=نهر{number}")
    make_article("جديد", "خبر عن نهر5")
    index()
    request_check()
    with CaptureQueriesContext(connection) as queries:
        run_waiting()
    assert Alert.objects.count() == 1
    assert len(queries) < 5 * 120
    assert SavedSearch.objects.filter(checked_mark=Article.objects.latest("pk").pk).count() == 120


def test_one_person_saves_so_many_and_no_more(
    at_home: Client, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index()
    monkeypatch.setattr(saved_searches, "MOST_SEARCHES", 1)
    save(at_home, query="q=نهر")
    page = at_home.post("/saved/save/", {"query": "q=بحر"}, follow=True).content.decode()
    assert "remove one that you no longer need" in page
    assert SavedSearch.objects.count() == 1


def test_a_search_is_renamed_left_alone_and_removed(at_home: Client, index: Index) -> None:
    index()
    saved = save(at_home, query="q=نهر")
    at_home.post(f"/saved/{saved.pk}/change/", {"name": "أنهارنا"})
    assert "أنهارنا" in at_home.get("/saved/").content.decode()
    make_article("جديد", "نهر")
    index()
    request_check()
    assert not Job.objects.exists()  # Nobody watches.
    at_home.post(f"/saved/{saved.pk}/remove/")
    assert not SavedSearch.objects.exists()


def test_nobody_sees_what_another_saved(at_home: Client, django_user_model: Any) -> None:
    saved = save(at_home, query="q=نهر")
    other = Client()
    other.force_login(django_user_model.objects.create_user("karim"))
    for address in (f"/saved/{saved.pk}/", f"/saved/{saved.person_id}/feed/"):
        assert other.get(address).status_code == 404
    for act in ("change", "remove"):
        assert other.post(f"/saved/{saved.pk}/{act}/", {"name": "x"}).status_code == 404


def test_alerts_are_a_feed_of_their_person(client: Client, at_home: Client, index: Index) -> None:
    index()
    saved = save(at_home, query="q=نهر")
    shown, hidden = make_article("يبقى", "نهر"), make_article("يُخفى", "نهر")
    check(index)
    hide_articles([hidden], Reasons("سبب"))
    bare = f"/saved/{saved.person_id}/feed/"
    assert client.get(bare).status_code == 403
    page = at_home.post("/saved/key/").content.decode()
    found = re.search(r'value="(/[^"]+key=[^"]+)"', page)
    assert found
    feed = ElementTree.fromstring(client.get(found[1].replace("&amp;", "&")).content)  # noqa: S314
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "نهر: 2 new articles"
    summary = str(entry.findtext(f"{ATOM}summary"))
    assert shown.title in summary
    assert hidden.title not in summary


class TestMail:
    """Alerts by mail, where a server is set."""

    @pytest.fixture(autouse=True)
    def sent(self, settings: LazySettings, at_home: Client, index: Index) -> SavedSearch:
        settings.MAIL_IS_SENT = True
        settings.ARCHIVE_PUBLIC_URL = PublicAddress("https://a.example", "a.example", "")
        settings.ALLOWED_HOSTS = ["*"]
        index()
        saved = save(at_home, query="q=نهر")
        at_home.post("/saved/mail/", {"wanted": "1"})
        return saved

    def test_one_mail_a_day_at_most(self, index: Index) -> None:
        for number in range(2):
            make_article(f"جديد {number}", "نهر")
            check(index)
        assert len(outgoing.outbox) == 1
        AlertMail.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        request_mails()
        run_waiting()
        assert len(outgoing.outbox) == 2
        last = outgoing.outbox[-1]
        assert last.to == ["salma@news.example"]
        assert last.subject == "Khizana: 1 new article"
        assert "جديد 1" in last.body
        assert "جديد 0" not in last.body
        assert "https://a.example/article/" in last.body
        request_mails()
        assert not Job.objects.filter(state=JobState.WAITING).exists()

    def test_it_is_stopped_without_logging_in(self, client: Client, index: Index) -> None:
        make_article("جديد", "نهر")
        check(index)
        header = outgoing.outbox[0].extra_headers["List-Unsubscribe"]
        address = header.strip("<>").removeprefix("https://a.example")
        client.get(address)
        assert AlertMail.objects.exists()
        stranger = Client(enforce_csrf_checks=True)
        answer = stranger.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not AlertMail.objects.exists()
        assert client.get(f"/saved/stop/{stop_token(1)}x/").status_code == 404

    def test_a_server_that_fails_is_tried_the_next_day(
        self, index: Index, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_given: object, **_named: object) -> int:
            raise OSError("no such host")

        make_article("جديد", "نهر")
        with monkeypatch.context() as patched:
            patched.setattr("django.core.mail.EmailMessage.send", refuse)
            check(index)
        request_mails()
        assert not Job.objects.filter(state=JobState.WAITING).exists()
        AlertMail.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        request_mails()
        run_waiting()
        assert len(outgoing.outbox) == 1

    def test_it_is_written_in_the_language_in_which_it_was_asked_for(
        self, at_home: Client, index: Index
    ) -> None:
        at_home.cookies["django_language"] = "ar"
        at_home.post("/saved/mail/", {"wanted": "1"})
        make_article("جديد", "نهر")
        check(index)
        assert outgoing.outbox[0].subject == "خزانة: مقال جديد واحد"


def test_new_articles_are_counted_for_a_browser(client: Client, index: Index) -> None:
    first = make_article("قديم", "نهر")
    make_article("جديد", "نهر")
    index()
    counted = client.get(f"/search/new/?q=نهر&since={first.pk}&count=1").json()
    assert counted == {"count": 1, "told": "مقال جديد واحد منذ آخر اطّلاع"}
    page = client.get(f"/search/new/?q=نهر&since={first.pk}").content.decode()
    assert "جديد" in page
    assert "قديم" not in page
    assert client.get("/search/new/?since=9x&page=77").status_code == 200


def test_a_page_of_results_costs_little_more_with_an_account(
    client: Client, at_home: Client, index: Index, salma: Any
) -> None:
    entity = make_entity("حلب")
    for number in range(3):
        make_mention(make_article(f"خبر {number}", "مدينة حلب"), entity)
    index()
    save(at_home, query="q=مدينة")
    make_list(salma, "الأولى")
    make_list(salma, "الثانية")

    def queries(browser: Client) -> int:
        browser.get("/search/?q=مدينة")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/search/?q=مدينة")
        return len(asked)

    # Who it is (a session and an account), what they saved, their lists.
    assert queries(at_home) <= queries(client) + 4
