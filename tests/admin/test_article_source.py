"""The source of an article beside its form."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.ingest.run import load_paths
from archive.models import Article
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

PAGE = """افتتاح جسر جديد على نهر الزاب

26/10/2024

وصل الوفد إلى المدينة مساء السبت وافتتح الجسر الجديد بحضور الأهالي.

وأضاف المهندس أن الجسر يخدم ثلاث قرى على ضفتي النهر.
"""


def source_of(client: Client, article: Article) -> str:
    return client.get(reverse("admin:archive_article_source", args=[article.pk])).content.decode()


def test_each_line_says_which_field_it_became(admin_client: Client, tmp_path: object) -> None:
    file = tmp_path / "page.txt"  # type: ignore[operator]
    file.write_text(PAGE, encoding="utf-8")
    load_paths([str(file)])
    shown = source_of(admin_client, Article.objects.get())
    assert "افتتاح جسر جديد على نهر الزاب" in shown
    assert "العنوان" in shown
    assert "تاريخ النشر" in shown
    assert 'class="own' in shown


def test_a_capture_that_is_gone_is_told_without_a_path(
    admin_client: Client, archive_home: object
) -> None:
    article = make_article()
    article.capture.sha256 = "0" * 64
    article.capture.save()
    shown = source_of(admin_client, article)
    assert str(archive_home) not in shown
    assert "<table" not in shown


def test_a_public_article_leads_those_who_may_to_its_form(client: Client, admin_user: User) -> None:
    article = make_article()
    address = reverse("admin:archive_article_change", args=[article.pk])
    assert address not in client.get(article.get_absolute_url()).content.decode()
    client.force_login(admin_user)
    assert address in client.get(article.get_absolute_url()).content.decode()
