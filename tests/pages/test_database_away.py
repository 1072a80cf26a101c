"""Where the archive takes no changes, or a part of it is away, readers are told, and when to come back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client, RequestFactory

from archive.captures.bucket_store import CapturesAwayError
from archive.models import LoginFailure
from archive.refused_changes import MOVED, MOVING, allow_changes, refuse_changes, tells_read_only
from search.pages import database_away
from search.pages.database_away import DatabaseAwayMiddleware, server_error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def _answer(error: Exception) -> Any:
    try:
        raise error
    except Exception:
        return server_error(RequestFactory().get("/"))


def test_an_archive_that_is_being_moved_is_read_and_says_why_it_takes_nothing(
    english: Client,
) -> None:
    english.raise_request_exception = False
    refuse_changes(connection, [LoginFailure], MOVING.format("postgresql://db.example/news"))
    assert english.get("/").status_code == 200
    refused = english.post("/login/", {"username": "amal", "password": "x"})
    assert refused.status_code == 503
    assert refused["Retry-After"] == "5"
    assert "The archive takes no changes now" in refused.content.decode()
    assert "db.example" not in refused.content.decode()
    allow_changes(connection, [LoginFailure])
    assert english.post("/login/", {"username": "amal", "password": "x"}).status_code == 200


@pytest.mark.parametrize("sentence", [MOVING, MOVED])
def test_every_change_is_refused_in_a_sentence(sentence: str) -> None:
    from django.db import DatabaseError, transaction

    LoginFailure.objects.create(name="a", address="192.0.2.1")
    refuse_changes(connection, [LoginFailure], sentence.format("sqlite: it's there"))
    for change in (
        lambda: LoginFailure.objects.create(name="b", address="192.0.2.1"),
        lambda: LoginFailure.objects.update(name="c"),
        lambda: LoginFailure.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError) as told, transaction.atomic():
            change()
        assert tells_read_only(told.value)
        assert "it's there" in str(told.value)


def test_a_bucket_that_is_away_is_no_fault_of_ours() -> None:
    answer = _answer(CapturesAwayError("ARCHIVE_CAPTURES: https://s3.example does not answer."))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "s3.example" not in answer.content.decode()


def test_a_mistake_of_the_program_stays_one() -> None:
    assert _answer(LookupError("x")).status_code == 500


def test_a_page_is_made_again_when_the_server_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    looks = iter([False, True])
    monkeypatch.setattr(database_away, "answers", lambda: next(looks))
    monkeypatch.setattr(connections, "close_all", lambda: None)
    answers = iter([_answer(OperationalError("terminating connection")), "the page"])
    made: Any = DatabaseAwayMiddleware(lambda _request: next(answers))
    assert made(RequestFactory().get("/")) == "the page"
    # What was sent is never sent twice.
    answers = iter([_answer(OperationalError("terminating connection")), "the page"])
    again = made(RequestFactory().post("/"))
    assert again.status_code == 503
