"""Raw captures: text, never markup."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.factories import make_article, make_capture

pytestmark = pytest.mark.usefixtures("archive")


def test_markup_is_shown_and_not_obeyed(client: Client) -> None:
    capture = make_capture("<script>alert('x')</script> خبر")
    html = client.get(f"/capture/{capture.pk}/").content.decode()
    assert "&lt;script&gt;alert(" in html
    assert "<script>alert(" not in html


def test_web_page_is_shown_as_the_text_that_was_read(client: Client) -> None:
    page = "<html><body><p>نص الخبر &lt;b&gt; هنا.</p><script>alert(1)</script></body></html>"
    capture = make_capture(page, media_type="text/html")
    html = client.get(f"/capture/{capture.pk}/").content.decode()
    assert "نص الخبر &lt;b&gt; هنا." in html
    assert "<script>alert(" not in html


def test_span_of_the_article_is_marked(client: Client) -> None:
    capture = make_capture("رأس الصفحة\nنص الخبر هنا\nذيل الصفحة")
    article = make_article(capture=capture, spans=[[11, 23]])
    html = client.get(f"/capture/{capture.pk}/", {"article": article.public_id}).content.decode()
    assert 'رأس الصفحة\n<mark id="span">نص الخبر هنا</mark>\nذيل الصفحة' in html


def test_bytes_are_a_download_that_no_browser_interprets(client: Client) -> None:
    capture = make_capture("<script>alert(1)</script>", media_type="text/html")
    response = client.get(f"/capture/{capture.pk}/raw")
    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_missing_bytes_are_said_to_be_missing(client: Client) -> None:
    capture = make_capture(sha256="0" * 64)
    response = client.get(f"/capture/{capture.pk}/")
    assert response.status_code == 200
    assert "البايتات المحفوظة مفقودة" in response.content.decode()
    assert client.get(f"/capture/{capture.pk}/raw").status_code == 404


def test_withdrawn_capture_is_gone_with_its_reason(client: Client) -> None:
    capture = make_capture(
        "نص سري", status="withdrawn", withdrawn_at=timezone.now(), withdrawal_reason="حكم محكمة"
    )
    for address in ("", "raw"):
        response = client.get(f"/capture/{capture.pk}/{address}")
        assert response.status_code == 410
        assert "حكم محكمة" in response.content.decode()
        assert "نص سري" not in response.content.decode()


def test_impossible_number_is_not_found(client: Client) -> None:
    assert client.get(f"/capture/{10**30}/").status_code == 404


def test_captures_may_be_closed_to_the_public(client: Client, settings: LazySettings) -> None:
    settings.ARCHIVE_ACCESS = "captures-private"
    article = make_article()
    address = f"/capture/{article.capture_id}/"
    for path in (address, f"{address}raw"):
        assert client.get(path)["Location"].startswith("/login/?next=/capture/")
    assert address not in client.get(article.get_absolute_url()).content.decode()
    client.force_login(User.objects.create_user("reader"))
    assert client.get(address).status_code == 200
    assert address in client.get(article.get_absolute_url()).content.decode()


def test_what_a_load_remarked_is_said_in_the_readers_language(client: Client) -> None:
    article = make_article(capture=make_capture(warnings=["no publication date was found"]))
    address = f"/capture/{article.capture_id}/"
    assert "لم يُعثر على تاريخ نشر" in client.get(address).content.decode()
    client.cookies["django_language"] = "en"
    assert "no publication date was found" in client.get(address).content.decode()
