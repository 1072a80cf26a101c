"""Entities in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from archive.admin.desk import desk_actions, desk_view
from archive.entities.scanning import request_scan
from archive.models import Alias, Entity, EntityRelation


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 0


class RelationInline(admin.TabularInline):
    model = EntityRelation
    fk_name = "source"
    extra = 0
    autocomplete_fields = ["target"]


@admin.register(Entity)
class EntityAdmin(SimpleHistoryAdmin):
    list_display = ["name_ar", "name_en", "kind", "status", "wikidata", "article_count"]
    list_filter = ["kind", "status", "suppressed"]
    search_fields = ["name_ar", "name_en", "key", "wikidata", "aliases__text"]
    autocomplete_fields = ["parent", "merged_into"]
    inlines = [AliasInline, RelationInline]
    actions = desk_actions()
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        return (
            super()
            .get_queryset(request)
            .annotate(article_total=Count("mentions__article", distinct=True))
        )

    def get_urls(self) -> Any:
        desk = path(
            "desk/<str:act>/", self.admin_site.admin_view(desk_view), name="archive_entity_desk"
        )
        return [desk, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        # Mentions would go with an entity; rejecting or suppressing it can be undone.
        actions.pop("delete_selected", None)
        return actions

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Alias:
            changed = [alias for alias, _fields in formset.changed_objects]
            for alias in (*formset.new_objects, *changed):
                request_scan(alias)

    @admin.display(description=_("articles"), ordering="article_total")
    def article_count(self, entity: Entity) -> int:
        return entity.article_total  # type: ignore[attr-defined]
