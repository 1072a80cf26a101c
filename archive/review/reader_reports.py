"""Errors that readers report: taken within limits, without a name."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from archive.errors import ArchiveError
from archive.models import Article, ReaderReport

MOST_LETTERS: Final = 1500
"""Of a report."""
_WINDOW: Final = timedelta(hours=24)
_OF_SENDER: Final = 10
"""Reports of one visitor within a day."""
_OF_ALL: Final = 500
"""Reports of all visitors within a day: more than a desk can read."""
_WAITING_FOR_ARTICLE: Final = 20
"""Reports of one article that wait."""
_SALT: Final = "archive.review.sender"


def take_report(article: Article, words: str, answer_to: str, address: str) -> ReaderReport:
    """Keep what a reader reports of an article; ``address`` is that of the visitor's machine.

    Raises:
        ArchiveError: there are too many reports, or nothing is said.
    """
    words = words.strip()[:MOST_LETTERS]
    if not words:
        raise ArchiveError(_("Say what is wrong."))
    now = timezone.now()
    # The day is part of the hash: what was sent yesterday is nobody's today.
    sender = salted_hmac(_SALT, f"{address} {now.date()}").hexdigest()
    recent = ReaderReport.objects.filter(made_at__gt=now - _WINDOW)
    if (
        recent.filter(sender=sender).count() >= _OF_SENDER
        or recent.count() >= _OF_ALL
        or article.reports.filter(settled_at=None).count() >= _WAITING_FOR_ARTICLE
    ):
        raise ArchiveError(_("Too much was reported today; please try again tomorrow."))
    return ReaderReport.objects.create(
        article=article, words=words, answer_to=answer_to, sender=sender
    )
