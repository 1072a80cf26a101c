"""Entities in the admin.

Corrections in the admin: what was put right at the desk, each with a way back.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from archive.admin.desk_views import desk_actions, desk_view
from archive.entities.desk import undo
from archive.entities.storage.alias_scan import request_scan
from archive.errors import ArchiveError
from archive.models import Alias, AliasScan, Correction, Entity, EntityRelation, Mention


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 0


class RelationInline(admin.TabularInline):
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
        super().get_results(request)
        shown = list(self.result_list)
        counted = Mention.objects.filter(entity__in=shown).values_list("entity").order_by()
        counts = dict(counted.annotate(_COUNT))
        for entity in shown:
            entity.article_total = counts.get(entity.pk, 0)


@admin.register(Entity)
class EntityAdmin(SimpleHistoryAdmin):
    list_display = ["name_ar", "name_en", "kind", "status", "wikidata", "article_count"]
    list_filter = ["kind", "status", "suppressed"]
    search_fields = ["name_ar", "name_en", "key", "wikidata", "aliases__text"]
    autocomplete_fields = ["parent", "merged_into"]
    inlines = [AliasInline, RelationInline]
    actions = desk_actions()
    list_per_page = 100

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EntityChangeList

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

    @admin.display(description=_("articles"), ordering=Coalesce(_ARTICLES, 0))
    def article_count(self, entity: Entity) -> int:
        return entity.article_total  # type: ignore[attr-defined]


class _LookedAtOnly(admin.ModelAdmin):
    """Rows that the archive writes itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Correction)
class CorrectionAdmin(_LookedAtOnly):
    list_display = [
        "kind",
        "entity",
        "target",
        "articles",
        "mentions",
        "made_at",
        "made_by",
        "undone_at",
    ]
    list_filter = ["kind", "made_at"]
    list_select_related = ["entity", "target", "made_by"]
    actions = ["undo_selected"]

    @admin.action(description=_("Undo the selected corrections"), permissions=["view"])
    def undo_selected(self, request: HttpRequest, queryset: QuerySet[Correction]) -> None:
        if not request.user.has_perm("archive.change_entity"):
            self.message_user(request, _("You may not change entities."), messages.ERROR)
            return
        for correction in queryset.order_by("-id"):
            try:
                undo(correction, request.user)  # type: ignore[arg-type]
            except ArchiveError as error:
                self.message_user(request, f"{correction}: {error}", messages.ERROR)
            else:
                undone = _("Undone: %(correction)s") % {"correction": correction}
                self.message_user(request, undone, messages.SUCCESS)


@admin.register(AliasScan)
class AliasScanAdmin(_LookedAtOnly):
    list_display = ["alias", "progress", "found", "finished_at"]

    @admin.display(description=_("progress"))
    def progress(self, scan: AliasScan) -> str:
        return f"{scan.scanned} / {scan.total}"
