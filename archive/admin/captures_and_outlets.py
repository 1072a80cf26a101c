"""Captures in the admin: what was loaded is looked at here, never edited.

Outlets in the admin.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from archive.models import Capture, Outlet


@admin.register(Capture)
class CaptureAdmin(admin.ModelAdmin):
    list_display = ["document", "uri", "media_type", "charset", "size", "loaded_at", "status"]
    list_filter = ["status", "media_type", "charset", "layout", "loaded_at"]
    search_fields = ["document", "uri", "sha256", "url"]
    date_hierarchy = "loaded_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Capture | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Capture | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Capture | None = None) -> Any:
        return ["source", *(field.name for field in Capture._meta.fields if field.name != "id")]

    def get_readonly_fields(self, request: HttpRequest, obj: Capture | None = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description=_("source"))
    def source(self, capture: Capture) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("capture", args=[capture.pk]), _("Show the source")
        )


@admin.register(Outlet)
class OutletAdmin(SimpleHistoryAdmin):
    list_display = ["name_ar", "name_en", "slug", "kind", "country", "article_count"]
    list_filter = ["kind", "country"]
    search_fields = ["name_ar", "name_en", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        return super().get_queryset(request).annotate(article_total=Count("articles"))

    @admin.display(description=_("articles"), ordering="article_total")
    def article_count(self, outlet: Outlet) -> int:
        return outlet.article_total  # type: ignore[attr-defined]
