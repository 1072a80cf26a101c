"""The table of what the archive holds: hundreds of cells, which are written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def coverage_table(head: str, months: Sequence[str], rows: Iterable[Any]) -> SafeString:
    """Return a table with a row for each outlet or year and a column for each month."""
    return format_html(
        '<table class="coverage"><thead><tr><th scope="col">{}</th>{}<th scope="col">{}</th>'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
        head,
        format_html_join(
            "",
            '<th scope="col"><abbr title="{}">{}</abbr></th>',
            ((name, number) for number, name in enumerate(months, 1)),
        ),
        _("Month unknown"),
        _("All"),
        format_html_join("", "{}", ((_row(row),) for row in rows)),
    )


def _row(row: Any) -> SafeString:
    label = (
        format_html('<a href="{}"><bdi>{}</bdi></a>', row.url, row.label)
        if row.url
        else format_html("<bdi>{}</bdi>", row.label)
    )
    return format_html(
        '<tr><th scope="row">{}</th>{}<td>{}</td><td>{}</td></tr>',
        label,
        format_html_join("", "{}", ((_cell(cell),) for cell in row.cells)),
        f"{row.month_unknown:,}" if row.month_unknown else "",
        f"{row.total:,}",
    )


def _cell(cell: Any) -> SafeString:
    if cell.kind == "outside":
        return format_html('<td class="outside">{}</td>', "·")
    if cell.kind == "hole":
        return format_html('<td class="hole">{}</td>', "0")
    shown = f"{cell.count:,}"
    if cell.url:
        return format_html(
            '<td class="level-{}"><a href="{}">{}</a></td>', cell.level, cell.url, shown
        )
    return format_html('<td class="level-{}">{}</td>', cell.level, shown)
