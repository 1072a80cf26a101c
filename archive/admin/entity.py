"""Entities in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        return (
            super()
            .get_queryset(request)
            .annotate(article_total=Count("mentions__article", distinct=True))
        )

    @admin.display(description=_("articles"), ordering="article_total")
    def article_count(self, entity: Entity) -> int:
        return entity.article_total  # type: ignore[attr-defined]
