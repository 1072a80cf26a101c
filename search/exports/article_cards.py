"""The picture of an article that other sites show beside a link to it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.models import Article
from archive.models.dates_in_words import publication_in_words
from search.presentation.text_directions import direction_of

MEDIA_TYPE: Final = "image/png"
WIDTH, HEIGHT = 1200, 630
_TITLE_LETTERS: Final = 150
_LINE_LETTERS: Final = 60
_REMEMBERED: Final = 128
"""Cards that are kept, of some 40 KB each."""
_TYPESETTING: Final = Path(__file__).parent / "typesetting"


def card_of(article: Article) -> bytes:
    """Return the card of an article as PNG, in the language of the article: Arabic, else English."""
    direction = direction_of(article.language)
    language = "ar" if direction == "rtl" else "en"
    with override(language):
        outlet = article.outlet.name(language) if article.outlet else _("unknown outlet")
        return _drawn(
            _cut(article.title or _("Untitled"), _TITLE_LETTERS),
            _cut(outlet, _LINE_LETTERS),
            _cut(publication_in_words(article), _LINE_LETTERS),
            _("Khizana"),
            language,
            direction,
        )


def _cut(text: str, letters: int) -> str:
    line = " ".join(text[: 2 * letters].split())
    return line if len(line) <= letters else line[:letters].rsplit(" ", 1)[0] + "…"


@lru_cache(_REMEMBERED)
def _drawn(
    title: str, outlet: str, date: str, archive: str, language: str, direction: str
) -> bytes:
    # Imported here: it is a large library, and only who asks for a card needs it.
    import typst

    words = {"title": title, "outlet": outlet, "date": date, "archive": archive}
    card = json.dumps({**words, "language": language, "direction": direction})
    drawn = typst.compile(
        _TYPESETTING / "card.typ",
        root=_TYPESETTING,
        font_paths=[_TYPESETTING],
        ignore_system_fonts=True,
        format="png",
        ppi=72,
        sys_inputs={"card": card},
    )
    return drawn[0] if isinstance(drawn, list) else bytes(drawn or b"")
