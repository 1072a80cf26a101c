"""Passwords, sessions and their ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from archive.accounts.first_password import PASSWORD_FILE, keep_first_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

FIRST, CHOSEN = "made-by-the-program", "ناقة على تل بعيد"


@pytest.mark.parametrize("password", ["short-one", "password1234", "q1w2e3r4t5y6", "salma.editor1"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(username="salma.editor"))


@pytest.mark.parametrize("password", [CHOSEN, "739184650274", "كلمات بالعربية وحدها"])
def test_passwords_may_be_of_any_letters(password: str) -> None:
    validate_password(password, User(username="salma"))


def test_the_first_password_opens_the_page_on_which_to_choose_another(
    client: Client, archive_home: Path
) -> None:
    keep_first_password(User.objects.create_superuser("admin", password=FIRST))
    (archive_home / PASSWORD_FILE).write_text(FIRST)
    client.post("/login/", {"username": "admin", "password": FIRST})
    for path in ("/admin/", "/", "/admin/archive/article/", "/status/"):
        assert client.get(path)["Location"] == "/admin/password_change/"
    chosen = {"old_password": FIRST, "new_password1": CHOSEN, "new_password2": CHOSEN}
    assert client.post("/admin/password_change/", chosen).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert not (archive_home / PASSWORD_FILE).exists()


def test_other_accounts_are_not_asked(client: Client) -> None:
    keep_first_password(User.objects.create_superuser("admin", password=FIRST))
    client.force_login(User.objects.create_superuser("salma"))
    assert client.get("/admin/").status_code == 200


def test_logging_out_ends_the_session_and_clears_what_was_kept(client: Client) -> None:
    client.force_login(User.objects.create_superuser("salma"))
    cookie = client.cookies["sessionid"].value
    for path in ("/logout/", "/admin/logout/"):
        assert client.post(path)["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = cookie
    assert client.get("/admin/").status_code == 302


def test_an_account_that_is_closed_has_no_session_left(client: Client) -> None:
    user = User.objects.create_superuser("salma")
    client.force_login(user)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_a_changed_password_ends_other_sessions(client: Client) -> None:
    user = User.objects.create_superuser("salma", password=FIRST)
    client.force_login(user)
    user.set_password(CHOSEN)
    user.save()
    assert client.get("/admin/").status_code == 302


def test_a_session_is_new_after_logging_in(client: Client) -> None:
    User.objects.create_superuser("salma", password=CHOSEN)
    client.cookies["sessionid"] = "chosenbytheattacker1234567890ab"
    client.post("/login/", {"username": "salma", "password": CHOSEN})
    assert client.cookies["sessionid"].value != "chosenbytheattacker1234567890ab"
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"
