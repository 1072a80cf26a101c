"""The admin: where archivists correct what was read wrongly."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin.articles import ArticleAdmin
from archive.admin.captures_and_outlets import CaptureAdmin, OutletAdmin
from archive.admin.entities import AliasScanAdmin, CorrectionAdmin, EntityAdmin

admin.site.site_header = admin.site.site_title = _("Khizana")

__all__ = [
    "AliasScanAdmin",
    "ArticleAdmin",
    "CaptureAdmin",
    "CorrectionAdmin",
    "EntityAdmin",
    "OutletAdmin",
]
