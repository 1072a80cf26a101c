"""Every registered address, opened by each group of people; and what is hidden, sought at each."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.http import HttpResponseBase
from django.test import Client

from archive.accounts.roles import give_role, role_named
from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.readers.request_limits import RequestLimits, SharedRequestLimits
from archive.review.reader_reports import take_report
from search.index.index_home import index_home
from search.index.worker import drain_all
from tests.accounts.address_table import (
    ACTS,
    ANYBODY,
    EDITOR,
    GROUPS,
    HIDDEN_IS_SEEN_AT,
    least_group,
)
from tests.accounts.filled_archive import (
    HIDDEN,
    WITHDRAWN,
    Filled,
    routes,
)
from tests.factories import make_article, make_capture, make_mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home", "public_url")]


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Filled:
    """An archive whose callers need not wait: the walk calls more often than a program may."""
    unhurried = RequestLimits(clock=count(step=1_000).__next__)
    monkeypatch.setattr(apps.get_app_config("archive"), "request_limits", unhurried)
    # On PostgreSQL it is the server that counts.
    monkeypatch.setattr(SharedRequestLimits, "wait", lambda *_asked: 0)
    return Filled()


@pytest.fixture
def clients() -> dict[str, Client]:
    """A browser of a member of each group."""
    found = {"anybody": Client()}
    for name in list(GROUPS)[1:]:
        client = found[name] = Client()
        if name == "all rights":
            person = User.objects.create_superuser("superuser")
        else:
            person = User.objects.create_user(f"one_{name}")
            give_role(person, role_named(name))
        client.force_login(person)
    return found


def opened(response: HttpResponseBase) -> bool:
    """Whether an answer shows something, or took what was sent."""
    chain = getattr(response, "redirect_chain", [])
    last = chain[-1][0] if chain else response.get("Location", "")
    if re.match("(/admin)?/login/", last):
        return False
    return response.status_code in (200, 302, 503)


def test_every_address_is_on_the_list() -> None:
    missing = [route for route in routes() if least_group(route) is None]
    assert missing == [], "say in tests/accounts/address_table.py who may open these"


def test_each_group_opens_what_it_may_and_nothing_else(
    archive: Filled, clients: dict[str, Client]
) -> None:
    drain_all(index_home())
    wrong = []
    for route in routes():
        address = archive.address(route)
        for name, client in clients.items():
            expected = GROUPS[name] >= (least_group(route) or ANYBODY)
            response = client.get(address, follow=True)
            if opened(response) != expected:
                wrong.append((name, address, response.status_code, expected))
    assert not wrong, "\n".join(map(str, wrong))


def test_each_group_does_what_it_may_and_nothing_else(
    archive: Filled, clients: dict[str, Client]
) -> None:
    root = User.objects.get(username="root")
    article = archive.article
    outlets = "/desk/review/outlets/"
    sent: dict[str, Callable[[Client], Any]] = {
        "undo a load": lambda c: c.post(f"/admin/archive/load/{archive.load.pk}/undo/"),
        "begin an upload": lambda c: c.post(
            "/desk/upload/begin/", json.dumps({"name": "a", "size": 1}), content_type="text/plain"
        ),
        "leave a refused document out": lambda c: c.post(f"/desk/refused/{archive.remark.pk}/"),
        "accept a date": lambda c: c.post(
            "/desk/review/dates/", {"case": article.pk, "act": "accept"}
        ),
        "name a site": lambda c: c.post(outlets, {"host": "new.example", "name": "صحيفة"}),
        "hide an article": lambda c: c.post(
            f"/admin/archive/article/removal/hide/?ids={article.pk}"
        ),
        "add a name to an article": lambda c: c.post(
            f"/admin/archive/article/{article.pk}/add-name/?name=دمشق"
        ),
        "close an earlier value": lambda c: c.post(
            f"/admin/archive/article/{article.pk}/closed-value/?field=title&value={'0' * 64}"
        ),
        "delete an article": lambda c: c.get(
            f"/admin/archive/article/removal/delete/?ids={article.pk}"
        ),
        "accept a candidate": lambda c: c.post(
            f"/admin/archive/entity/desk/accept/?ids={archive.candidate.pk}"
        ),
        "make an account": lambda c: c.get("/admin/auth/user/add/"),
        "change an account with all rights": lambda c: c.post(
            f"/admin/auth/user/{root.pk}/password/"
        ),
    }
    wrong = []
    for act, send in sent.items():
        for name, client in clients.items():
            expected = GROUPS[name] >= ACTS[act]
            response = send(client)
            if opened(response) != expected:
                wrong.append((name, act, response.status_code, expected))
    assert wrong == []
    for act in set(ACTS) - set(sent):
        assert act in ("lift a tombstone", "end a session")  # they answer alike: see below


def test_lifting_and_ending_change_nothing_for_who_may_not(
    archive: Filled, clients: dict[str, Client]
) -> None:
    chosen: dict[str, tuple[str, str, Any]] = {
        "lift a tombstone": ("tombstone", "lift_selected", archive.tombstone),
        "end a session": ("personsession", "end_selected", archive.session),
    }
    for act, (model, action, row) in chosen.items():
        for name, client in clients.items():
            sent = {"action": action, "_selected_action": [row.pk]}
            client.post(f"/admin/archive/{model}/", sent)
            gone = not type(row).objects.filter(pk=row.pk).exists()
            assert gone == (GROUPS[name] >= ACTS[act]), (name, act)
            if gone:
                break


def test_what_is_hidden_or_withdrawn_is_nowhere(
    archive: Filled, clients: dict[str, Client]
) -> None:
    gone = [
        make_article(
            f"عنوان {word}",
            f"نص عن {word} في مدينة دمشق",
            capture=make_capture(f"عنوان {word}\n\nنص عن {word}", load=archive.load),
            outlet=archive.outlet,
            review="مشكوك فيه",
            section=f"قسم {word}",
            keywords=[f"وسم {word}"],
        )
        for word in (HIDDEN, WITHDRAWN)
    ]
    for article in gone:
        make_mention(article, archive.entity)
        take_report(article, "خطأ", "", "192.0.2.1")
        article.save()
    hide_articles(gone[:1], Reasons("سبب معلن"))
    withdraw(gone[1].capture, "حكم محكمة")
    drain_all(index_home())
    found, shown = [], (archive.article, *gone)
    for name, client in clients.items():
        for route in routes():
            # Most addresses are about no article: each is asked for once.
            for address in dict.fromkeys(archive.address(route, each) for each in shown):
                for asked in (address, *_searches(address)):
                    html = _text(client.get(asked))
                    desk = GROUPS[name] >= EDITOR and asked.startswith(HIDDEN_IS_SEEN_AT)
                    if WITHDRAWN in html or (HIDDEN in html and not desk):
                        found.append((name, asked))
    assert found == []
    # The same walk finds what is not hidden.
    assert archive.article.title in _text(clients["anybody"].get("/search/?q=دمشق"))


def _searches(address: str) -> Iterator[str]:
    """Yield the addresses with a question for the hidden words, where one can be asked."""
    if address in ("/search/", "/suggest/", "/outlets/", "/entities/", "/api/v1/search"):
        # A page may repeat what was asked, which is no sign of a hit: half of the word is asked.
        yield f"{address}?q={HIDDEN[:5]}*"
        yield f"{address}?q=دمشق"


def _text(response: Any) -> str:
    content: bytes = b"".join(response) if response.streaming else response.content
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    return content.decode("utf-8", "replace")
