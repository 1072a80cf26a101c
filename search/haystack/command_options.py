"""The options of Haystack's commands: declared as Haystack does, checked before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.management import CommandError, CommandParser
from django.utils import timezone
from haystack import connections

from archive.models import Article


def add_connection_options(parser: CommandParser) -> None:
    """Declare what every command of Haystack takes."""
    parser.add_argument(
        "-u", "--using", action="append", default=[], help="the connection (there is one: default)"
    )
    parser.add_argument(
        "--nocommit", action="store_false", dest="commit", help="taken as Haystack's; it commits"
    )


def add_writing_options(parser: CommandParser) -> None:
    """Declare how documents are written; an index has one writer, which needs none of these."""
    for flags, name in (
        (("-k", "--workers"), "workers"),
        (("-b", "--batch-size"), "batchsize"),
        (("-t", "--max-retries"), "max_retries"),
    ):
        parser.add_argument(*flags, type=int, dest=name, help="taken as Haystack's; without effect")


def check_connections(names: Iterable[str]) -> None:
    """Raise ``CommandError`` for a connection that there is not."""
    known = list(connections.connections_info)
    for name in names:
        if name not in known:
            raise CommandError(f"--using {name}: there is no such connection; use {known[0]}.")


def names_articles(labels: Iterable[str]) -> bool:
    """Return whether the applications or models named hold articles; all do where none is named.

    Raises ``CommandError`` for a name of neither.
    """
    named = list(labels)
    models = []
    for label in named:
        app, _, model = label.partition(".")
        try:
            config = apps.get_app_config(app)
            models += [config.get_model(model)] if model else list(config.get_models())
        except LookupError as error:
            raise CommandError(f"{label}: {error}; articles are archive.Article.") from error
    return not named or Article in models


def changed_between(options: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last moment of change that is asked for, ``None`` for open.

    Raises ``CommandError`` where the options contradict one another, or are no time.
    """
    begins = [options.get(name) for name in ("minutes", "age", "start_date")]
    minutes, hours, start = begins
    if sum(each is not None for each in begins) > 1:
        raise CommandError("--minutes, --age and --start say the same; give one of them.")
    since = _moment("--start", start)
    if minutes is not None or hours is not None:
        since = _ago(minutes=minutes or 0, hours=hours or 0)
    return since, _moment("--end", options.get("end_date"))


def _ago(*, minutes: int, hours: int) -> datetime:
    try:
        return timezone.now() - timedelta(minutes=minutes, hours=hours)
    except OverflowError as error:
        raise CommandError("there is no time so long ago.") from error


def _moment(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise CommandError(f"{option} {text}: write 2024-03-05 or 2024-03-05T14:30.") from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
