"""Withdraw a capture for good."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import CommandError, CommandParser, call_command

from archive.captures.withdrawal import withdraw
from archive.errors import ArchiveError
from archive.management.writing_command import WritingCommand
from archive.models import Capture


class Command(WritingCommand):
    """Withdraws a capture for good."""

    help = (
        "Withdraw a capture: its bytes and articles go; its hash, the reason and who decided "
        "stay, and loading it again is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the capture and options."""
        parser.add_argument("capture", type=int, help="the capture's number, as in its address")
        parser.add_argument("--reason", required=True, help="why it is withdrawn")
        parser.add_argument("--user", help="the account of who decided it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Withdraw it, and say which other versions of its document remain."""
        capture = Capture.objects.filter(pk=options["capture"]).first()
        if capture is None:
            raise CommandError(f"There is no capture {options['capture']}.")
        user = None
        if options["user"]:
            users = get_user_model().objects
            user = users.filter(username=options["user"]).first()
            if user is None:
                raise CommandError(f"There is no account “{options['user']}”.")
        try:
            done = withdraw(capture, options["reason"], user)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        call_command("index_worker", once=True, verbosity=0)
        self.stdout.write(f"withdrawn: {done.captures} captures, {done.articles} articles")
        for other in done.remaining:
            self.stdout.write(
                f"remains: capture {other.pk}, another version of {other.uri}; "
                "withdraw it by itself if it must go too"
            )
