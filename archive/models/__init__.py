"""The tables of the archive, and what is asked of them.

Beside the models named below, others may call:

- ``editing``: what an editor may set of an article, and has set;
- ``choices``: the labels of values;
- ``insertion``: rows into the database by the hundred;
- ``outbox.connect_signals`` and ``former_article.remember_deleted_articles``, once, when the
  program starts.
"""

from archive.models.article import Article, ArticleSignature, Republication
from archive.models.capture import Capture, CaptureStatus, DocumentAddress
from archive.models.desk import AliasScan, Correction, CorrectionKind, Distinction
from archive.models.entity import (
    Alias,
    Authorship,
    Entity,
    EntityRelation,
    EntityStatus,
    Mention,
    MentionRow,
    MentionSuppression,
)
from archive.models.former_article import FormerArticle
from archive.models.identity import ArchiveIdentity
from archive.models.job import Job, JobState
from archive.models.login_failure import LoginFailure
from archive.models.outbox import OutboxEntry
from archive.models.outlet import Outlet
from archive.models.status_sample import StatusSample
from archive.models.tombstone import Tombstone, TombstoneKind
from archive.records.documents import DateBasis, DatePrecision, OutletBasis, OutletKind
from archive.records.mentions import AliasPolicy, EntityKind, RelationKind

__all__ = [
    "Alias",
    "AliasPolicy",
    "AliasScan",
    "ArchiveIdentity",
    "Article",
    "ArticleSignature",
    "Authorship",
    "Capture",
    "CaptureStatus",
    "Correction",
    "CorrectionKind",
    "Distinction",
    "DateBasis",
    "DatePrecision",
    "DocumentAddress",
    "Entity",
    "EntityKind",
    "EntityRelation",
    "EntityStatus",
    "FormerArticle",
    "Job",
    "JobState",
    "LoginFailure",
    "Mention",
    "MentionRow",
    "MentionSuppression",
    "OutboxEntry",
    "Outlet",
    "OutletBasis",
    "OutletKind",
    "RelationKind",
    "Republication",
    "StatusSample",
    "Tombstone",
    "TombstoneKind",
]
