"""Captures in the admin: looked at, with what was told of each in the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_capture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "لم يُعثر على تاريخ نشر"), ("en", "no publication date was found")],
)
def test_warnings_are_sentences(admin_client: Client, language: str, words: str) -> None:
    capture = make_capture(warnings=["no publication date was found"])
    admin_client.cookies["django_language"] = language
    page = admin_client.get(f"/admin/archive/capture/{capture.pk}/change/").content.decode()
    assert f"<p>{words}</p>" in page
