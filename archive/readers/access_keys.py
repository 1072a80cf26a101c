"""Keys of people, for their programs: made and shown once, found again by their hash.

A key for a feed opens that feed alone, and may stand in its address: readers of feeds send no
headers. A key for programs is taken from a header alone, since addresses are kept and passed on.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import OperationalError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.errors import ArchiveError
from archive.models import AccessKey, KeyPurpose
from archive.secret_tokens import TokenKind, is_token, new_token, token_digest

MOST_KEYS: Final = 100
"""Of one person: a feed of a closed archive needs one each."""
MOST_FEED_LETTERS: Final = 4_000
"""Of the address of a feed: a search of very many filters has a longer one."""
_NAME_LETTERS: Final = 200
_NOTED: Final = timedelta(hours=1)
"""Between two notes of when a key was last used: each writes a row."""
_KINDS: Final = {KeyPurpose.FEED: TokenKind.FEED, KeyPurpose.API: TokenKind.API}
_SCHEME: Final = "Bearer"


def make_key(person: Any, purpose: KeyPurpose, name: str, feed: str = "") -> tuple[AccessKey, str]:
    """Make a key; return its row, and the key itself, which is to be had now and never again.

    ``feed`` is the address of the feed that it opens, from the site's root on.

    Raises:
        ArchiveError: the person has as many keys as one may have, or the address is too long.
    """
    if len(feed) > MOST_FEED_LETTERS:
        raise ArchiveError(_("This search is too long for a feed: use fewer filters."))
    if AccessKey.objects.filter(person=person).count() >= MOST_KEYS:
        raise ArchiveError(_("You have too many keys: revoke one that you no longer use."))
    token = new_token(_KINDS[purpose])
    key = AccessKey.objects.create(
        person=person,
        purpose=purpose,
        name=" ".join(name.split())[:_NAME_LETTERS] or str(purpose.label),
        feed=feed,
        digest=token_digest(token),
    )
    return key, token


def find_key(token: str, purpose: KeyPurpose, feed: str = "") -> AccessKey | None:
    """Return the key of an active person that is good for this, and note its use.

    ``feed`` is the address that a key for feeds must have been made for.
    """
    if not is_token(token, _KINDS[purpose]):
        return None
    kept = AccessKey.objects.select_related("person").filter(
        digest=token_digest(token), purpose=purpose, feed=feed, person__is_active=True
    )
    found = kept.first()
    if found is not None:
        _note_use(found)
    return found


def key_in_header(request: HttpRequest) -> AccessKey | None:
    """Return the key for programs that ``Authorization: Bearer`` holds (RFC 6750), if it is one."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != _SCHEME.casefold():
        return None
    return find_key(token.strip(), KeyPurpose.API)


def _note_use(key: AccessKey) -> None:
    now = timezone.now()
    if key.used_at is not None and now - key.used_at < _NOTED:
        return
    old = Q(used_at=None) | Q(used_at__lt=now - _NOTED)
    try:
        AccessKey.objects.filter(old, pk=key.pk).update(used_at=now)
    except OperationalError:
        return  # Somebody else is writing; nobody waits for a note.
    key.used_at = now
