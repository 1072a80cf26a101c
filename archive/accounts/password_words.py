"""Words that make no password here: what the program and the archive are called."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.arabic.normalize import fold

_WORDS: Final = (
    *("khizana", "archive", "archiv", "admin", "administrator", "editor", "reader", "password"),
    *("django", "haystack", "whoosh", "news", "search", "login", "welcome"),
    *("خزانة", "أرشيف", "مدير", "محرر", "قارئ", "أخبار", "بحث", "كلمة", "مرور", "سر", "مرحبا"),
)
"""Docs: docs/security.md, “Accounts”. Names of hosts that the site answers to come with them."""
_FEWEST_LETTERS: Final = 4
"""Letters of other words that a password must hold."""
_NO_LETTERS: Final = re.compile(r"[\W\d_]+")

_log = logging.getLogger("khizana.accounts")


class ArchiveWordsValidator:
    """Refuses a password of the words that everybody tries at this site first (ASVS 6.2.11)."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's own
        """Raise ``ValidationError`` where little is left without such words, digits and signs."""
        left, digits = fold(password.casefold()), sum(map(str.isdecimal, password))
        before = left
        for word in sorted(_words(), key=len, reverse=True):
            left = left.replace(word, "")
        named = left != before
        if (
            named
            and digits < 2 * _FEWEST_LETTERS
            and len(_NO_LETTERS.sub("", left)) < _FEWEST_LETTERS
        ):
            raise ValidationError(
                _("This password is made of words that are tried first here."),
                code="password_of_archive_words",
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Your password can’t be made of the names of this archive and of its roles.")

    def password_changed(self, _password: str, user: Any = None) -> None:
        """Note the change in the log; Django calls this after each."""
        _log.info("password changed: name %s", user.get_username() if user else "-")


def _words() -> set[str]:
    hosts = {part for host in settings.ALLOWED_HOSTS for part in re.split(r"[\W\d_]+", host)}
    return {fold(word.casefold()) for word in (*_WORDS, *hosts) if len(word) > 1}
