"""What an article's page has in tens: tags of its head, names, citations, titles beside it.

Written here they take a quarter of the time of templates within templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Article
from archive.models.page_paths import page_path
from search.presentation.citation_styles import CitationPart, StyledCitation
from search.presentation.head_tags import HeadTag
from search.presentation.html_pieces import joined
from search.presentation.names_by_kind import NameInArticle
from search.presentation.text_directions import direction_of
from search.templatetags.hit_items import article_meta, language_of

register = template.Library()

_ROLES: Final = {
    "": "{}",
    "title": "<bdi>{}</bdi>",
    "work": "<cite>{}</cite>",
    "address": '<bdi dir="ltr">{}</bdi>',
}
"""Role of a piece of a citation → how it is marked."""
_DIRECTIONS: Final = {"ar": "rtl"}


@register.simple_tag
def meta_tags(tags: Iterable[HeadTag]) -> SafeString:
    """Return the tags of a page's head."""
    return joined(
        f'<meta {each.attribute}="{escape(each.name)}" content="{escape(each.content)}">\n'
        for each in tags
    )


@register.simple_tag
def name_list(names: Iterable[NameInArticle]) -> SafeString:
    """Return names with how often each comes, and who found it."""
    return joined(('<ul class="name-list">', *map(_name, names), "</ul>"))


@register.simple_tag
def styled_citations(citations: Iterable[StyledCitation]) -> SafeString:
    """Return citations, each under the name of its style and with the button that copies it."""
    copy = escape(_("Copy"))
    return joined(
        f'<div class="cited"><h3><bdi>{escape(each.style)}</bdi></h3>'
        f'<button type="button" class="button quiet copy no-print" hidden>{copy}</button>'
        f'<p class="citation" lang="{each.language}"'
        f' dir="{_DIRECTIONS.get(each.language, "ltr")}">{"".join(_cited(each.parts))}</p></div>'
        for each in citations
    )


@register.simple_tag
def small_items(articles: Iterable[Article], beside: Article | None = None) -> SafeString:
    """Return titles with outlet and date; each leads to what differs from ``beside``, if given."""
    return joined(
        ('<ul class="small-items">', *(_small_item(each, beside) for each in articles), "</ul>")
    )


def _name(name: NameInArticle) -> str:
    often = ""
    if name.mentions > 1:
        said = ngettext("%(n)s mention", "%(n)s mentions", name.mentions) % {"n": name.mentions}
        often = (
            f'<span aria-hidden="true">×{name.mentions}</span>'
            f'<span class="visually-hidden">{escape(said)}</span> · '
        )
    return (
        f'<li><a href="{escape(name.entity.get_absolute_url())}">'
        f"<bdi>{escape(name.entity.label)}</bdi></a>"
        f' <span class="count">{often}{escape(name.source)}</span></li>'
    )


def _cited(parts: Iterable[CitationPart]) -> Iterator[str]:
    return (_ROLES[part.role].format(escape(part.text)) for part in parts)


def _small_item(article: Article, beside: Article | None) -> str:
    differs = ""
    if beside is not None:
        address = f"{page_path('articles_side_by_side')}?a={beside.public_id}&b={article.public_id}"
        said = escape(_("What differs"))
        differs = f'<p class="meta"><a href="{escape(address)}" rel="nofollow">{said}</a></p>'
    return (
        f'<li dir="{direction_of(article.language)}"{language_of(article)}><p class="item-title">'
        f'<a href="{escape(article.get_absolute_url())}">'
        f"<bdi>{escape(article.title or _('Untitled'))}</bdi></a></p>"
        f"{article_meta(article)}{differs}</li>"
    )
