"""The admin's lists: each opens, can be searched, and costs as much however long it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from archive.captures.tombstones import Reasons, make_tombstones
from archive.changes.article_changes import ArticleChanges
from archive.models import (
    Act,
    Alias,
    AliasScan,
    Article,
    Capture,
    Change,
    ChangeSet,
    Correction,
    CorrectionKind,
    Entity,
    Job,
    Load,
    LoadWay,
    LoginFailure,
    Outlet,
    PersonSession,
    Tombstone,
    TombstoneKind,
)
from archive.review.unknown_outlets import NAMING
from tests.factories import make_article, make_capture, make_entity, make_mention, make_outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

# The desk registers its lists with its first page: else there is none to be tried yet.
admin.autodiscover()
LISTS = [model for model in admin.site._registry if model._meta.app_label == "archive"]


def named_entity() -> Entity:
    entity = make_entity("دمشق")
    make_mention(make_article(body="زار الوفد دمشق."), entity)
    return entity


def make_correction() -> Correction:
    editor = User.objects.create(username=f"editor-{User.objects.count()}")
    return Correction.objects.create(
        kind=CorrectionKind.MERGE, entity=make_entity(), target=make_entity(), made_by=editor
    )


def make_scan() -> AliasScan:
    number = Alias.objects.count()
    alias = Alias.objects.create(entity=make_entity(), text=f"دمشق {number}")
    return AliasScan.objects.create(alias=alias)


def make_job() -> Job:
    asker = User.objects.create(username=f"asker-{User.objects.count()}")
    return Job.objects.create(kind=NAMING, made_by=asker)


def make_tombstone() -> Tombstone:
    editor = User.objects.create(username=f"editor-{User.objects.count()}")
    return make_tombstones([make_article()], TombstoneKind.DELETED, Reasons("خطأ"), editor)[0]


def make_load() -> Load:
    person = User.objects.create(username=f"loader-{User.objects.count()}")
    return Load.objects.create(way=LoadWay.UPLOADED, person=person, given=["ملف.jsonl"])


def make_session() -> PersonSession:
    number = User.objects.count()
    person = User.objects.create(username=f"person-{number}")
    key, soon = f"key-{number}", timezone.now() + timedelta(days=1)
    Session.objects.create(session_key=key, expire_date=soon)
    return PersonSession.objects.create(person=person, session_key=key)


def make_changeset() -> ChangeSet:
    """A change of an article's outlet, by an editor of its own."""
    article = make_article()
    editor = User.objects.create(username=f"editor-{User.objects.count()}")
    changeset = ChangeSet.of_act(Act.BULK, editor, total=1, done=1, changed=1)
    changes = ArticleChanges(changeset)
    changes.set(article, {"outlet": make_outlet()})
    changes.write()
    return changeset


ROWS: dict[type[Model], Callable[[], Model]] = {
    Article: make_article,
    Outlet: lambda: make_article().outlet or make_outlet(),
    Entity: named_entity,
    Capture: make_capture,
    Correction: make_correction,
    AliasScan: make_scan,
    Change: lambda: make_changeset().changes.get(),
    ChangeSet: make_changeset,
    Job: make_job,
    Load: make_load,
    PersonSession: make_session,
    LoginFailure: lambda: LoginFailure.objects.create(name="salma", address="192.0.2.1"),
    Tombstone: make_tombstone,
}
"""Model of a list → what makes a row of it, with everything that the list shows of others."""


def address_of(model: type[Model]) -> str:
    return reverse(f"admin:archive_{model._meta.model_name}_changelist")


@pytest.mark.parametrize("model", LISTS)
def test_lists_open_and_search(admin_client: Client, model: type[Model]) -> None:
    ROWS[model]()
    assert admin_client.get(address_of(model), {"q": "خبر"}).status_code == 200


@pytest.mark.parametrize("model", LISTS)
def test_lists_cost_a_constant_number_of_queries(admin_client: Client, model: type[Model]) -> None:
    costs = []
    made: list[Any] = []
    for rows in (2, 12):
        while len(made) < rows:
            made.append(ROWS[model]())
        admin_client.get(address_of(model))
        with CaptureQueriesContext(connection) as queries:
            page = admin_client.get(address_of(model))
        assert len(page.context["cl"].result_list) >= rows
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_list_is_headed_by_its_name(admin_client: Client) -> None:
    html = admin_client.get(address_of(Article)).content.decode()
    assert "<h1>المقالات</h1>" in html
    assert "اختر" not in html.split("<h1>")[1].split("</h1>")[0]
