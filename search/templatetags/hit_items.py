"""What lists of articles show of each: outlet, date and section; the hits of a search.

A page of results has ten. Written here they take a quarter of the time of templates within templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _

from archive.models import Article
from archive.models import dates_in_words as dates
from archive.models.page_paths import page_path
from archive.records.documents import DateBasis
from search.hits.article_hits import Hit
from search.hits.snippets import Fragment
from search.presentation.excerpts import beginning_of
from search.presentation.text_directions import direction_of
from search.query.state import SearchState
from search.templatetags.article_display import match_reason
from search.templatetags.marked_text import fragments
from search.templatetags.search_links import hit_url

register = template.Library()

_NOTHING = SafeString("")
_DOUBTED = (DateBasis.INFERRED, DateBasis.EDITOR)
"""How a date is known, where readers are told it beside the date."""


@register.simple_tag
def article_meta(article: Article) -> SafeString:
    """Return the line of an article's outlet, date and section."""
    return format_html(
        '<p class="meta"><span>{}</span> <span>{}</span>{}</p>',
        _outlet(article),
        _date(article),
        format_html(" <span><bdi>{}</bdi></span>", article.section) if article.section else "",
    )


@register.simple_tag
def add_to_list_button(article: Article) -> SafeString:
    """Return the button that puts an article on a list; its form stands elsewhere on the page."""
    return format_html(
        '<p class="keep no-print"><button type="submit" form="add-to-list" name="article"'
        ' value="{}" class="button quiet"><bdi>{}</bdi>'
        '<span class="visually-hidden"> – {}</span></button></p>',
        article.public_id,
        _("Add to list"),
        article.title,
    )


@register.simple_tag
def hit_item(
    hit: Hit,
    state: SearchState,
    place: int = 0,
    offers_lists: bool = False,
    is_new: bool = False,
) -> SafeString:
    """Return the list item of one hit; ``place`` is its place on the page of results, from 1 on."""
    article = hit.article
    title = format_html("<bdi>{}</bdi>", fragments(hit.title)) if hit.title else _("Untitled")
    return format_html(
        '<li{}><article class="hit" dir="{}"{}>{}{}<h2 class="item-title"><a href="{}">{}</a></h2>'
        '<p class="snippet">{}</p>{}{}{}{}</article></li>',
        format_html(' id="result-{}"', place) if place else "",
        direction_of(article.language),
        language_of(article),
        article_meta(article),
        _new() if is_new else "",
        hit_url(article, state, place),
        title,
        fragments(hit.snippet),
        _matched(hit),
        _missing(hit),
        add_to_list_button(article) if offers_lists else "",
        _copies(hit),
    )


@register.simple_tag
def article_item(
    article: Article,
    sentence: Iterable[Fragment] = (),
    others: Sequence[Iterable[Fragment]] = (),
) -> SafeString:
    """Return the list item of an article: a sentence of it, ``others`` folded, else its beginning."""
    pieces = tuple(sentence)
    return format_html(
        '<li><article dir="{}"{}>{}<h3 class="item-title"><a href="{}"><bdi>{}</bdi></a></h3>'
        '<p class="snippet">{}</p>{}</article></li>',
        direction_of(article.language),
        language_of(article),
        article_meta(article),
        article.get_absolute_url(),
        article.title or _("Untitled"),
        fragments(pieces) if pieces else beginning_of(article.standfirst or article.body),
        _folded(others) if others else "",
    )


def language_of(article: Article) -> SafeString:
    """Return the attribute that names an article's language, where the page has another."""
    if article.language == get_language():
        return _NOTHING
    return format_html(' lang="{}"', article.language)


def _outlet(article: Article) -> SafeString:
    if article.outlet is None:
        return format_html("<bdi>{}</bdi>", _("unknown outlet"))
    return format_html(
        '<a class="outlet" href="{}"><bdi>{}</bdi></a>',
        page_path("outlet", article.outlet.slug),
        article.outlet.name(get_language() or "ar"),
    )


def _date(article: Article) -> SafeString:
    shown, machine = dates.publication_in_words(article), dates.machine_date(article)
    doubted = article.date_basis in _DOUBTED
    return format_html(
        '<bdi title="{}">{}{}</bdi>',
        dates.evidence_in_words(article),
        format_html('<time datetime="{}">{}</time>', machine, shown) if machine else shown,
        f" ({article.get_date_basis_display()})" if doubted else "",
    )


def _folded(sentences: Sequence[Iterable[Fragment]]) -> SafeString:
    said = ngettext("%(n)s more sentence", "%(n)s more sentences", len(sentences))
    return format_html(
        '<details class="more"><summary>{}</summary>{}</details>',
        said % {"n": len(sentences)},
        format_html_join("", '<p class="snippet">{}</p>', ((fragments(s),) for s in sentences)),
    )


def _new() -> SafeString:
    return format_html('<p class="new"><bdi>{}</bdi></p>', pgettext("article", "New"))


def _matched(hit: Hit) -> SafeString:
    if not (news := hit.news):
        return _NOTHING
    reasons = format_html_join(
        "",
        '<span class="reason"><b><bdi>{}</bdi></b> ({})</span> ',
        ((note.surface, match_reason(note)) for note in news),
    )
    return format_html(
        '<p class="why"><bdi dir="{}">{} {}</bdi></p>', _direction(), _("Matched:"), reasons
    )


def _missing(hit: Hit) -> SafeString:
    if not hit.missing:
        return _NOTHING
    words = format_html_join(" · ", "<bdi>{}</bdi>", ((word,) for word in hit.missing))
    return format_html(
        '<p class="missing"><bdi dir="{}">{} {}</bdi></p>', _direction(), _("Missing:"), words
    )


def _copies(hit: Hit) -> SafeString:
    if not hit.collapsed:
        return _NOTHING
    said = ngettext("and %(n)s copy elsewhere", "and %(n)s copies elsewhere", hit.collapsed)
    return format_html(
        '<p class="why"><a href="{}#republications">{}</a></p>',
        hit.article.get_absolute_url(),
        said % {"n": hit.collapsed},
    )


def _direction() -> str:
    return "rtl" if get_language_bidi() else "ltr"
