"""Articles in the admin. Whatever an editor sets is marked as theirs and kept for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from archive.admin.article_filters import LoadFilter, LookFilter, OutletFilter, YearFilter
from archive.admin.article_form import ArticleForm
from archive.admin.article_list import (
    EDITING,
    SET_IN_LIST,
    ArticleChangeList,
    KeysFirstPaginator,
    RowForm,
    date_cell,
    found_by_search,
    outlet_cell,
    set_in_list,
    title_cell,
)
from archive.admin.bulk_views import bulk_action
from archive.admin.concurrent_edits import ConcurrentEditsMixin
from archive.admin.desk_addresses import article_pages, list_context
from archive.admin.logged_records import changeset_of
from archive.admin.mention_inline import MentionInline, note_mentions
from archive.admin.record_history import RecordHistoryAdmin
from archive.admin.removal_views import DELETE, removal_actions, removal_address
from archive.captures.removal import delete_articles
from archive.captures.tombstones import Reasons
from archive.changes.article_changes import changes_since, states
from archive.entities.desk.taken_mentions import named_in
from archive.entities.storage.authors import write_authors
from archive.entities.storage.corrections import corrections
from archive.entities.storage.reanchoring import reread
from archive.models import Act, Article, Change, Mention
from archive.models.article import TitleStart
from archive.models.editing import STATUS_COLUMNS, TEXTS, set_field
from archive.records.mentions import as_text, field_text

_NOT_A_CHANGE = frozenset({"updated_at", "capture_id"})


@admin.register(Article)
class ArticleAdmin(ConcurrentEditsMixin, RecordHistoryAdmin):
    """Articles; what an editor changes is noted in ``edited`` (see ``archive.models.editing``)."""

    form = ArticleForm
    change_form_template = "admin/archive/article/change_form.html"
    change_list_template = "admin/archive/article/change_list.html"
    list_display = ["headline", "published", "published_by", *SET_IN_LIST]
    list_editable = SET_IN_LIST
    ordering = [F("published_earliest").desc(nulls_last=True), "-id"]
    list_filter = [
        LookFilter,
        OutletFilter,
        YearFilter,
        LoadFilter,
        "date_basis",
        "outlet_basis",
        ("created_at", admin.DateFieldListFilter),
    ]
    list_select_related = ["outlet"]
    paginator = KeysFirstPaginator
    list_per_page = 30
    list_max_show_all = 200
    search_fields = ["title"]
    search_help_text = _("As on the site: words, “phrases”, outlet:, after:, entity: and so on.")
    autocomplete_fields = ["outlet", "republisher"]
    inlines = [MentionInline]
    actions = [bulk_action(), *removal_actions()]
    readonly_fields = [
        "public_id",
        "capture",
        "position",
        "outlet_basis",
        "outlet_evidence",
        "date_basis",
        "date_evidence",
        "review",
        "edited",
        "created_at",
        "updated_at",
    ]
    fieldsets = [
        (_("Status"), {"fields": [tuple(STATUS_COLUMNS[:2]), *STATUS_COLUMNS[2:]]}),
        (None, {"fields": ["title", "standfirst", "body", "captions", "keywords"]}),
        (
            _("Publication"),
            {"fields": ["outlet", "outlet_basis", "outlet_evidence", "republisher"]},
        ),
        (_("Date"), {"fields": ["edtf", "date_basis", "date_evidence", "review"]}),
        (_("Credits"), {"fields": ["byline", "dateline", "agency", "section", "language", "url"]}),
        (
            _("Provenance"),
            {"fields": ["public_id", "capture", "position", "edited", "created_at", "updated_at"]},
        ),
    ]

    class Media:
        css = {"all": ["css/desk.css"]}

    def has_add_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        """Articles come from captures alone."""
        return False

    def get_urls(self) -> Any:
        """Add the pages beside the list and the form."""
        return [*article_pages(self), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        """Leave Django's own deleting out: it asks for no reason.

        Where dates and outlets are set in the list, the enter key saves and starts no action.
        """
        if EDITING in request.GET:
            return {}
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_changelist(self, *_args: Any, **_kwargs: Any) -> type[ChangeList]:
        """Use a list in which dates and outlets can be set."""
        return ArticleChangeList

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Use fields that take a date and an outlet as they are typed."""
        return RowForm

    def get_list_display(self, request: HttpRequest) -> Any:
        """Show dates and outlets in words, or as fields where they are set in the list."""
        if EDITING in request.GET:
            return ["headline", *SET_IN_LIST]
        return ["headline", "published", "published_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Leave the long texts out of a list."""
        articles = super().get_queryset(request)
        match = request.resolver_match
        if match is not None and match.url_name == "archive_article_changelist":
            return articles.defer("body", "standfirst", "spans", "captions", "keywords")
        return articles

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Search in the language of the site."""
        text = search_term.strip()
        return (found_by_search(request, queryset, text) if text else queryset), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, with the views that were saved and the ways on from it."""
        context = {**list_context(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description=_("title"), ordering=TitleStart("title"))
    def headline(self, article: Article) -> str:
        """Show the title, and what wants looking at."""
        return title_cell(article)

    @admin.display(
        description=_("publication date"), ordering=F("published_earliest").asc(nulls_first=True)
    )
    def published(self, article: Article) -> str:
        """Show the date in words."""
        return date_cell(article)

    @admin.display(description=_("outlet"), ordering=F("outlet__name_ar").asc(nulls_first=True))
    def published_by(self, article: Article) -> str:
        """Show the outlet."""
        return outlet_cell(article)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the page that says what goes with the article, and asks why."""
        return redirect(removal_address(DELETE, [int(object_id)]))

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Delete an article for good."""
        delete_articles([obj], Reasons(), request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Delete articles for good."""
        delete_articles(list(queryset), Reasons(), request.user)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Note what the editor changed, and save it with the article's history and the log."""
        if isinstance(form, RowForm):
            set_in_list(changeset_of(request), obj, form)
            return
        stored = Article.objects.select_for_update(of=("self",)).get(pk=obj.pk)
        before = states(stored)
        keep_as_loaded(stored)
        for name, value in form.editors_values().items():
            set_field(obj, name, value)
        super().save_model(request, obj, form, change)
        match = request.resolver_match
        restored = match is not None and str(match.url_name).endswith("_simple_history")
        self._log(request, Act.RESTORE if restored else Act.EDIT, changes_since(before, obj))

    @staticmethod
    def _log(request: HttpRequest, act: Act, changes: Sequence[Change]) -> None:
        if changes:
            changeset_of(request, act).note(changes)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Bring the mentions and the author in line with the new text."""
        if isinstance(form, RowForm):
            return
        super().save_related(request, form, formsets, change)
        before = {name: form.initial.get(name, "") for name in TEXTS}
        self._reread(form.instance, {name: as_text(value) for name, value in before.items()})
        if "byline" in form.changed_data:
            write_authors([form.instance], corrections())

    @staticmethod
    def _reread(article: Article, texts: Mapping[str, str]) -> None:
        changed = {name: old for name, old in texts.items() if old != field_text(article, name)}
        if changed:
            reread(article, changed)

    @transaction.atomic
    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show an older version or go back to it; the mentions go with its text."""
        before = Article.objects.filter(pk=object_id).first()
        response = super().history_form_view(request, object_id, version_id, extra_context)
        if before is not None and request.method == "POST":
            texts = {name: field_text(before, name) for name in TEXTS}
            now = Article.objects.get(pk=object_id)
            self._reread(now, texts)
            write_authors([now], corrections())
        return response

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Note which mentions the editor set."""
        if formset.model is not Mention or not formset.has_changed():
            super().save_formset(request, form, formset, change)
            return
        before = named_in(form.instance)
        super().save_formset(request, form, formset, change)
        user = request.user if isinstance(request.user, User) else None
        self._log(request, Act.EDIT, note_mentions(form.instance, formset, before, user))


def keep_as_loaded(article: Article) -> None:
    """Give history the article as it is before an edit: loading and bulk changes write none there.

    It is nobody's edit, whoever edits it next.
    """
    latest = Article.history.filter(id=article.pk).order_by("-history_id").first()
    columns = [field.attname for field in Article.history.model.tracked_fields]
    if latest is not None and all(
        getattr(latest, name) == getattr(article, name)
        for name in columns
        if name not in _NOT_A_CHANGE
    ):
        return
    reason = _("as loaded") if latest is None else _("as it was before the next edit")
    article._history_user = None  # type: ignore[attr-defined]
    Article.history.bulk_history_create(
        [article], update=latest is not None, default_change_reason=str(reason)
    )
