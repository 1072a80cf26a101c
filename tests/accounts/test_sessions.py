"""People see where they are logged in, and end it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.models import PersonSession

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


@pytest.fixture
def salma() -> User:
    return User.objects.create_user("salma", password="ناقة على تل بعيد")


def browser(person: User, name: str) -> Client:
    client = Client(HTTP_USER_AGENT=name)
    client.post("/login/", {"username": person.username, "password": "ناقة على تل بعيد"})
    return client


def test_each_login_is_listed_and_ended(salma: User) -> None:
    here, there = browser(salma, "Firefox of the office"), browser(salma, "Chrome at home")
    page = here.get("/account/").content.decode()
    assert "Firefox of the office" in page
    assert "Chrome at home" in page
    other = PersonSession.objects.get(browser="Chrome at home")
    here.post(f"/account/sessions/{other.pk}/end/")
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_all_others_are_ended_at_once(salma: User) -> None:
    clients = [browser(salma, f"browser {number}") for number in range(3)]
    clients[0].post("/account/sessions/end/")
    assert [client.get("/account/").status_code for client in clients] == [200, 302, 302]


def test_nobody_ends_anothers_session(salma: User) -> None:
    browser(salma, "Firefox")
    stranger = Client()
    stranger.force_login(User.objects.create_user("other"))
    key = PersonSession.objects.get(browser="Firefox").pk
    assert stranger.post(f"/account/sessions/{key}/end/").status_code == 404


def test_logging_out_takes_the_login_from_the_list(salma: User) -> None:
    here = browser(salma, "Firefox")
    here.post("/logout/")
    assert not PersonSession.objects.exists()


def test_an_administrator_sees_and_ends_them(admin_client: Client, salma: User) -> None:
    there = browser(salma, "Chrome at home")
    page = admin_client.get("/admin/archive/personsession/").content.decode()
    assert "Chrome at home" in page
    key = PersonSession.objects.get(browser="Chrome at home").pk
    admin_client.post(
        "/admin/archive/personsession/", {"action": "end_selected", "_selected_action": [key]}
    )
    assert there.get("/account/").status_code == 302
