"""A database is brought to this version of the program, at little cost where it is already."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from archive import database_version
from archive.accounts.roles import ROLES
from archive.database_version import bring_up_to_date
from archive.models import Article

pytestmark = pytest.mark.django_db


def permissions_of_roles() -> set[tuple[str, str]]:
    return {
        (name, f"{app}.{codename}")
        for name, app, codename in Group.objects.values_list(
            "name", "permissions__content_type__app_label", "permissions__codename"
        )
        if codename
    }


WANTED = {(role.name, permission) for role in ROLES for permission in role.permissions}


@pytest.fixture
def migrations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The migrations that are run meanwhile."""
    run: list[str] = []

    def noted(command: str, **options: Any) -> None:
        run.append(command)
        call_command(command, **options)

    monkeypatch.setattr(database_version, "call_command", noted)
    return run


def test_a_migration_gives_each_role_all_that_it_may() -> None:
    assert permissions_of_roles() == WANTED


def test_a_database_of_this_version_is_not_migrated(migrations: list[str]) -> None:
    bring_up_to_date()
    assert migrations == []


def test_a_role_gets_back_what_it_lost_and_keeps_what_it_was_given(migrations: list[str]) -> None:
    reader, chief = Group.objects.get(name="reader"), Group.objects.get(name="chief_editor")
    given = Permission.objects.get(codename="view_article")
    reader.permissions.add(given)
    chief.permissions.clear()
    bring_up_to_date()
    assert permissions_of_roles() == WANTED | {("reader", "archive.view_article")}
    assert migrations == []


def test_a_group_that_was_removed_is_made_again() -> None:
    Group.objects.all().delete()
    bring_up_to_date()
    assert permissions_of_roles() == WANTED


def test_a_migration_that_was_cut_short_is_ended(migrations: list[str]) -> None:
    """Its last step are the permissions: one that no role has is missing as much as any."""
    articles = ContentType.objects.get_for_model(Article)
    lost = Permission.objects.filter(content_type=articles, codename="add_article")
    assert lost.delete()[0] == 1
    bring_up_to_date()
    assert lost.exists()
    assert migrations == ["migrate"]
