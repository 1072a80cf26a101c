"""What lists of articles show of each: outlet, date and section; the hits of a search.

A page of results has ten. Written here they take a quarter of the time of templates within templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

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
from search.presentation.html_pieces import joined
from search.presentation.text_directions import direction_of
from search.query.state import SearchState
from search.templatetags.article_display import match_reason
from search.templatetags.marked_text import fragments
from search.templatetags.search_links import hit_url

register = template.Library()

_NOTHING: Final = SafeString("")
_DOUBTED: Final = (DateBasis.INFERRED, DateBasis.EDITOR)
"""How a date is known, where readers are told it beside the date."""


@register.simple_tag
def article_meta(article: Article) -> SafeString:
    """Return the line of an article's outlet, date and section."""
    section = f" <span><bdi>{escape(article.section)}</bdi></span>" if article.section else ""
    return joined(
        (
            f'<p class="meta"><span>{_outlet(article)}</span> <span>{_date(article)}</span>',
            f"{section}</p>",
        )
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
    title = f"<bdi>{fragments(hit.title)}</bdi>" if hit.title else escape(_("Untitled"))
    return joined(
        (
            f'<li id="result-{place}">' if place else "<li>",
            f'<article class="hit" dir="{direction_of(article.language)}"{language_of(article)}>',
            article_meta(article),
            _new() if is_new else "",
            f'<h2 class="item-title"><a href="{escape(hit_url(article, state, place))}">{title}</a>',
            f'</h2><p class="snippet">{fragments(hit.snippet)}</p>',
            _matched(hit),
            _missing(hit),
            add_to_list_button(article) if offers_lists else "",
            _copies(hit),
            "</article></li>",
        )
    )


@register.simple_tag
def hit_items(hits: Iterable[Hit], state: SearchState, offers_lists: bool = False) -> SafeString:
    """Return the list items of the hits of a page of results, in their places."""
    return joined(hit_item(hit, state, place, offers_lists) for place, hit in enumerate(hits, 1))


@register.simple_tag
def article_item(
    article: Article,
    sentence: Iterable[Fragment] = (),
    others: Sequence[Iterable[Fragment]] = (),
) -> SafeString:
    """Return the list item of an article: a sentence of it, ``others`` folded, else its beginning."""
    pieces = tuple(sentence)
    shown = (
        fragments(pieces) if pieces else escape(beginning_of(article.standfirst or article.body))
    )
    return joined(
        (
            f'<li><article dir="{direction_of(article.language)}"{language_of(article)}>',
            article_meta(article),
            f'<h3 class="item-title"><a href="{escape(article.get_absolute_url())}">',
            f"<bdi>{escape(article.title or _('Untitled'))}</bdi></a></h3>",
            f'<p class="snippet">{shown}</p>',
            _folded(others) if others else "",
            "</article></li>",
        )
    )


def language_of(article: Article) -> str:
    """Return the attribute that names an article's language, where the page has another."""
    same = article.language == get_language()
    return "" if same else f' lang="{escape(article.language)}"'


def _outlet(article: Article) -> str:
    if article.outlet is None:
        return f"<bdi>{escape(_('unknown outlet'))}</bdi>"
    return (
        f'<a class="outlet" href="{page_path("outlet", article.outlet.slug)}">'
        f"<bdi>{escape(article.outlet.name(get_language() or 'ar'))}</bdi></a>"
    )


def _date(article: Article) -> str:
    """Return the date; how it is known is told where a reader may doubt it."""
    shown, machine = escape(dates.publication_in_words(article)), dates.machine_date(article)
    if machine:
        shown = f'<time datetime="{machine}">{shown}</time>'
    if article.date_basis not in _DOUBTED:
        return f"<bdi>{shown}</bdi>"
    told, basis = dates.evidence_in_words(article), article.get_date_basis_display()
    return f'<bdi title="{escape(told)}">{shown} ({escape(str(basis))})</bdi>'


def _folded(sentences: Sequence[Iterable[Fragment]]) -> SafeString:
    said = ngettext("%(n)s more sentence", "%(n)s more sentences", len(sentences))
    return format_html(
        '<details class="more"><summary><bdi>{}</bdi></summary>{}</details>',
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
