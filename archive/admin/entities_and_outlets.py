"""Entities and outlets in the admin: what editors teach the archive."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin.concurrent_edits import ConcurrentEditsMixin
from archive.admin.desk_views import desk_actions, desk_view
from archive.admin.duplicate_views import REASONS, duplicates_view
from archive.admin.entity_links import linked_to
from archive.admin.keyed_choices import KeyedChoicesMixin
from archive.admin.logged_records import LoggedRecordMixin
from archive.admin.outlet_form import OutletForm
from archive.admin.record_history import RecordHistoryAdmin
from archive.entities.desk.queue import Likeness, Sentence, likely_matches, sentences_of
from archive.entities.storage.alias_scan import request_scan, withdraw
from archive.entities.storage.entity_search import keys_named
from archive.entities.storage.following_authors import ask_to_follow, follow_at_once
from archive.models import (
    Alias,
    AliasPolicy,
    Article,
    CorrectionKind,
    Entity,
    EntityKind,
    EntityRelation,
    EntityStatus,
    Mention,
    Outlet,
)
from archive.review.unknown_outlets import follow


class AliasInline(admin.TabularInline):
    """The spellings of an entity."""

    model = Alias
    extra = 0


class RelationInline(KeyedChoicesMixin, admin.TabularInline):
    """What an entity is to others."""

    model = EntityRelation
    fk_name = "source"
    extra = 0
    autocomplete_fields = ["target"]


_COUNT: Final = Count("article", distinct=True)
_ARTICLES: Final = Subquery(
    Mention.objects.filter(entity=OuterRef("pk"))
    .order_by()
    .values("entity")
    .annotate(articles=_COUNT)
    .values("articles")
)


class EntityChangeList(ChangeList):
    """Counts the articles of the entities on the page; those of all entities take a second."""

    def get_results(self, request: HttpRequest) -> None:
        """Count the articles of the entities that are shown."""
        super().get_results(request)
        shown = list(self.result_list)
        counted = Mention.objects.filter(entity__in=shown).values_list("entity").order_by()
        counts = dict(counted.annotate(_COUNT))
        for entity in shown:
            entity.article_total = counts.get(entity.pk, 0)
        waiting = [entity for entity in shown if entity.status == EntityStatus.CANDIDATE]
        sentences = sentences_of(waiting) if waiting else {}
        matches = likely_matches(waiting) if waiting else {}
        for entity in shown:
            entity.sentence = sentences.get(entity.pk)
            entity.match = matches.get(entity.pk)


@admin.register(Entity)
class EntityAdmin(LoggedRecordMixin, ConcurrentEditsMixin, RecordHistoryAdmin):
    """Entities, with the acts of the desk; merges are made and undone there alone."""

    list_display = [
        "name_ar",
        "name_en",
        "kind",
        "status",
        "wikidata",
        "article_count",
        "sentence",
        "likely_match",
    ]
    list_filter = ["kind", "status", "suppressed"]
    search_fields = ["name_ar", "name_en", "key", "wikidata", "aliases__text"]
    autocomplete_fields = ["parent"]
    readonly_fields = ["merged_into", "linked"]
    inlines = [AliasInline, RelationInline]
    actions = desk_actions()
    list_per_page = 100

    def get_changelist(self, *_args: Any, **_kwargs: Any) -> type[ChangeList]:
        """Use a list that counts only what it shows."""
        return EntityChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entity], search_term: str
    ) -> tuple[QuerySet[Entity], bool]:
        """Find entities by every spelling that the gazetteer knows too."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        named = keys_named(search_term)
        if named:
            found |= queryset.filter(key__in=named)
        return found, may_repeat

    def get_urls(self) -> Any:
        """Add the pages of the desk, and the list of what is probably the same."""
        desk = path(
            "desk/<str:act>/", self.admin_site.admin_view(desk_view), name="archive_entity_desk"
        )
        duplicates = path(
            "duplicates/",
            self.admin_site.admin_view(duplicates_view),
            name="archive_entity_duplicates",
        )
        return [desk, duplicates, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        """Leave deleting out: mentions would go too, and rejecting can be undone."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request: HttpRequest, obj: Entity, form: Any, change: bool) -> None:
        """Let the worker look for the name of an entity that is made or renamed by hand."""
        super().save_model(request, obj, form, change)
        if not change or "name_ar" in form.changed_data:
            alias, _made = Alias.objects.get_or_create(entity=obj, text=obj.name_ar)
            request_scan(alias)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Let the worker look for spellings that are new or changed; what is taken back goes."""
        before = dict(Alias.objects.filter(entity=form.instance).values_list("pk", "text"))
        super().save_formset(request, form, formset, change)
        if formset.model is not Alias:
            return
        changed = [alias for alias, _fields in formset.changed_objects]
        for alias in (*formset.new_objects, *changed):
            request_scan(alias)
        now = {alias.text for alias in form.instance.aliases.exclude(policy=AliasPolicy.NEVER)}
        for text in {*before.values(), *(alias.text for alias in formset.new_objects)} - now:
            withdraw(form.instance, text)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let the authors of articles follow when a person and the spellings are saved."""
        super().save_related(request, form, formsets, change)
        spelt = any(each.model is Alias and each.has_changed() for each in formsets)
        if (form.changed_data or spelt) and form.instance.kind == EntityKind.PERSON:
            ask_to_follow([form.instance])
            follow_at_once()

    @admin.display(description=_("what is linked to it"))
    def linked(self, entity: Entity) -> str:
        """Show under which spellings which articles name it, and its relations."""
        return linked_to(entity) if entity.pk else ""

    @admin.display(description=_("articles"), ordering=Coalesce(_ARTICLES, 0))
    def article_count(self, entity: Entity) -> int:
        """Show the number of articles that name the entity."""
        return entity.article_total  # type: ignore[attr-defined]

    @admin.display(description=_("sentence"))
    def sentence(self, entity: Entity) -> str:
        """Show where a candidate is named, so that it can be judged from the list."""
        found: Sentence | None = entity.sentence  # type: ignore[attr-defined]
        return format_html("{}<b>{}</b>{}", *found) if found else ""

    @admin.display(description=_("probably"))
    def likely_match(self, entity: Entity) -> str:
        """Lead to the accepted entity that a candidate probably is, and say why."""
        match: tuple[Entity, Likeness] | None = entity.match  # type: ignore[attr-defined]
        if match is None:
            return ""
        known, why = match
        merge = reverse("admin:archive_entity_desk", args=[CorrectionKind.MERGE])
        return format_html(
            '<a href="{}?ids={},{}">{}</a> ({})',
            merge,
            entity.pk,
            known.pk,
            known.name_ar,
            REASONS[why],
        )


_OF_OUTLET: Final = Subquery(
    Article.objects.filter(outlet=OuterRef("pk"))
    .order_by()
    .values("outlet")
    .annotate(articles=Count("pk"))
    .values("articles")
)


@admin.register(Outlet)
class OutletAdmin(LoggedRecordMixin, ConcurrentEditsMixin, RecordHistoryAdmin):
    """Outlets, with the number of their articles."""

    list_display = ["name_ar", "name_en", "slug", "kind", "country", "article_count"]
    list_filter = ["kind", "country"]
    search_fields = ["name_ar", "name_en", "slug"]
    form = OutletForm

    def save_model(self, request: HttpRequest, obj: Outlet, form: Any, change: bool) -> None:
        """Save it, and let what is loaded of its new domains follow."""
        super().save_model(request, obj, form, change)
        if "domains" in form.changed_data and obj.domains:
            job = follow(obj, request.user)
            told = _("Articles of its domains follow: %(count)d are looked at.")
            self.message_user(request, told % {"count": job.total or 0})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        """Count the articles of each outlet, apart: what asks for outlets alone counts none."""
        return super().get_queryset(request).annotate(article_total=Coalesce(_OF_OUTLET, 0))

    @admin.display(description=_("articles"), ordering="article_total")
    def article_count(self, outlet: Outlet) -> int:
        """Show the number of the outlet's articles."""
        return outlet.article_total  # type: ignore[attr-defined]
