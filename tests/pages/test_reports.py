"""Readers report errors: on a short form without scripts, within limits."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.models import ReaderReport
from archive.review import reader_reports
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("archive")


def test_an_article_leads_to_the_form_and_the_form_is_taken(client: Client) -> None:
    article = make_article()
    address = f"/article/{article.public_id}/report/"
    assert address in client.get(article.get_absolute_url()).content.decode()
    assert "<script>" not in client.get(address).content.decode()
    sent = {"words": "تاريخ الخبر خطأ", "answer_to": "qari@example.org"}
    page = client.post(address, sent).content.decode()
    assert 'role="status"' in page
    report = ReaderReport.objects.get()
    assert (report.words, report.answer_to) == ("تاريخ الخبر خطأ", "qari@example.org")
    assert "127.0.0.1" not in report.sender


@pytest.mark.parametrize(
    "sent",
    [{"words": " "}, {"words": "س" * 2000}, {"words": "خطأ", "answer_to": "no address"}],
)
def test_what_cannot_be_is_told(client: Client, sent: dict[str, str]) -> None:
    page = client.post(f"/article/{make_article().public_id}/report/", sent)
    assert "errorlist" in page.content.decode()
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize("limit", ["_OF_SENDER", "_OF_ALL", "_WAITING_FOR_ARTICLE"])
def test_too_many_are_refused(client: Client, monkeypatch: Any, limit: str) -> None:
    monkeypatch.setattr(reader_reports, limit, 2)
    address = f"/article/{make_article().public_id}/report/"
    answers = [client.post(address, {"words": "خطأ"}).status_code for _time in range(3)]
    assert answers == [200, 200, 429]


def test_a_hidden_article_takes_no_report(client: Client) -> None:
    article = make_article()
    hide_articles([article], Reasons())
    address = f"/article/{article.public_id}/report/"
    assert client.get(address).status_code == 410
    assert client.post(address, {"words": "خطأ"}).status_code == 410
    assert not ReaderReport.objects.exists()
    assert client.get("/article/abcdefghijkl/report/").status_code == 404
