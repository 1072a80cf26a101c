"""Articles in the admin. Whatever an editor sets is marked as theirs and kept for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from archive.admin.concurrent_edits import ConcurrentEditsMixin
from archive.admin.form_texts import LinesField, TextField
from archive.admin.removal_views import DELETE, removal_actions, removal_address, removal_view
from archive.captures.removal import delete_articles
from archive.captures.tombstones import Reasons
from archive.entities.storage.authors import write_authors
from archive.entities.storage.corrections import corrections
from archive.entities.storage.reanchoring import reread
from archive.errors import ArchiveError
from archive.ingest.dates import from_edtf, to_edtf
from archive.models import Article, CorrectionKind, Mention, OutboxEntry
from archive.models.choices import label_of
from archive.models.editing import (
    DATE,
    EDITABLE,
    ENTITIES,
    OUTLET,
    TEXTS,
    is_edited,
    mark_edited,
    set_date,
    set_outlet_basis,
)
from archive.records.documents import PublicationDate
from archive.records.mentions import MentionMethod, field_text


class NeedsReviewFilter(admin.SimpleListFilter):
    """The review queue: articles whose date was found impossible or contradictory."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, *_args: Any, **_kwargs: Any) -> list[tuple[str, Any]]:
        """Offer the articles that wait for review."""
        return [("waiting", _("Waiting for review"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Keep the articles that wait, where that is chosen."""
        return queryset.exclude(review="") if self.value() == "waiting" else queryset


class ArticleForm(forms.ModelForm):
    """Checks the publication date as the archivist typed it."""

    standfirst = TextField(label=_("standfirst"), required=False)
    body = TextField(label=_("text"), required=False)
    captions = LinesField(label=_("captions"), required=False, help_text=_("One a line."))
    keywords = LinesField(label=_("keywords"), required=False, help_text=_("One a line."))

    class Meta:
        model = Article
        fields = EDITABLE
        widgets = {"title": forms.TextInput(attrs={"class": "vLargeTextField"})}

    def clean_edtf(self) -> str:
        """Return the date as it was typed; an error says what is wrong with it."""
        value = self.cleaned_data["edtf"].strip()
        if value:
            try:
                from_edtf(value)
            except (ArchiveError, ValueError) as error:
                raise forms.ValidationError(str(error)) from error
        return value


class MentionInline(admin.TabularInline):
    """The entities that an article names."""

    model = Mention
    extra = 0
    fields = ["entity", "surface", "field", "found_by", "suppress"]
    readonly_fields = ["found_by", "suppress"]
    autocomplete_fields = ["entity"]

    @admin.display(description=_("method"))
    def found_by(self, mention: Mention) -> str:
        """Say how the mention was found."""
        return label_of(MentionMethod, mention.method)

    @admin.display(description=_("at the desk"))
    def suppress(self, mention: Mention) -> str:
        """Link to the page that suppresses this entity in this article alone."""
        if mention.pk is None:
            return ""
        address = reverse("admin:archive_entity_desk", args=[CorrectionKind.SUPPRESS_HERE])
        return format_html(
            '<a href="{}?ids={}&amp;article={}">{}</a>',
            address,
            mention.entity_id,
            mention.article.public_id,
            _("suppress here"),
        )


@admin.register(Article)
class ArticleAdmin(ConcurrentEditsMixin, SimpleHistoryAdmin):
    """Articles; what an editor changes is noted in ``edited`` (see ``archive.models.editing``)."""

    form = ArticleForm
    list_display = ["title", "outlet", "edtf", "date_basis", "section", "review", "updated_at"]
    ordering = [F("published_earliest").desc(nulls_last=True), "-id"]
    list_filter = [
        NeedsReviewFilter,
        "hidden",
        "date_basis",
        "outlet_basis",
        "language",
        ("outlet", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["outlet"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["title", "public_id", "url", "capture__document"]
    date_hierarchy = "published_earliest"
    autocomplete_fields = ["outlet", "republisher"]
    inlines = [MentionInline]
    actions = removal_actions()
    readonly_fields = [
        "hidden",
        "hidden_public_reason",
        "hidden_internal_reason",
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
        (None, {"fields": ["title", "standfirst", "body", "captions", "keywords"]}),
        (
            _("Publication"),
            {"fields": ["outlet", "outlet_basis", "outlet_evidence", "republisher"]},
        ),
        (_("Date"), {"fields": ["edtf", "date_basis", "date_evidence", "review"]}),
        (_("Credits"), {"fields": ["byline", "dateline", "agency", "section", "language", "url"]}),
        (
            _("Hidden"),
            {"fields": ["hidden", "hidden_public_reason", "hidden_internal_reason"]},
        ),
        (
            _("Provenance"),
            {"fields": ["public_id", "capture", "position", "edited", "created_at", "updated_at"]},
        ),
    ]

    def has_add_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        """Articles come from captures alone."""
        return False

    def get_urls(self) -> Any:
        """Add the pages on which articles are deleted, hidden and shown again."""

        def removal(request: HttpRequest, act: str) -> HttpResponse:
            return removal_view(self, request, act)

        page = path(
            "removal/<str:act>/",
            self.admin_site.admin_view(removal),
            name="archive_article_removal",
        )
        return [page, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        """Leave Django's own deleting out: it asks for no reason."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

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
        """Note what the editor changed, and save it with the article's history."""
        changed = [name for name in form.changed_data if name in EDITABLE]
        mark_edited(obj, changed)
        if DATE in changed:
            set_date(obj, date_of(obj.edtf))
        if OUTLET in changed:
            set_outlet_basis(obj)
        self._keep_as_loaded(obj)
        super().save_model(request, obj, form, change)

    @staticmethod
    def _keep_as_loaded(article: Article) -> None:
        """Give history the article as it was loaded: loading in batches writes none."""
        if not Article.history.filter(id=article.pk).exists():
            loaded = Article.objects.get(pk=article.pk)
            Article.history.bulk_history_create([loaded], default_change_reason=str(_("as loaded")))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Bring the mentions and the author in line with the new text."""
        super().save_related(request, form, formsets, change)
        before = {name: form.initial.get(name, "") for name in TEXTS}
        self._reread(form.instance, {name: _joined(value) for name, value in before.items()})
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
        """Note which mentions the editor set; only what is taken out concerns the whole article."""
        super().save_formset(request, form, formset, change)
        if formset.model is not Mention or not formset.has_changed():
            return
        relinked = [mention.pk for mention, _fields in formset.changed_objects]
        Mention.objects.filter(pk__in=relinked).update(method=MentionMethod.EDITOR, confidence=1.0)
        if formset.deleted_objects:
            self._note_entities(form.instance)
        OutboxEntry.announce([form.instance.pk], columns_only=True)

    @staticmethod
    def _note_entities(article: Article) -> None:
        """Mark the entities as the editor's, in the line of history that this edit has made.

        The article was saved just before, with its form; mentions come after it.
        """
        if is_edited(article, ENTITIES):
            return
        mark_edited(article, [ENTITIES])
        Article.objects.filter(pk=article.pk).update(edited=article.edited)
        line = article.history.latest()
        line.edited = article.edited
        line.save(update_fields=["edited"])


def _joined(value: str | list[str]) -> str:
    """Return a form's value as ``field_text`` has it."""
    return value if isinstance(value, str) else "\n".join(value)


def date_of(edtf: str) -> PublicationDate:
    """Return the publication date that an editor wrote; empty means unknown."""
    earliest, latest, precision = from_edtf(edtf)
    return PublicationDate(earliest, latest, precision=precision, edtf=to_edtf(earliest, latest))
