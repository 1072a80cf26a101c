"""The list of articles: what a row says, how it is searched, and dates and outlets set in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from archive.admin.desk_fields import OutletNameField, TypedDateField
from archive.article_search import article_search
from archive.captures.document_keys import address_key
from archive.changes.article_changes import ArticleChanges, articles_to_change
from archive.changes.bulk_change import MOST_ARTICLES
from archive.changes.typed_dates import typed_date
from archive.errors import ArchiveError
from archive.ingest.loading.known_addresses import known_documents
from archive.models import Article, Capture, ChangeSet
from archive.models.dates_in_words import publication_in_words
from archive.models.editing import DATE, OUTLET

EDITING: Final = "edit"
"""The parameter with which dates and outlets are set in the list itself."""
SET_IN_LIST: Final = (DATE, OUTLET)
_NAMED: Final = 1000
"""Articles of one document that are found by its address."""
_MANY: Final = 2000
"""Keys from which on the index of the list is gone through, and not each key looked up."""
_LETTERS: Final = 160
"""Letters of a title in a row; a row is one line."""


class ArticleChangeList(ChangeList):
    """A list whose dates and outlets can be set in it, where its address says so."""

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().__init__(request, *args, **options)
        if EDITING not in request.GET:
            self.list_editable = ()

    def get_results(self, request: HttpRequest) -> None:
        """Show the rows that come back with what was typed, whatever the list would hold now."""
        super().get_results(request)
        if request.method != "POST" or not self.list_editable:
            return
        keys = [request.POST.get(f"form-{row}-id", "") for row in range(self.list_max_show_all)]
        sent = [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
        rows = self.root_queryset.select_related("outlet").in_bulk(sent)
        self.result_list = [rows[key] for key in sent if key in rows]

    def get_filters_params(self, params: Any = None) -> Any:
        """Leave out what is no filter."""
        found = super().get_filters_params(params)
        found.pop(EDITING, None)
        return found


class RowForm(forms.ModelForm):
    """The date and the outlet of a row, as they are typed.

    Both bear what they were shown with, so that nobody's work is overwritten unseen.
    """

    edtf = TypedDateField(required=False, show_hidden_initial=True)
    outlet = OutletNameField(required=False, show_hidden_initial=True)

    class Meta:
        model = Article
        fields = SET_IN_LIST

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        outlet = self.instance.outlet
        self.initial[OUTLET] = outlet.name_ar if outlet is not None else ""
        named = self.fields[OUTLET]
        assert isinstance(named, OutletNameField)
        named.shown = outlet
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{_(name)}: {self.instance}"

    def clean(self) -> Any:
        """Refuse to overwrite what another editor set since the list was shown."""
        cleaned = super().clean()
        for name in set(self.changed_data) & set(SET_IN_LIST):
            shown = self.data.get(self.add_initial_prefix(name))
            now = self.initial[name]
            if shown is not None and shown != (now or ""):
                told = _("Another editor set “%(value)s” meanwhile. Look again, then save.")
                self.add_error(name, told % {"value": now or "–"})
        return cleaned

    def _post_clean(self) -> None:
        """Leave the row's article as it is: what changes is written by the list."""


def found_by_search(
    request: HttpRequest, articles: QuerySet[Article], text: str
) -> QuerySet[Article]:
    """Keep the articles that a search in the site's own language finds.

    Hidden ones, which the index does not hold, are found by their titles; others also by a public
    id or the address of a document.
    """
    own = _named(text)
    try:
        keys = [*article_search().article_ids(text, MOST_ARTICLES), *own]
    except ArchiveError as error:
        told = _("Only titles were looked through: %(error)s")
        messages.warning(request, told % {"error": error})
        return articles.filter(Q(title__icontains=text) | Q(pk__in=own))
    if len(keys) - len(own) >= MOST_ARTICLES:
        told = _("Only the first %(most)d that were found are listed. Narrow the search.")
        messages.warning(request, told % {"most": MOST_ARTICLES})
    hidden = Article.objects.filter(hidden=True, title__icontains=text).order_by()
    keys += hidden.values_list("pk", flat=True)[:MOST_ARTICLES]
    return among(articles, keys)


def _named(text: str) -> list[int]:
    """Return the articles of a public id, or of a document's address."""
    articles = Article.objects.order_by()
    known = known_documents([address_key(text)]).values()
    uris = {text, *(address.uri for address in known)}
    captures = Capture.objects.filter(uri__in=uris).values("pk")
    return [
        *articles.filter(public_id=text).values_list("pk", flat=True),
        *articles.filter(capture__in=captures).values_list("pk", flat=True)[:_NAMED],
    ]


def among(articles: QuerySet[Article], keys: Sequence[int]) -> QuerySet[Article]:
    """Keep the articles of these keys, which are one parameter, however many they are."""
    if connection.vendor == "postgresql":
        return articles.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(keys)]))
    packed = RawSQL("SELECT value FROM json_each(%s)", [f"[{','.join(map(str, keys))}]"])
    if len(keys) < _MANY:
        return articles.filter(pk__in=packed)
    # A sum is in no index: SQLite goes through that of the list, in its order, and stops early.
    return articles.alias(key=F("pk") + 0).filter(key__in=packed)


class KeysFirstPaginator(Paginator):
    """Finds the keys of a page first, from an index alone, and then reads its rows.

    Whatever is sorted or skipped on the way to a page is never read.
    """

    def page(self, number: int | str) -> Page[Any]:
        """Return a page of rows in the order of the list."""
        found = super().page(number)
        rows: Any = self.object_list
        first = (found.number - 1) * self.per_page
        keys = list(rows.values_list("pk", flat=True)[first : first + self.per_page])
        by_key = rows.model._default_manager.filter(pk__in=keys)
        by_key.query.select_related = rows.query.select_related
        by_key.query.deferred_loading = rows.query.deferred_loading
        place = {key: number for number, key in enumerate(keys)}
        # A formset asks for a queryset; this one is evaluated, and put in the order of the list.
        by_key._result_cache = sorted(by_key, key=lambda row: place[row.pk])
        found.object_list = by_key
        return found


def title_cell(article: Article) -> str:
    """Return what a row says of its article: the title, and what wants looking at."""
    title = article.title or _("Untitled")
    marks = format_html_join(
        " ", '<span class="mark">{}</span>', ((mark,) for mark in _marks(article))
    )
    return format_html(
        '<span class="row-title" dir="auto" title="{}">{}</span> {}', title, title[:_LETTERS], marks
    )


def _marks(article: Article) -> list[str]:
    marks = []
    if article.hidden:
        marks.append(_("hidden"))
    if article.review:
        marks.append(_("to be reviewed"))
    if article.republication_id:
        marks.append(_("in several places"))
    return marks


def date_cell(article: Article) -> str:
    """Return the publication date in words, with how it is known."""
    return format_html(
        '<span title="{}">{}</span>',
        article.get_date_basis_display(),
        publication_in_words(article),
    )


def outlet_cell(article: Article) -> str:
    """Return the outlet's name, with how it is known."""
    return format_html(
        '<span title="{}">{}</span>', article.get_outlet_basis_display(), article.outlet or "–"
    )


def set_in_list(changeset: ChangeSet, article: Article, form: RowForm) -> None:
    """Write the date and the outlet that were typed into a row."""
    values = {name: form.cleaned_data[name] for name in form.changed_data if name in SET_IN_LIST}
    if DATE in values:
        values[DATE] = typed_date(values[DATE])
    changes = ArticleChanges(changeset)
    for standing in articles_to_change([article.pk]):
        changes.set(standing, values)
    changes.write()
