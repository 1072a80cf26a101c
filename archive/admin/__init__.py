"""The admin: where archivists correct what was read wrongly.

Django loads this package; nobody else imports it.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin.articles import ArticleAdmin
from archive.admin.change_log import ChangeAdmin, ChangeSetAdmin
from archive.admin.entities_and_outlets import EntityAdmin, OutletAdmin
from archive.admin.jobs import JobAdmin
from archive.admin.loads import LoadAdmin
from archive.admin.people import PersonAdmin, PersonSessionAdmin
from archive.admin.read_only import (
    AliasScanAdmin,
    CaptureAdmin,
    CorrectionAdmin,
    LoginFailureAdmin,
    TombstoneAdmin,
)

admin.site.site_header = admin.site.site_title = _("Khizana")

__all__ = [
    "AliasScanAdmin",
    "ArticleAdmin",
    "CaptureAdmin",
    "ChangeAdmin",
    "ChangeSetAdmin",
    "CorrectionAdmin",
    "EntityAdmin",
    "JobAdmin",
    "LoadAdmin",
    "LoginFailureAdmin",
    "OutletAdmin",
    "PersonAdmin",
    "PersonSessionAdmin",
    "TombstoneAdmin",
]
