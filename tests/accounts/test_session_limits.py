"""When sessions end by themselves, and which words make no password."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from archive.accounts import session_limits
from archive.accounts.session_limits import IDLE_SECONDS, LONGEST_SECONDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

DAY = 24 * 3600


class Clock:
    def __init__(self) -> None:
        self.now = time.time()

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(session_limits, "time", clock)
    return clock


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("salma"))
    return client


def inside(client: Client) -> bool:
    return bool(client.get("/admin/").status_code == 200)


def test_who_stays_away_is_logged_out(desk: Client, clock: Clock) -> None:
    assert inside(desk)
    clock.now += IDLE_SECONDS - 1
    assert inside(desk)
    clock.now += IDLE_SECONDS + 1
    assert not inside(desk)


def test_a_session_ends_however_busy_it_is(desk: Client, clock: Clock) -> None:
    for _day in range(LONGEST_SECONDS // DAY):
        assert inside(desk)
        clock.now += DAY
    clock.now += 1
    assert not inside(desk)


def test_a_busy_editor_writes_no_row_at_each_page(desk: Client, clock: Clock) -> None:
    assert inside(desk)
    before = desk.session.items()
    clock.now += 60
    assert inside(desk)
    assert sorted(before) == sorted(desk.session.items())


@pytest.mark.parametrize(
    "password",
    ["Khizana-Archive1", "خزانة الأرشيف ٢٠٢٤", "admin.password.admin", "localhost-editor!"],
)
def test_names_of_the_archive_make_no_password(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(username="salma"))


@pytest.mark.parametrize(
    "password", ["x" * 30 + "yz" * 40, "خزانة من خشب الجوز", "khizana 5 green tables"]
)
def test_other_words_beside_them_do(password: str) -> None:
    validate_password(password, User(username="salma"))


def test_a_changed_password_is_noted_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    user = User.objects.create_user("salma", password="first of all passwords")
    with caplog.at_level("INFO", logger="khizana.accounts"):
        user.set_password("second of all passwords")
        user.save()
    assert "password changed: name salma" in caplog.text
    assert "second" not in caplog.text
