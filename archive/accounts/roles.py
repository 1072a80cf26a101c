"""Roles: four groups of people, each with all that the one before it may, and more.

They are made with every migration of the database. A permission that an operator gives a group
besides stays; one that a role has is given back.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission, User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(NamedTuple):
    """A group: its name in the database, what people call it, its permissions, the desk or not."""

    name: str
    label: str | Promise
    permissions: tuple[str, ...]
    at_desk: bool = True


_EDITOR: Final = (
    "archive.view_alias",
    "archive.view_aliasscan",
    "archive.view_article",
    "archive.change_article",
    "archive.view_capture",
    "archive.view_change",
    "archive.view_changeset",
    "archive.view_correction",
    "archive.view_entity",
    "archive.view_entityrelation",
    "archive.view_load",
    "archive.view_mention",
    "archive.view_outlet",
    "archive.view_tombstone",
    "archive.add_alias",
    "archive.change_alias",
    "archive.add_entity",
    "archive.change_entity",
    "archive.add_entityrelation",
    "archive.change_entityrelation",
    "archive.add_mention",
    "archive.change_mention",
    "archive.delete_mention",
    "archive.add_load",
    "archive.add_outlet",
    "archive.change_outlet",
)
_CHIEF: Final = (
    *_EDITOR,
    "archive.delete_alias",
    "archive.delete_article",
    "archive.delete_entityrelation",
    "archive.delete_load",
    "archive.delete_outlet",
    "archive.delete_savedview",
    "archive.view_job",
    "archive.change_job",
)
_ADMINISTRATOR: Final = (
    *_CHIEF,
    "archive.view_loginfailure",
    "archive.view_personsession",
    "archive.delete_personsession",
    "auth.view_user",
    "auth.add_user",
    "auth.change_user",
)

READER: Final = Role("reader", _("Reader"), (), at_desk=False)
EDITOR: Final = Role("editor", _("Editor"), _EDITOR)
CHIEF_EDITOR: Final = Role("chief_editor", _("Chief editor"), _CHIEF)
ADMINISTRATOR: Final = Role("administrator", _("Administrator"), _ADMINISTRATOR)
ROLES: Final = (READER, EDITOR, CHIEF_EDITOR, ADMINISTRATOR)


def make_roles_last(sender: AppConfig, **_sent: Any) -> None:
    """Make the roles once a migration has made the permissions of every application.

    Django sends its signal for one application after the other.
    """
    if sender is [each for each in apps.get_app_configs() if each.models_module][-1]:
        make_roles()


def make_roles() -> None:
    """Make the groups, and give each the permissions of its role that it does not have."""
    permissions = {
        (app, codename): pk
        for app, codename, pk in Permission.objects.values_list(
            "content_type__app_label", "codename", "pk"
        )
    }
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=role.name)
        names = (tuple(each.split(".")) for each in role.permissions)
        group.permissions.add(*(permissions[name] for name in names if name in permissions))


def role_of(person: User) -> Role | None:
    """Return the highest role that a person has, if any."""
    names = {group.name for group in person.groups.all()}
    return next((role for role in reversed(ROLES) if role.name in names), None)


def give_role(person: User, role: Role | None) -> None:
    """Give a person this role and no other; None takes it. Other groups stay."""
    person.groups.remove(*Group.objects.filter(name__in=[each.name for each in ROLES]))
    if role is not None:
        person.groups.add(Group.objects.get(name=role.name))
    person.is_staff = person.is_superuser or (role is not None and role.at_desk)
    person.save(update_fields=["is_staff"])


def carries_the_archive(person: User) -> bool:
    """Return whether a person may delete, undo loads or give roles: chief editors and above."""
    return person.is_superuser or role_of(person) in (CHIEF_EDITOR, ADMINISTRATOR)


def role_named(name: str) -> Role | None:
    """Return the role of this name, if there is one."""
    return next((role for role in ROLES if role.name == name), None)
