"""Addresses of the desk that nobody was given are refused, and are no mistake of the program."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

KEYS = ["x", "1.5", "2024..", "-1", "9" * 30, "قمح"]
PAGES = ["change", "history", "delete"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("model", ["archive_article", "archive_outlet", "archive_tombstone"])
def test_a_key_that_is_none_is_no_page(admin_client: Client, model: str, page: str) -> None:
    for key in KEYS:
        address = reverse(f"admin:{model}_{page}", args=[key])
        assert admin_client.get(address).status_code == 404, address


def test_a_filter_that_a_list_does_not_have_is_refused(admin_client: Client) -> None:
    for name in ("archive_change_export", "archive_article_bulk"):
        assert admin_client.get(reverse(f"admin:{name}"), {"place": "{}"}).status_code == 400


def test_a_relation_by_no_field_is_refused(admin_client: Client) -> None:
    address = reverse("admin:archive_article_change", args=[make_article().pk])
    assert admin_client.get(address, {"_to_field": ""}).status_code == 400
    assert admin_client.get(address).status_code == 200


def test_a_form_with_a_key_that_is_none_comes_back(admin_client: Client) -> None:
    address = reverse("admin:archive_article_change", args=[make_article().pk])
    for key in ("x", "\n", "9" * 30):
        assert admin_client.post(address, {"outlet": key, "republisher": key}).status_code == 200


def test_a_choice_of_records_that_none_can_be_is_refused(admin_client: Client) -> None:
    make_article()
    address = reverse("admin:archive_article_changelist")
    sent = {"action": "delete_selected", "_selected_action": ["9" * 30]}
    assert admin_client.post(address, sent).status_code in (302, 400)
