"""An archive that has a row of each kind, and the addresses that lead to each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from archive.captures.refused_originals import keep_original
from archive.captures.removal import delete_articles
from archive.captures.tombstones import Reasons
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
from archive.review.article_queues import settle_date
from search.replay.replay_tokens import ReplayToken, replay_address
from tests.accounts.address_table import (
    ROWS,
)
from tests.factories import make_article, make_capture, make_entity, make_mention, make_outlet

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
