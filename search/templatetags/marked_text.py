"""Text with marks: written without a space more than the text has, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models.entity_labels import label_of_entity
from search.hits.snippets import Fragment
from search.presentation.paragraphs import Paragraph, TextSpan

register = template.Library()


@register.simple_tag
def fragments(pieces: Iterable[Fragment]) -> SafeString:
    """Return fragments as HTML, the marked ones in ``<mark>``."""
    return _fragments(pieces, "mark")


@register.simple_tag
def captured_text(pieces: Iterable[Fragment]) -> SafeString:
    """Return a capture's text as HTML; the first marked part is the target ``#span``."""
    return _fragments(pieces, 'mark id="span"')


@register.simple_tag
def spans(line: Iterable[TextSpan]) -> SafeString:
    """Return the spans of a line as HTML: hits in ``<mark>``, names as links to their entity."""
    return format_html_join("", "{}", ((_span(span, "mark"),) for span in line))


@register.simple_tag
def paragraph_spans(paragraph: Paragraph, first_hit: Paragraph | None) -> SafeString:
    """Return a paragraph's spans; in ``first_hit`` the first mark is the target ``#hit``."""
    if paragraph is not first_hit:
        return spans(paragraph.spans)
    html = SafeString("")
    opening = 'mark id="hit"'
    for span in paragraph.spans:
        html += _span(span, opening)
        if any(fragment.marked for fragment in span.fragments):
            opening = "mark"
    return html


def _span(span: TextSpan, opening: str) -> SafeString:
    text = _fragments(span.fragments, opening)
    if span.entity is None:
        return text
    name, kind = label_of_entity(span.entity), span.entity.kind
    if span.entity.is_machine_found:
        kind = f"{kind} machine-found"
        name = _("%(name)s: found by the program, not reviewed by an editor") % {"name": name}
    return format_html(
        '<a class="entity {}" href="{}" title="{}">{}</a>',
        kind,
        span.entity.get_absolute_url(),
        name,
        text,
    )


def _fragments(pieces: Iterable[Fragment], opening: str) -> SafeString:
    """Return fragments as HTML; the first marked one opens with the tag ``opening``."""
    html = SafeString("")
    for piece in pieces:
        if piece.marked:
            html += format_html("<{}>{}</mark>", SafeString(opening), piece.text)
            opening = "mark"
        else:
            html += format_html("{}", piece.text)
    return html
