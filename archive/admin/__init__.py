"""The admin: where archivists correct what was read wrongly.

Django loads this package; nobody else imports it.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin.account_forms import AccountAdmin, AccountGroupAdmin
from archive.admin.articles import ArticleAdmin
from archive.admin.entities_and_outlets import EntityAdmin, OutletAdmin
from archive.admin.read_only import (
    AliasScanAdmin,
    CaptureAdmin,
    CorrectionAdmin,
    LoginFailureAdmin,
    TombstoneAdmin,
)

admin.site.site_header = admin.site.site_title = _("Khizana")

__all__ = [
    "AccountAdmin",
    "AccountGroupAdmin",
    "AliasScanAdmin",
    "ArticleAdmin",
    "CaptureAdmin",
    "CorrectionAdmin",
    "EntityAdmin",
    "LoginFailureAdmin",
    "OutletAdmin",
    "TombstoneAdmin",
]
