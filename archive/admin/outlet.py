"""Outlets in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from archive.models import Outlet


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
