"""The table of a batch search: a thousand cells, which are written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()


@register.simple_tag
def batch_table(heads: Sequence[str], rows: Iterable[Any], others: str) -> SafeString:
    """Return a table with a row for each line: its total, its columns, and what is beside them."""
    return format_html(
        '<table class="numbers"><thead><tr><th scope="col">{}</th><th scope="col">{}</th>{}'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
        pgettext("one of a batch", "Search"),
        _("All"),
        format_html_join("", '<th scope="col"><bdi>{}</bdi></th>', ((head,) for head in heads)),
        others,
        format_html_join("", "{}", ((_row(row),) for row in rows)),
    )


def _row(row: Any) -> SafeString:
    total = _("too long") if row.line.total is None else f"{row.line.total:,}"
    notice = (
        format_html('<span class="problem">{}</span>', row.line.notice) if row.line.notice else ""
    )
    return format_html(
        '<tr><th scope="row"><a href="{}"><bdi>{}</bdi></a>{}</th><td>{}</td>{}<td>{}</td></tr>',
        row.url,
        row.line.text,
        notice,
        total,
        format_html_join("", "{}", ((_cell(count, url),) for count, url in row.cells)),
        f"{row.others:,}" if row.others else "",
    )


def _cell(count: int, url: str) -> SafeString:
    if not count:
        return format_html('<td class="none">{}</td>', 0)
    if not url:
        return format_html("<td>{}</td>", f"{count:,}")
    return format_html('<td><a href="{}">{}</a></td>', url, f"{count:,}")
