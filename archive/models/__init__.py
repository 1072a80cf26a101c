"""The records of the archive."""

from archive.models.article import Article
from archive.models.capture import Capture, CaptureStatus
from archive.models.desk import AliasScan, Correction, CorrectionKind
from archive.models.entity import (
    Alias,
    Entity,
    EntityRelation,
    EntityStatus,
    Mention,
    MentionRow,
    MentionSuppression,
    RelationKind,
)
from archive.models.outbox import OutboxEntry
from archive.models.outlet import Outlet, OutletKind
from archive.models.republication import ArticleSignature, Republication
from archive.records.documents import DateBasis, DatePrecision, OutletBasis
from archive.records.mentions import AliasPolicy, EntityKind

__all__ = [
    "Alias",
    "AliasPolicy",
    "AliasScan",
    "Article",
    "ArticleSignature",
    "Capture",
    "CaptureStatus",
    "Correction",
    "CorrectionKind",
    "DateBasis",
    "DatePrecision",
    "Entity",
    "EntityKind",
    "EntityRelation",
    "EntityStatus",
    "Mention",
    "MentionRow",
    "MentionSuppression",
    "OutboxEntry",
    "Outlet",
    "OutletBasis",
    "OutletKind",
    "RelationKind",
    "Republication",
]
