"""Who guesses passwords waits; who belongs here does not, even behind the guesser's address."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from archive.accounts.login_throttle import OF_ADDRESS, OF_NAME, OF_NAME_AND_ADDRESS, WINDOW
from archive.models import LoginFailure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

PASSWORD = "قلعة-على-التل-٧"


@pytest.fixture(autouse=True)
def editor() -> User:
    return User.objects.create_user("salma", password=PASSWORD, is_staff=True)


def log_in(client: Client, name: str = "salma", password: str = "guess", **extra: Any) -> Any:
    return client.post("/login/", {"username": name, "password": password}, **extra)


def test_guessing_is_answered_with_a_time_to_wait(english: Client) -> None:
    statuses = [log_in(english).status_code for _ in range(OF_NAME_AND_ADDRESS + 1)]
    assert statuses == [200] * OF_NAME_AND_ADDRESS + [429]
    answer = log_in(english, password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= WINDOW.total_seconds()
    assert "Try again in 15 minutes." in answer.content.decode()


def test_after_the_time_it_may_be_tried_again(client: Client) -> None:
    for _ in range(OF_NAME_AND_ADDRESS):
        log_in(client)
    LoginFailure.objects.update(at=timezone.now() - WINDOW - timedelta(seconds=1))
    assert log_in(client, password=PASSWORD).status_code == 302


def test_a_forged_address_evades_nothing(client: Client) -> None:
    for number in range(OF_NAME_AND_ADDRESS):
        log_in(client, headers={"x-forwarded-for": f"192.0.2.{number}"})
    assert log_in(client, headers={"x-forwarded-for": "192.0.2.99"}).status_code == 429
    assert set(LoginFailure.objects.values_list("address", flat=True)) == {"127.0.0.1"}


def test_guessing_across_names_is_bounded(client: Client) -> None:
    for number in range(OF_ADDRESS):
        assert log_in(client, name=f"name{number}").status_code == 200
    assert log_in(client, name="another").status_code == 429
    assert log_in(Client(), name="another", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_guessing_one_name_from_many_addresses_is_bounded() -> None:
    LoginFailure.objects.bulk_create(
        LoginFailure(name="salma", address=f"192.0.2.{number}") for number in range(OF_NAME)
    )
    assert log_in(Client(), REMOTE_ADDR="198.51.100.1").status_code == 429


def test_nobody_shuts_out_who_has_logged_in_before() -> None:
    known, guesser = Client(), Client()
    assert log_in(known, password=PASSWORD).status_code == 302
    known.post("/logout/")
    for _ in range(OF_NAME_AND_ADDRESS + 1):
        answer = log_in(guesser)
    assert answer.status_code == 429
    assert log_in(known, password=PASSWORD).status_code == 302


def test_the_mark_of_a_browser_is_worth_nothing_for_another_name() -> None:
    guesser = Client()
    User.objects.create_user("guest", password=PASSWORD)
    assert log_in(guesser, name="guest", password=PASSWORD).status_code == 302
    for _ in range(OF_NAME_AND_ADDRESS):
        log_in(guesser)
    assert log_in(guesser).status_code == 429


@pytest.mark.parametrize("cookie", ["x", "W10:1:x", ""])
def test_a_forged_mark_is_worth_nothing(client: Client, cookie: str) -> None:
    client.cookies["device"] = cookie
    for _ in range(OF_NAME_AND_ADDRESS):
        log_in(client)
    assert log_in(client).status_code == 429


def test_spelling_a_name_otherwise_evades_nothing(client: Client) -> None:
    for name in ("salma", "SALMA", " salma ", "Salma", "sAlma"):
        log_in(client, name=name)
    assert log_in(client).status_code == 429


def test_logging_in_makes_up_for_slips(client: Client) -> None:
    for _ in range(OF_NAME_AND_ADDRESS - 1):
        log_in(client)
    log_in(client, password=PASSWORD)
    assert LoginFailure.objects.count() == 0


def test_the_operator_sees_the_address(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="khizana.accounts"):
        log_in(client, REMOTE_ADDR="192.0.2.44")
    assert "192.0.2.44" in caplog.text
    assert "guess" not in caplog.text


def test_the_admin_has_no_door_of_its_own(client: Client) -> None:
    answer = client.post("/admin/login/", {"username": "salma", "password": PASSWORD})
    assert answer["Location"].startswith("/login/?next=")
    assert "sessionid" not in client.cookies
    assert "/login/" in client.get("/admin/", follow=True).redirect_chain[-1][0]
