"""Cases of the review queues: shown one by one, settled by one press."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.changes.changesets import start
from archive.changes.undoing import undo_changes
from archive.models import Article, Change, DateBasis, ReaderReport, Republication
from archive.review.reader_reports import take_report
from tests.factories import make_article, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def left(client: Client) -> dict[str, int]:
    """How much each queue says is left, by its address."""
    html = client.get("/desk/review/").content.decode()
    found = re.findall(r'<a href="([^"]+)">[^<]+</a></th>\s*<td>([^<]+)</td>', html)
    return {address: int(number.replace(",", "").replace("٬", "")) for address, number in found}


def doubted(title: str) -> Article:
    return make_article(title, review="التاريخ بعد يوم الالتقاط")


def test_each_queue_says_how_many_are_left(admin_client: Client) -> None:
    for number in range(3):
        doubted(f"خبر {number}")
    make_article("خبر بلا نص", "")
    article = make_article("خبر بلا جهة", outlet=None)
    take_report(article, "الاسم مكتوب خطأ", "", "192.0.2.1")
    told = left(admin_client)
    assert told["/desk/review/dates/"] == 3
    assert told["/desk/review/textless/"] == 1
    assert told["/desk/review/reports/"] == 1
    assert told["/desk/review/outlets/"] == 1
    assert told["/desk/refused/"] == 0


def test_a_date_is_accepted_or_corrected_and_the_next_is_shown(admin_client: Client) -> None:
    first, second, third = (doubted(title) for title in ("خبر أول", "خبر ثان", "خبر ثالث"))
    page = admin_client.get("/desk/review/dates/").content.decode()
    assert first.title in page
    assert first.review in page
    answer = admin_client.post("/desk/review/dates/", {"case": first.pk, "act": "accept"})
    page = admin_client.get(answer["Location"]).content.decode()
    assert second.title in page
    admin_client.post(answer["Location"], {"case": second.pk, "act": "correct", "date": "٢٠٢١-٠٥"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.edtf, first.date_basis, first.review) == ("2024-10-26", DateBasis.EDITOR, "")
    assert (second.edtf, second.precision, second.edited) == ("2021-05", "month", ["edtf"])
    assert left(admin_client)["/desk/review/dates/"] == 1
    assert third.title in admin_client.get("/desk/review/dates/").content.decode()


def test_who_settled_a_date_stands_in_the_log_and_it_can_be_taken_back(
    admin_client: Client,
) -> None:
    article = doubted("خبر")
    admin_client.post(
        "/desk/review/dates/", {"case": article.pk, "act": "correct", "date": "5 أيار 2021"}
    )
    change = Change.objects.get()
    made_by = change.changeset.made_by
    assert made_by is not None
    assert (change.field, made_by.get_username()) == ("edtf", "admin")
    article.refresh_from_db()
    assert article.edtf == "2021-05-05"
    start(undo_changes([change.pk], made_by))
    article.refresh_from_db()
    assert (article.edtf, article.review) == ("2024-10-26", "التاريخ بعد يوم الالتقاط")


def test_what_is_no_date_is_refused_and_stays_typed(admin_client: Client) -> None:
    article = doubted("خبر")
    page = admin_client.post(
        "/desk/review/dates/", {"case": article.pk, "act": "correct", "date": "٣١ شباط"}
    ).content.decode()
    assert 'value="٣١ شباط"' in page
    article.refresh_from_db()
    assert article.review


def test_a_case_that_somebody_settled_meanwhile_is_not_settled_again(admin_client: Client) -> None:
    first, second = doubted("خبر أول"), doubted("خبر ثان")
    Article.objects.filter(pk=first.pk).update(review="")
    admin_client.post(
        f"/desk/review/dates/?at={first.pk}",
        {"case": first.pk, "act": "correct", "date": "1999"},
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.edtf, second.edtf) == ("2024-10-26", "2024-10-26")


def test_the_next_and_the_previous_are_linked(admin_client: Client) -> None:
    first, second, third = (doubted(title) for title in ("خبر أول", "خبر ثان", "خبر ثالث"))
    page = admin_client.get(f"/desk/review/dates/?at={second.pk}").content.decode()
    for article, relation in ((first, "prev"), (third, "next")):
        link = rf'href="/desk/review/dates/\?at={article.pk}"\s+rel="{relation}"'
        assert re.search(link, page)


def test_an_article_without_text_may_be_right(admin_client: Client) -> None:
    article = make_article("صورة اليوم", "")
    admin_client.post("/desk/review/textless/", {"case": article.pk, "act": "accept"})
    assert left(admin_client)["/desk/review/textless/"] == 0


def test_what_one_outlet_has_twice_is_kept_or_hidden(admin_client: Client) -> None:
    outlet, cluster = make_outlet(), Republication.objects.create()
    one, other = (
        make_article("خبر مكرر", outlet=outlet, republication=cluster) for _time in range(2)
    )
    make_article("خبر مكرر", republication=cluster)
    page = admin_client.get("/desk/review/duplicates/").content.decode()
    assert f"/admin/archive/article/removal/hide/?ids={other.pk}" in page
    assert left(admin_client)["/desk/review/duplicates/"] == 1
    subject = f"{cluster.pk}:{outlet.pk}"
    admin_client.post("/desk/review/duplicates/", {"subject": subject})
    assert left(admin_client)["/desk/review/duplicates/"] == 0
    assert not Article.objects.filter(hidden=True).exists()


def test_hiding_one_of_two_settles_them(admin_client: Client) -> None:
    outlet, cluster = make_outlet(), Republication.objects.create()
    articles = [make_article("خبر", outlet=outlet, republication=cluster) for _time in range(2)]
    hide_articles(articles[:1], Reasons())
    assert left(admin_client)["/desk/review/duplicates/"] == 0


def test_a_report_is_settled(admin_client: Client) -> None:
    report = take_report(make_article(), "اسم الوزير خطأ", "reader@example.org", "192.0.2.1")
    page = admin_client.get("/desk/review/reports/").content.decode()
    assert "اسم الوزير خطأ" in page
    assert "mailto:reader@example.org" in page
    admin_client.post("/desk/review/reports/", {"case": report.pk, "act": "accept"})
    report.refresh_from_db()
    assert report.settled_by is not None
    assert not ReaderReport.objects.filter(settled_at=None).exists()


def test_no_other_queue_is_there(admin_client: Client) -> None:
    assert admin_client.get("/desk/review/nonsense/").status_code == 404
