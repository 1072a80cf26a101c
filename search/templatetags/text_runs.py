"""Text with marks: written without a space more than the text has, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from search.hits.snippets import Fragment
from search.presentation.paragraphs import Paragraph, Run

register = template.Library()


@register.simple_tag
def fragments(pieces: Iterable[Fragment]) -> SafeString:
    """Return fragments as HTML, the marked ones in ``<mark>``."""
    return _fragments(pieces, "mark")


@register.simple_tag
def source_text(pieces: Iterable[Fragment]) -> SafeString:
    """Return a capture's text, escaped; the first marked part is the target ``#span``."""
    return _fragments(pieces, 'mark id="span"')


@register.simple_tag
def runs(line: Iterable[Run]) -> SafeString:
    """Return the runs of a line as HTML: hits in ``<mark>``, names as links to their entity."""
    return format_html_join("", "{}", ((_run(run, "mark"),) for run in line))


@register.simple_tag
def paragraph_runs(paragraph: Paragraph, first_hit: Paragraph | None) -> SafeString:
    """Return a paragraph's runs; in ``first_hit`` the first mark is the target ``#hit``."""
    if paragraph is not first_hit:
        return runs(paragraph.runs)
    html = SafeString("")
    opening = 'mark id="hit"'
    for run in paragraph.runs:
        html += _run(run, opening)
        if any(fragment.marked for fragment in run.fragments):
            opening = "mark"
    return html


def _run(run: Run, opening: str) -> SafeString:
    text = _fragments(run.fragments, opening)
    if run.entity is None:
        return text
    return format_html(
        '<a class="entity {}" href="{}" title="{}">{}</a>',
        run.entity.kind,
        run.entity.get_absolute_url(),
        run.entity.name(get_language() or "ar"),
        text,
    )


def _fragments(pieces: Iterable[Fragment], opening: str) -> SafeString:
    html = SafeString("")
    for piece in pieces:
        if piece.marked:
            html += format_html("<{}>{}</mark>", SafeString(opening), piece.text)
            opening = "mark"
        else:
            html += format_html("{}", piece.text)
    return html
