"""Metrics are for whoever bears the token, and hold numbers alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from archive.models import OutboxEntry

TOKEN = "abcdefghij0123456789"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


@pytest.fixture
def token(settings: Any) -> str:
    """The token that the operator set."""
    settings.ARCHIVE_METRICS_TOKEN = TOKEN
    return TOKEN


def _metrics(client: Client, token: str) -> str:
    response = client.get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return response.content.decode()


def test_without_a_setting_there_are_none(client: Client) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("told", ["", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ب"])
@pytest.mark.usefixtures("token")
def test_who_has_not_the_token_finds_no_page(client: Client, told: str) -> None:
    assert client.get("/metrics", headers={"authorization": told}).status_code == 404


def test_every_line_is_a_number_of_prometheus(client: Client, token: str) -> None:
    client.get("/search/", {"q": "سرّ القارئ"})
    told = _metrics(client, token)
    line = r'# (HELP|TYPE) \w+ .+|khizana_\w+(\{\w+="[\w.+]+"\})? -?[\d.]+'
    for each in told.splitlines():
        assert re.fullmatch(line, each), each
    assert "سر" not in told


def test_answers_are_counted_and_what_waits(client: Client, token: str) -> None:
    before = int(re.findall(r'status="4xx"} (\d+)', _metrics(client, token))[0])
    client.get("/no-such-page/")
    OutboxEntry.announce([1, 2])
    told = _metrics(client, token)
    assert f'khizana_requests_total{{status="4xx"}} {before + 1}' in told
    assert "khizana_outbox_entries 2" in told
    assert 'khizana_ready{part="database"} 1' in told
    counted = int(re.findall(r"khizana_request_seconds_count (\d+)", told)[0])
    assert f'khizana_request_seconds_bucket{{le="+Inf"}} {counted}' in told
