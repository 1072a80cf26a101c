"""The log: a line a request where it is wished, and no traceback of what was rightly refused."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.test import Client

from archive.request_log import WithoutRefusals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def test_a_line_tells_of_a_request(
    client: Client, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MIDDLEWARE = ["archive.request_log.RequestLogMiddleware", *settings.MIDDLEWARE]
    with caplog.at_level(logging.INFO, logger="khizana.requests"):
        client.get("/help/?q=a%0Ab", REMOTE_ADDR="192.0.2.5")
        client.get("/help/?q=" + "x" * 5000)
    first, second = (record.getMessage() for record in caplog.records)
    assert first.startswith("192.0.2.5 GET /help/?q=a%0Ab 200 ")
    assert len(second) < 600


def test_a_refusal_is_no_traceback(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.force_login(User.objects.create_user("reader", is_staff=True))
    with caplog.at_level(logging.WARNING, logger="django.request"):
        assert client.get("/admin/archive/article/").status_code == 403
    (record,) = (each for each in caplog.records if each.name == "django.request")
    assert WithoutRefusals().filter(record)
    assert record.exc_info is None
    assert record.getMessage().endswith(": name reader, address 127.0.0.1")


def test_who_logs_in_and_out_is_told(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    User.objects.create_superuser("salma", password="ناقة على تل بعيد")
    with caplog.at_level(logging.INFO, logger="khizana.accounts"):
        client.post("/login/", {"username": "salma", "password": "ناقة"})
        client.post("/login/", {"username": "salma", "password": "ناقة على تل بعيد"})
        client.post("/logout/")
        client.post("/logout/")
    assert [record.getMessage() for record in caplog.records] == [
        "login failed: name salma, address 127.0.0.1",
        "logged in: name salma, address 127.0.0.1",
        "logged out: name salma, address 127.0.0.1",
    ]


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    record = logging.LogRecord(
        "x", logging.ERROR, "", 0, "", None, (ValueError, ValueError(), None)
    )
    record.status_code = 500
    assert WithoutRefusals().filter(record)
    assert record.exc_info is not None


def test_a_damaged_database_is_told_in_a_sentence() -> None:
    damage = DatabaseError("database disk image is malformed")
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "%s at 100%%", ("/",), (DatabaseError, damage, None)
    )
    assert WithoutRefusals().filter(record)
    assert record.exc_info is None
    assert "/ at 100%: the database is damaged" in record.getMessage()
    assert "manage.py restore" in record.getMessage()


def test_the_handler_of_the_site_takes_refusals_off(settings: LazySettings) -> None:
    logs: dict[str, Any] = settings.LOGGING
    assert logs["handlers"]["console"]["filters"] == ["without_refusals"]
