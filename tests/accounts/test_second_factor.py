"""A second factor: set up, asked for, used once, lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts import login_throttle, second_factor
from archive.accounts.roles import give_role, role_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

PASSWORD = "ناقة على تل بعيد"


@pytest.fixture
def salma() -> User:
    return User.objects.create_user("salma", password=PASSWORD)


def code_of(device: TOTPDevice, steps_ahead: int = 0) -> str:
    t0 = -30 * steps_ahead
    return f"{totp(device.bin_key, t0=t0):06d}"


@pytest.fixture
def spare_codes(client: Client, salma: User) -> list[str]:
    """Set the second factor up, as on the page; the person is logged out again."""
    client.force_login(salma)
    page = client.get("/account/second-factor/").content.decode()
    assert "data:image/svg+xml" in page
    device = TOTPDevice.objects.get(user=salma)
    page = client.post("/account/second-factor/", {"code": code_of(device)}).content.decode()
    client.logout()
    TOTPDevice.objects.update(last_t=-1)
    return re.findall(r'<code dir="ltr">(\w+)</code>', page)


def password(client: Client) -> str:
    answer = client.post("/login/?next=/account/", {"username": "salma", "password": PASSWORD})
    return answer["Location"]


def logged_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_password_alone_opens_nothing(client: Client, spare_codes: list[str]) -> None:
    assert len(spare_codes) == second_factor.SPARE_CODES
    assert password(client) == "/login/code/?next=%2Faccount%2F"
    assert not logged_in(client)


@pytest.mark.usefixtures("spare_codes")
def test_the_code_of_the_app_opens_and_opens_once(client: Client, salma: User) -> None:
    code = code_of(TOTPDevice.objects.get(user=salma))
    address = password(client)
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post(address, {"code": f" {arabic[:3]} {arabic[3:]} "})["Location"] == "/account/"
    assert logged_in(client)
    client.logout()
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post(password(client), {"code": code}).status_code == 200
    assert not logged_in(client)


def test_a_spare_code_opens_once(client: Client, spare_codes: list[str]) -> None:
    client.post(password(client), {"code": spare_codes[3]})
    assert logged_in(client)
    client.logout()
    client.post(password(client), {"code": spare_codes[3]})
    assert not logged_in(client)


@pytest.mark.usefixtures("spare_codes")
def test_guessing_codes_is_slowed_down(client: Client) -> None:
    address = password(client)
    tries = range(login_throttle.OF_NAME_AND_ADDRESS)
    statuses = [client.post(address, {"code": "000000"}).status_code for _try in tries]
    assert statuses[-1] == 429
    assert not logged_in(client)


def test_a_right_password_waits_five_minutes(
    client: Client, spare_codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = password(client)
    later = time.time() + second_factor.WAITS_SECONDS + 1
    monkeypatch.setattr("archive.accounts.second_factor.time.time", lambda: later)
    assert client.post(address, {"code": spare_codes[0]})["Location"] == "/login/"
    assert not logged_in(client)


def test_nobody_comes_to_the_code_without_the_password(client: Client) -> None:
    assert client.get("/login/code/")["Location"] == "/login/"


def test_a_wrong_code_sets_nothing_up(client: Client, salma: User) -> None:
    client.force_login(salma)
    page = client.post("/account/second-factor/", {"code": "000000"}).content.decode()
    assert 'role="alert"' in page
    assert not second_factor.has_second_factor(salma)


def test_it_is_given_up_with_the_password(
    client: Client, salma: User, spare_codes: list[str]
) -> None:
    client.post(password(client), {"code": spare_codes[0]})
    client.post("/account/second-factor/end/", {"password": "something else"})
    assert second_factor.has_second_factor(salma)
    client.post("/account/second-factor/end/", {"password": PASSWORD})
    assert not second_factor.has_second_factor(salma)


def test_an_administrator_helps_who_lost_the_telephone(admin_client: Client, salma: User) -> None:
    TOTPDevice.objects.create(user=salma, confirmed=True)
    admin_client.post(
        "/admin/auth/user/", {"action": "end_second_factor", "_selected_action": [salma.pk]}
    )
    assert not second_factor.has_second_factor(salma)


def test_secrets_are_nobodys_to_read_in_the_admin(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "otp_totp" not in page
    assert admin_client.get("/admin/otp_totp/totpdevice/").status_code == 404


def test_a_command_helps_the_last_administrator(salma: User) -> None:
    TOTPDevice.objects.create(user=salma, confirmed=True)
    call_command("end_second_factor", "salma", verbosity=0)
    assert not second_factor.has_second_factor(salma)
    with pytest.raises(CommandError, match="no account"):
        call_command("end_second_factor", "nobody", verbosity=0)


@pytest.mark.parametrize(
    ("role", "told"), [("editor", False), ("chief_editor", True), ("administrator", True)]
)
def test_who_carries_the_archive_is_told_at_each_sign_in(
    client: Client, salma: User, role: str, told: bool
) -> None:
    give_role(salma, role_named(role))
    for _time in range(2):
        password(client)
        assert ("/account/second-factor/" in _note(client)) == told
        client.logout()


@pytest.mark.usefixtures("spare_codes")
def test_who_has_a_second_factor_is_not_told(client: Client, salma: User) -> None:
    give_role(salma, role_named("administrator"))
    password(client)
    client.post("/login/code/", {"code": code_of(TOTPDevice.objects.get(user=salma))})
    assert logged_in(client)
    assert "/account/second-factor/" not in _note(client)


def _note(client: Client) -> str:
    page = client.get("/account/").content.decode()
    return " ".join(re.findall(r'<p class="note" role="status">(.*?)</p>', page, re.DOTALL))


def test_the_table_of_people_shows_who_has_it_with_few_queries(
    admin_client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    people = [User.objects.create_user(f"person{number}") for number in range(12)]
    TOTPDevice.objects.create(user=people[0], name="app", confirmed=True)
    for person in people:
        give_role(person, role_named("editor"))
    admin_client.get("/admin/auth/user/")
    with django_assert_max_num_queries(14):
        page = admin_client.get("/admin/auth/user/").content.decode()
    assert page.count("icon-yes") == 1
    assert page.count("icon-no") >= 12
