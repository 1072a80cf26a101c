"""Text with marks: written without a space more than the text has, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models.entity_labels import NamedEntity
from search.hits.snippets import Fragment
from search.presentation.html_pieces import joined
from search.presentation.marked_fields import FieldText
from search.presentation.paragraphs import Paragraph, TextSpan

register = template.Library()

_MARK: Final = "<mark>{}</mark>"
_SUBHEAD: Final = ' class="subhead"'
_FIRST_MARK: Final = '<mark id="hit">{}</mark>'
_SPAN_MARK: Final = '<mark id="span">{}</mark>'
_FIELD_MARK: Final = '<mark class="field" data-field="{}" title="{}">{}</mark>'
_FIELD_NAMES: Final = {
    "title": gettext_lazy("title"),
    "date": gettext_lazy("publication date"),
    "byline": gettext_lazy("byline"),
    "dateline": gettext_lazy("dateline"),
    "standfirst": gettext_lazy("standfirst"),
}


@register.simple_tag
def fragments(pieces: Iterable[Fragment]) -> SafeString:
    """Return fragments as HTML, the marked ones in ``<mark>``."""
    return _fragments(pieces, _MARK)


@register.simple_tag
def captured_text(pieces: Iterable[Fragment]) -> SafeString:
    """Return a capture's text as HTML; the first marked part is the target ``#span``."""
    return _fragments(pieces, _SPAN_MARK)


@register.simple_tag
def field_texts(pieces: Iterable[FieldText]) -> SafeString:
    """Return a source as HTML; what a field was read from is marked with the field's name."""
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html(_FIELD_MARK, name, name, piece.text)
                if (name := _FIELD_NAMES.get(piece.field))
                else piece.text,
            )
            for piece in pieces
        ),
    )


@register.simple_tag
def spans(line: Iterable[TextSpan]) -> SafeString:
    """Return the spans of a line as HTML: hits in ``<mark>``, names as links to their entity."""
    links: dict[str, str] = {}
    return joined(_span(span, _MARK, links) for span in line)


@register.simple_tag
def paragraphs_in_text(
    paragraphs: Iterable[Paragraph], first_hit: Paragraph | None, dateline: Sequence[TextSpan]
) -> SafeString:
    """Return the paragraphs of an article, numbered, its dateline before the first.

    In ``first_hit`` the first mark is the target ``#hit``. An article may have a thousand: written
    here they take a quarter of a template's time.
    """
    html, links = [], dict[str, str]()
    for number, paragraph in enumerate(paragraphs, 1):
        html.append(f'<p id="p{number}" dir="auto"{_SUBHEAD if paragraph.subhead else ""}>')
        if number == 1 and dateline:
            html.append(f'<span class="dateline"><bdi>{spans(dateline)}</bdi> – </span>')
        html += _paragraph_spans(paragraph, first_hit, links)
        html.append("</p>\n")
    return joined(html)


def _paragraph_spans(
    paragraph: Paragraph, first_hit: Paragraph | None, links: dict[str, str]
) -> Iterator[str]:
    mark = _FIRST_MARK if paragraph is first_hit else _MARK
    for span in paragraph.spans:
        yield _span(span, mark, links)
        if mark is _FIRST_MARK and any(fragment.marked for fragment in span.fragments):
            mark = _MARK


def _span(span: TextSpan, mark: str, links: dict[str, str]) -> str:
    """Return a span as HTML; ``links`` remembers how the link to each entity begins."""
    pieces = span.fragments
    plain = len(pieces) == 1 and not pieces[0].marked
    text = escape(pieces[0].text) if plain else _fragments(pieces, mark)
    if span.entity is None:
        return text
    opening = links.get(span.entity.key)
    if opening is None:
        opening = links[span.entity.key] = _opening(span.entity)
    return f"{opening}{text}</a>"


def _opening(entity: NamedEntity) -> str:
    name, kind = entity.label, entity.kind
    if entity.is_machine_found:
        kind = f"{kind} machine-found"
        name = _("%(name)s: found by the program, not reviewed by an editor") % {"name": name}
    address = escape(entity.get_absolute_url())
    return f'<a class="entity {kind}" href="{address}" title="{escape(name)}">'


def _fragments(pieces: Iterable[Fragment], mark: str) -> SafeString:
    """Return fragments as HTML; the first marked one stands in ``mark``."""
    html = []
    for piece in pieces:
        text = escape(piece.text)
        if piece.marked:
            text, mark = mark.format(text), _MARK
        html.append(text)
    return joined(html)
