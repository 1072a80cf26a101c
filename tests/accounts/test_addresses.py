"""Every registered address, opened by each group of people; and what is hidden, sought at each."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from archive.accounts.roles import give_role, role_named
from archive.captures.refused_originals import keep_original
from archive.captures.removal import delete_articles, hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.entities.desk import accept, do
from archive.models import (
    Alias,
    AliasScan,
    Article,
    Change,
    EntityStatus,
    Job,
    Load,
    LoadRemark,
    LoginFailure,
    PersonSession,
    Tombstone,
)
from archive.readers.request_limits import RequestLimits
from archive.review.article_queues import settle_date
from archive.review.reader_reports import take_report
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.replay.replay_tokens import ReplayToken, replay_address
from tests.accounts.address_table import (
    ACTS,
    ANYBODY,
    EDITOR,
    GROUPS,
    HIDDEN_IS_SEEN_AT,
    ROWS,
    least_group,
)
from tests.factories import make_article, make_capture, make_entity, make_mention, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home", "public_url")]

ARCHIVED = "https://paper.example/archived"
HIDDEN, WITHDRAWN = "زعفرانستان", "قرنفلستان"


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Yield every registered address as its pattern."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, before + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield before + str(each.pattern)


def signed_address(capture: int) -> str:
    """Return what a reader's address of a captured page is signed with."""
    return replay_address(ReplayToken(capture, False, "ar")).split("/")[-2]


class Filled:
    """An archive that has a row of each kind; what stands for the parts of addresses."""

    def __init__(self) -> None:
        self.load = Load.objects.create(way="command", state="finished", given=["d"])
        self.outlet = make_outlet(domains=["paper.example"])
        capture = make_capture("عنوان\n\nنص", load=self.load)
        make_capture("صفحة", uri=ARCHIVED, url=ARCHIVED, captured=date(2024, 10, 26))
        self.article = make_article(
            "خبر معلن", "مدينة دمشق هادئة", capture=capture, outlet=self.outlet, review="مشكوك فيه"
        )
        self.entity = make_entity("دمشق")
        make_mention(self.article, self.entity)
        self.entity.save()
        self.article.save()
        self.candidate = make_entity("اسم محتمل", status=EntityStatus.CANDIDATE)
        self.correction = do(accept(self.candidate), User.objects.create_superuser("root"))
        alias = Alias.objects.create(entity=self.entity, text="الشام")
        self.scan = AliasScan.objects.create(alias=alias)
        self.failure = LoginFailure.objects.create(name="x", address="192.0.2.1")
        self.job = Job.objects.create(kind="undo_load")
        self.remark = LoadRemark.objects.create(load=self.load, kind="refused", document="d")
        keep_original([self.remark], "سطر لم يُقرأ".encode())
        deleted = make_article("خبر محذوف")
        delete_articles([deleted], Reasons("سبب"))
        self.tombstone = Tombstone.objects.get()
        settle_date(self.article.pk, None, "2024")
        Article.objects.filter(pk=self.article.pk).update(review="مشكوك فيه")
        self.change = Change.objects.latest("pk")
        self.person = User.objects.create_user("salma")
        client = Client()
        client.force_login(self.person)
        self.session = PersonSession.objects.get(person=self.person)

    def keys(self) -> dict[str, Any]:
        """The key of a row of each kind in the admin."""
        return {
            "archive/aliasscan": self.scan.pk,
            "archive/article": self.article.pk,
            "archive/capture": self.article.capture_id,
            "archive/change": self.change.pk,
            "archive/changeset": self.change.changeset_id,
            "archive/correction": self.correction.pk,
            "archive/entity": self.entity.pk,
            "archive/job": self.job.pk,
            "archive/load": self.load.pk,
            "archive/loginfailure": self.failure.pk,
            "archive/outlet": self.outlet.pk,
            "archive/personsession": self.session.pk,
            "archive/tombstone": self.tombstone.pk,
            "auth/user": self.person.pk,
        }

    def address(self, route: str, article: Article | None = None) -> str:
        """Return an address of a route that leads to something."""
        shown = article or self.article
        values = {
            "<slug:public_id>": shown.public_id,
            "<public_id>": shown.public_id,
            "<slug>": self.outlet.slug,
            "<key>": self.entity.key,
            "<number>": str(shown.capture_id),
            "<path:rest>": "nothing",
            "<path:url>": ARCHIVED,
            "<slug:ending>": "bib",
            "<slug:container>": "warc",
            "<slug:form>": "txt",
            "<str:form>": "csv",
            "<str:slug>": self.outlet.slug,
            "<str:key>": self.entity.key,
            "<int:pk>": str(shown.capture_id),
            "<int:number>": "0",
            "<int:key>": str(self._key(route, shown)),
            # As the page of a capture makes it for a reader.
            "<str:signed>": signed_address(shown.capture_id),
            "<str:use>": "i",
            "<slug:name>": "dates",
            "<str:month>": "2024-10",
            "<str:day>": "2024-10-26",
            "<slug:token>": "0" * 32,
            "<id>": str(self.person.pk),
            "<path:content_type_id>": str(ContentType.objects.get_for_model(Article).pk),
            "(?P<url>.*)$": "nothing/here/",
            "^(?P<app_label>archive|auth)/$": "archive/",
        }
        rows = next((name for name in ROWS if route.startswith(f"admin/{name}/")), "")
        key = str(self.keys().get(rows, shown.pk))
        if rows == "archive/article":
            key = str(shown.pk)
        if "/history/([^/]+)" in route:
            history = self._history(rows, shown)
            route = route.replace("^([^/]+)/history/([^/]+)/$", f"{key}/history/{history}/")
        values["<path:object_id>"] = key
        values["<str:act>"] = "accept" if "entity/desk" in route else "hide"
        for part, value in values.items():
            route = route.replace(part, value)
        asked = ""
        if "removal/" in route:
            asked = f"?ids={shown.pk}"
        elif route in ("cdx", "api/v1/captures"):
            asked = f"?url={ARCHIVED}"
        elif "entity/desk" in route:
            asked = f"?ids={self.candidate.pk}"
        elif "autocomplete" in route:
            asked = "?app_label=archive&model_name=article&field_name=outlet"
        return f"/{route}{asked}"

    def _key(self, route: str, shown: Article) -> int:
        """Return the key of the row that an address is about."""
        if "article/" in route:
            return shown.pk
        return self.remark.pk if "refused/" in route else self.load.pk

    def _history(self, rows: str, shown: Article) -> str:
        """Return the key of a row's last line of history, "0" where it has none."""
        versioned: dict[str, Any] = {"archive/article": shown, "archive/entity": self.entity}
        line = versioned.get(rows, self.outlet).history.first()
        return str(line.pk) if line else "0"


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Filled:
    """An archive whose callers need not wait: the walk calls more often than a program may."""
    unhurried = RequestLimits(clock=count(step=1_000).__next__)
    monkeypatch.setattr(apps.get_app_config("archive"), "request_limits", unhurried)
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
    found = []
    for name, client in clients.items():
        for route in routes():
            for article in (archive.article, *gone):
                address = archive.address(route, article)
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
