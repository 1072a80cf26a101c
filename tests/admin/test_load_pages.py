"""Loads at the desk: looked at, and undone in the background by who may."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from archive.jobs import run_waiting
from archive.models import Article, Load, LoadState
from archive.models.editing import mark_edited
from tests.loads.conftest import TITLES, documents, run

__all__ = ["documents", "run"]

Run = Callable[..., Load]


def test_a_load_shows_its_refusals_and_articles(
    admin_client: Client, run: Run, documents: Path
) -> None:
    (documents / "فارغ.txt").write_bytes(b"")
    load = run(documents)
    page = admin_client.get("/admin/archive/load/").content.decode()
    assert f"/admin/archive/load/{load.pk}/change/" in page
    page = admin_client.get(f"/admin/archive/load/{load.pk}/change/").content.decode()
    for told in ("فارغ.txt", "empty", *TITLES):
        assert told in page
    assert admin_client.get("/admin/archive/load/99/change/").status_code == 404
    assert admin_client.get("/admin/archive/load/x/change/").status_code == 404


def test_a_load_is_undone_in_the_background(
    admin_client: Client, run: Run, documents: Path
) -> None:
    load = run(documents)
    page = admin_client.get(f"/admin/archive/load/{load.pk}/undo/").content.decode()
    assert "with_touched" not in page
    answer = admin_client.post(f"/admin/archive/load/{load.pk}/undo/")
    assert "/admin/archive/job/" in answer["Location"]
    load.refresh_from_db()
    assert load.state == LoadState.UNDOING
    run_waiting()
    load.refresh_from_db()
    assert (load.state, load.undone_by and load.undone_by.get_username()) == ("undone", "admin")
    assert not Article.objects.exists()
    again = admin_client.post(f"/admin/archive/load/{load.pk}/undo/")
    assert again["Location"].endswith(f"/load/{load.pk}/change/")


@pytest.mark.parametrize(("asked", "left"), [({}, 1), ({"with_touched": "on"}, 0)])
def test_what_editors_touched_is_asked_for(
    admin_client: Client, run: Run, documents: Path, asked: dict[str, str], left: int
) -> None:
    load = run(documents)
    article = Article.objects.earliest("pk")
    mark_edited(article, ["title"])
    article.title = "عنوان صححته محررة"
    article.save()
    page = admin_client.get(f"/admin/archive/load/{load.pk}/undo/").content.decode()
    assert "with_touched" in page
    assert article.title in page
    admin_client.post(f"/admin/archive/load/{load.pk}/undo/", asked)
    run_waiting()
    assert Article.objects.count() == left


def test_who_may_see_loads_may_not_undo_them(client: Client, run: Run, documents: Path) -> None:
    load = run(documents)
    person = User.objects.create_user("editor", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_load"))
    client.force_login(person)
    page = client.get(f"/admin/archive/load/{load.pk}/change/")
    assert page.status_code == 200
    assert "/undo/" not in page.content.decode()
    assert client.post(f"/admin/archive/load/{load.pk}/undo/").status_code == 403
