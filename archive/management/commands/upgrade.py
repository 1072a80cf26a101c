"""Bring an archive to this version of the program, backed up first."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandParser, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from archive.management.writing_command import WritingCommand


class Command(WritingCommand):
    """Brings an archive to this version of the program, backed up first."""

    prepares = True
    help = (
        "Bring an archive to this version of the program: back it up, change the database, bring "
        "the index up to date, check all. Stop the server first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where the backup goes."""
        parser.add_argument("backups", help="the folder of backups, as for `backup`")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what will be done, and do it; where the backup fails nothing is changed."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        changes = ", ".join(f"{each.app_label} {each.name}" for each, _back in plan)
        self.stdout.write(f"changes of the database: {changes or 'none'}")
        self.stdout.write("1. backup")
        call_command("backup", options["backups"], verbosity=options["verbosity"])
        self.stdout.write("2. database and index")
        call_command("prepare_archive", verbosity=options["verbosity"])
        self.stdout.write("3. check")
        call_command("check_archive", verbosity=options["verbosity"])
