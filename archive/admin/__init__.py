"""The admin: where archivists correct what was read wrongly."""

from archive.admin.article import ArticleAdmin
from archive.admin.capture import CaptureAdmin
from archive.admin.correction import AliasScanAdmin, CorrectionAdmin
from archive.admin.entity import EntityAdmin
from archive.admin.outlet import OutletAdmin

__all__ = [
    "AliasScanAdmin",
    "ArticleAdmin",
    "CaptureAdmin",
    "CorrectionAdmin",
    "EntityAdmin",
    "OutletAdmin",
]
