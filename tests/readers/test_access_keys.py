"""Keys: shown once, kept as a hash, good for one thing, and gone when they are revoked."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from archive.errors import ArchiveError
from archive.models import AccessKey, KeyPurpose
from archive.readers import access_keys
from archive.readers.access_keys import find_key, key_in_header, make_key
from archive.readers.request_limits import Rate, RequestLimits, address_of
from archive.request_log import RequestLogMiddleware
from archive.secret_tokens import TokenKind, masked, new_token
from archive.terminal_text import LineFormatter

FEED = "search/feed/?q=نهر"


pytestmark = pytest.mark.django_db


@pytest.fixture
def salma() -> Any:
    return User.objects.create_user("salma")


def test_nothing_that_is_kept_opens_anything(salma: Any) -> None:
    _key, token = make_key(salma, KeyPurpose.API, "جدول")
    kept = AccessKey.objects.values().get()
    assert token not in str(kept)
    assert find_key(kept["digest"], KeyPurpose.API) is None


def test_a_key_of_a_feed_opens_that_feed_alone(salma: Any) -> None:
    key, token = make_key(salma, KeyPurpose.FEED, "نهر", FEED)
    assert find_key(token, KeyPurpose.FEED, FEED) == key
    assert find_key(token, KeyPurpose.FEED, "search/feed/?q=بحر") is None
    assert find_key(token, KeyPurpose.API) is None


def test_a_key_ends_with_its_revocation_and_while_its_person_is_shut_out(salma: Any) -> None:
    key, token = make_key(salma, KeyPurpose.API, "x")
    salma.is_active = False
    salma.save()
    assert find_key(token, KeyPurpose.API) is None
    salma.is_active = True
    salma.save()
    assert find_key(token, KeyPurpose.API) == key
    key.delete()
    assert find_key(token, KeyPurpose.API) is None


def test_a_key_for_programs_is_taken_from_the_header_alone(salma: Any) -> None:
    key, token = make_key(salma, KeyPurpose.API, "x")
    requests = RequestFactory()
    assert key_in_header(requests.get("/", HTTP_AUTHORIZATION=f"Bearer {token}")) == key
    assert key_in_header(requests.get(f"/?key={token}")) is None
    assert key_in_header(requests.get("/", HTTP_AUTHORIZATION=f"Basic {token}")) is None
    _feed, of_feed = make_key(salma, KeyPurpose.FEED, "x", FEED)
    assert key_in_header(requests.get("/", HTTP_AUTHORIZATION=f"Bearer {of_feed}")) is None


def test_the_last_use_is_noted_once_an_hour(salma: Any, django_assert_num_queries: Any) -> None:
    key, token = make_key(salma, KeyPurpose.API, "x")
    with django_assert_num_queries(2):
        find_key(token, KeyPurpose.API)
    with django_assert_num_queries(1):
        find_key(token, KeyPurpose.API)
    earlier = timezone.now() - timedelta(hours=2)
    AccessKey.objects.filter(pk=key.pk).update(used_at=earlier)
    find_key(token, KeyPurpose.API)
    key.refresh_from_db()
    assert key.used_at is not None
    assert key.used_at > earlier


def test_one_person_has_so_many_keys_and_no_more(
    salma: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_keys, "MOST_KEYS", 2)
    for _number in range(2):
        make_key(salma, KeyPurpose.API, "x")
    with pytest.raises(ArchiveError):
        make_key(salma, KeyPurpose.API, "x")
    make_key(User.objects.create_user("karim"), KeyPurpose.API, "x")


@pytest.mark.parametrize("kind", TokenKind)
def test_a_token_is_masked_wherever_it_is_written(kind: TokenKind) -> None:
    token = new_token(kind)
    secret = token.removeprefix(f"{kind}_")
    escaped = "".join(f"%{ord(letter):02X}" for letter in token)
    for text in (token, f"/x/?q=a&key={token}&b=1", f"key={escaped}", f"/list/{token}/"):
        assert secret not in masked(text)
        assert escaped not in masked(text)
        assert f"{kind}_…" in masked(text)
    assert masked("/search/?q=100%25&key=x") == "/search/?q=100%25&key=x"


def test_no_line_of_the_log_holds_a_key(caplog: pytest.LogCaptureFixture) -> None:
    token = new_token(TokenKind.FEED)
    asked: HttpRequest = RequestFactory().get(f"/search/feed/?q=نهر&key={token}")
    caplog.set_level(logging.INFO, "khizana.requests")
    RequestLogMiddleware(lambda _request: HttpResponse("x"))(asked)
    assert "/search/feed/" in caplog.text
    assert token not in caplog.text
    try:
        raise ValueError(f"cannot read {token}")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, "x", 1, f"at {token}", None, info)
    line = LineFormatter("%(message)s").format(record)
    assert "ValueError: cannot read khzfeed_…" in line
    assert token not in line


def test_who_asks_too_often_waits_and_nobody_else_does() -> None:
    now = [0.0]
    limits = RequestLimits(clock=lambda: now[0])
    rate = Rate(3, 0.5)
    assert [limits.wait("a", rate) for _number in range(4)] == [0, 0, 0, 2]
    assert limits.wait("b", rate) == 0
    now[0] = 2.0
    assert [limits.wait("a", rate) for _number in range(2)] == [0, 2]


def test_no_number_of_visitors_fills_the_memory() -> None:
    limits = RequestLimits(most=3, clock=lambda: 0.0)
    rate = Rate(1, 1.0)
    for asker in "abcd":
        assert limits.wait(asker, rate) == 0
    assert limits.wait("d", rate) > 0
    assert limits.wait("a", rate) == 0  # Forgotten: it asked longest ago.


def test_a_network_of_ipv6_is_one_visitor() -> None:
    def whom(address: str) -> str:
        return address_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert whom("2001:db8::1") == whom("2001:db8::ffff:2")
    assert whom("2001:db8::1") != whom("2001:db8:0:1::1")
    assert whom("192.0.2.1") != whom("192.0.2.2")
