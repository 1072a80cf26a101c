"""How a command ends that cannot go on: in one sentence, never in a stack trace."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.management import CommandError
from django.db import DatabaseError, OperationalError, connection

from archive.database_damage import WAY_OUT, database_damage, tells_damage
from archive.errors import ArchiveError
from archive.refused_changes import tells_read_only
from archive.terminal_text import for_terminal

_CLOSED_PIPE: Final = 141
"""What a shell gives for a program whose reader went away."""


@contextmanager
def plain_endings() -> Iterator[None]:
    """Raise ``CommandError`` for faults of disk, database and archive, which say what to do.

    A reader who has enough (``| head``) ends the command without a word. Mistakes of the program
    stay what they are; so does Ctrl-C, which ``manage.py`` tells.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Else the interpreter would complain at its end, when it flushes what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_CLOSED_PIPE)
    except ArchiveError as error:
        way_out = f" {_damaged()}" if tells_damage(error.__cause__) else ""
        raise CommandError(f"{for_terminal(error)}{way_out}") from error
    except DatabaseError as error:
        ending = _database_ending(error)
        if ending is None:
            raise
        raise ending from error
    except OSError as error:
        if error.strerror is None:
            raise
        named = f"{error.filename}: " if error.filename else ""
        raise CommandError(
            for_terminal(
                f"{named}{error.strerror}. What was written before is whole; mend that and run "
                "the same command again."
            )
        ) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # A mistake of the program, but where it read what it never wrote.
        if found := _damage_behind():
            raise CommandError(_damaged(found)) from error
        raise


def _database_ending(error: DatabaseError) -> CommandError | None:
    """Return what a command ends with; nothing for mistakes of the program, which stay what they are."""
    if tells_read_only(error):
        return CommandError(for_terminal(str(error).partition("\n")[0]))
    if tells_damage(error):
        return CommandError(_damaged(str(error).partition(" with text")[0]))
    if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
        return None
    free = shutil.disk_usage(settings.ARCHIVE_HOME).free / 1e6
    return CommandError(
        for_terminal(
            f"the database: {error}. {free:,.0f} MB are free under {settings.ARCHIVE_HOME}. "
            "What was written before is whole; mend that and run the same command again."
        )
    )


def _damaged(found: str = "") -> str:
    place = connection.settings_dict["NAME"]
    return for_terminal(f"{place}: the database is damaged{found and f' ({found})'}. {WAY_OUT}")


def _damage_behind() -> str:
    """Return what is wrong with the database, after an error that does not say so."""
    try:
        return next(iter(database_damage()), "")
    except DatabaseError:
        return ""
