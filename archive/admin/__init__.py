"""The admin: where archivists correct what was read wrongly."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin.article import ArticleAdmin
from archive.admin.capture import CaptureAdmin
from archive.admin.correction import AliasScanAdmin, CorrectionAdmin
from archive.admin.entity import EntityAdmin
from archive.admin.outlet import OutletAdmin

admin.site.site_header = admin.site.site_title = _("Khizana")

__all__ = [
    "AliasScanAdmin",
    "ArticleAdmin",
    "CaptureAdmin",
    "CorrectionAdmin",
    "EntityAdmin",
    "OutletAdmin",
]
