"""The legend and the table of a drawing over time: tables of hundreds of cells are written here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from search.presentation.time_chart import swatch

register = template.Library()


@register.simple_tag
def chart_swatch(number: int) -> SafeString:
    """Return a piece of a line as the legend shows it."""
    return swatch(number)


@register.simple_tag
def period_table(asked: Any, rows: Iterable[tuple[str, str, list[Any]]]) -> SafeString:
    """Return the numbers of a drawing: a row for each period, a column for each search."""
    heads = format_html_join(
        "",
        '<th scope="col"><bdi>{}</bdi></th>',
        ((asked.label(row),) for row in asked.searches.rows),
    )
    body = format_html_join(
        "",
        '<tr data-period="{}"><th scope="row">{}</th>{}</tr>',
        (
            (
                period,
                name,
                format_html_join("", "{}", ((_cell(cell, asked.as_share),) for cell in cells)),
            )
            for period, name, cells in rows
        ),
    )
    return format_html(
        '<table class="numbers"><thead><tr><th scope="col">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        _("Period"),
        heads,
        body,
    )


def _cell(cell: Any, as_share: bool) -> SafeString:
    if cell.count is None:
        return format_html('<td class="none">{}</td>', _("none held"))
    shown = f"{cell.per_thousand:,.1f}" if as_share else f"{cell.count:,}"
    if not cell.url:
        return format_html("<td>{}</td>", shown)
    return format_html('<td><a href="{}">{}</a></td>', cell.url, shown)
