"""The address of an article that went leads to its text, or says that it is gone."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.models import FormerArticle
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("archive")


def test_an_article_whose_text_another_holds_leads_there(client: Client) -> None:
    article = make_article()
    FormerArticle.objects.create(public_id="went", leads_to=article)
    response = client.get("/article/went/", {"q": "جسر", "marks": "off"})
    assert response.status_code == 301
    assert response["Location"].startswith(f"/article/{article.public_id}/?q=")
    citation = client.get("/article/went/cite.ris")
    assert citation["Location"] == f"/article/{article.public_id}/cite.ris"


def test_an_article_that_went_is_gone(client: Client) -> None:
    article = make_article()
    address = article.get_absolute_url()
    article.delete()
    for ending in ("", "cite.ris"):
        response = client.get(f"{address}{ending}")
        assert response.status_code == 410
    assert "لم يعد هذا المقال في الأرشيف" in client.get(address).content.decode()


def test_an_address_that_never_was_is_not_found(client: Client) -> None:
    assert client.get("/article/nothing/").status_code == 404


def test_an_article_that_is_there_again_is_shown(client: Client) -> None:
    article = make_article()
    FormerArticle.objects.create(public_id=article.public_id)
    assert client.get(article.get_absolute_url()).status_code == 200
