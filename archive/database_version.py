"""The database, brought to this version of the program."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from archive.accounts.roles import make_roles


def bring_up_to_date() -> None:
    """Migrate the database where it is of another version, or a migration was cut short.

    ``migrate`` itself builds every state of every table, changed or not: two seconds with each
    start of a server.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()) or not _has_permissions():
        call_command("migrate", verbosity=0)
        return
    executor.check_replacements()
    make_roles()


def _has_permissions() -> bool:
    """Return whether there are the permissions of all tables: they are what a migration ends with."""
    needed = {
        (meta.app_label, codename)
        for meta in (model._meta for model in apps.get_models())
        for codename in (
            *(get_permission_codename(action, meta) for action in meta.default_permissions),
            *(codename for codename, _name in meta.permissions),
        )
    }
    there = Permission.objects.values_list("content_type__app_label", "codename")
    return needed <= set(there)
