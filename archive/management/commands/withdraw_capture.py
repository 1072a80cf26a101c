"""Withdraw a capture for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import CommandError, CommandParser, call_command

from archive.captures.removal import consequences, delete_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import articles_of_bytes, withdraw
from archive.errors import ArchiveError
from archive.management.writing_command import WritingCommand
from archive.models import Article, Capture
from archive.terminal_text import for_terminal


class Command(WritingCommand):
    """Withdraws a capture for good."""

    help = (
        "Withdraw a capture: its bytes and articles go, with every trace of their text; its hash, "
        "the reason and who decided stay, and loading it again is refused. Where other articles "
        "would go with those that are meant, they are listed, and you choose."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the capture and options."""
        parser.add_argument("capture", type=int, help="the capture's number, as in its address")
        parser.add_argument("--reason", required=True, help="why; readers see it")
        parser.add_argument("--internal-reason", default="", help="why; editors alone see it")
        parser.add_argument("--user", help="the account of who decided it")
        parser.add_argument(
            "--article",
            action="append",
            default=[],
            metavar="ID",
            help="an article that is meant, by its public id; may be given many times",
        )
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--all-articles", action="store_true", help="all articles of the capture go with it"
        )
        choice.add_argument(
            "--keep-capture",
            action="store_true",
            help="delete the articles that are meant; the capture is closed to readers, and kept",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Withdraw it, and say which other versions of its document remain."""
        capture = Capture.objects.filter(pk=options["capture"]).first()
        if capture is None:
            raise CommandError(f"There is no capture {options['capture']}.")
        user = _account(options["user"])
        articles = list(articles_of_bytes(capture))
        meant = _meant(articles, options["article"])
        if options["keep_capture"]:
            self._delete(meant, Reasons(options["reason"], options["internal_reason"]), user)
        else:
            self._refuse_others(articles, meant, chosen=options["all_articles"])
            self._withdraw(capture, options, user)
        call_command("index_worker", once=True, verbosity=0)

    def _delete(self, meant: Sequence[Article], reasons: Reasons, user: Any) -> None:
        if not meant:
            raise CommandError("--keep-capture: name the articles that are meant with --article.")
        if not reasons.public.strip():
            raise CommandError("A deletion needs a reason: it is what stays.")
        concerned = consequences(meant)
        done = delete_articles(meant, reasons, user)
        self.stdout.write(f"deleted: {done} articles; their captures are closed and kept")
        self._name_copies(concerned.copies)

    def _refuse_others(
        self, articles: Sequence[Article], meant: Sequence[Article], *, chosen: bool
    ) -> None:
        """List the articles that would go beside those that are meant, and end where any would."""
        others = [article for article in articles if article not in meant]
        if chosen or not others or (not meant and len(articles) == 1):
            return
        for article in others:
            self.stderr.write(f"would go too: {_in_words(article)}")
        raise CommandError(
            f"{len(others)} articles would go with the capture. Give --all-articles if they must, "
            "or --article ID --keep-capture to delete those that are meant and keep the bytes, "
            "closed to readers."
        )

    def _withdraw(self, capture: Capture, options: dict[str, Any], user: Any) -> None:
        try:
            done = withdraw(
                capture, options["reason"], user, internal_reason=options["internal_reason"]
            )
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"withdrawn: {done.captures} captures, {done.articles} articles")
        if done.names:
            self.stdout.write(f"names that stood nowhere else: {done.names}")
        for other in done.remaining:
            self.stdout.write(
                f"remains: capture {other.pk}, another version of {for_terminal(other.uri)}; "
                "withdraw it by itself if it must go too"
            )
        self._name_copies(done.copies)

    def _name_copies(self, copies: Sequence[Article]) -> None:
        for copy in copies:
            self.stdout.write(f"a copy stays: {_in_words(copy)}, capture {copy.capture_id}")


def _account(name: str | None) -> Any:
    if not name:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no account “{name}”.")
    return user


def _meant(articles: Sequence[Article], named: Sequence[str]) -> list[Article]:
    """Return the articles of the capture that are named. Raises ``CommandError``."""
    by_id = {article.public_id: article for article in articles}
    for public_id in named:
        if public_id not in by_id:
            raise CommandError(f"The capture holds no article {public_id}.")
    return [by_id[public_id] for public_id in dict.fromkeys(named)]


def _in_words(article: Article) -> str:
    outlet = article.outlet.name_ar if article.outlet else "—"
    return for_terminal(f"{article.public_id} {outlet}: {article}")
