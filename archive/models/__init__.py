"""The tables of the archive, and what is asked of them.

Beside the models named below, others may call:

- ``editing``: what an editor may set of an article, and has set;
- ``choices``: the labels of values;
- ``insertion``: rows into the database by the hundred;
- ``outbox.connect_signals`` and ``former_article.remember_deleted_articles``, once, when the
  program starts.
"""

from archive.models.access_key import AccessKey, KeyPurpose
from archive.models.article import Article, ArticleSignature, Republication
from archive.models.batch_line import BatchLine
from archive.models.capture import Capture, CaptureStatus, DocumentAddress
from archive.models.change import Act, Change, ChangeSet, Progress, Subject, log_load
from archive.models.closed_value import ClosedValue
from archive.models.desk import AliasScan, Correction, CorrectionKind, Distinction
from archive.models.entity import Alias, Entity, EntityRelation, EntityStatus
from archive.models.former_article import FormerArticle
from archive.models.identity import ArchiveIdentity
from archive.models.job import Job, JobState
from archive.models.kept_part import CapturePart, CaptureRecord, ErasedBytes, PartOfCapture
from archive.models.load import (
    Load,
    LoadRemark,
    LoadState,
    LoadWay,
    RefusedOriginal,
    RemarkKind,
    WatchedFile,
)
from archive.models.login_failure import LoginFailure
from archive.models.mention import Authorship, Mention, MentionRow, MentionSuppression
from archive.models.outbox import OutboxEntry
from archive.models.outlet import Outlet
from archive.models.person_session import PersonSession
from archive.models.reading_list import ListedArticle, ReadingList
from archive.models.review import ReaderReport, ReviewDecision
from archive.models.saved_search import Alert, AlertMail, SavedSearch
from archive.models.saved_view import SavedView
from archive.models.shared_state import RequestBucket, WorkerBeat
from archive.models.status_sample import StatusSample
from archive.models.tombstone import Tombstone, TombstoneKind
from archive.models.upload import Upload, UploadState
from archive.records.documents import DateBasis, DatePrecision, OutletBasis, OutletKind
from archive.records.mentions import AliasPolicy, EntityKind, RelationKind

__all__ = [
    "AccessKey",
    "Act",
    "Alert",
    "AlertMail",
    "Alias",
    "AliasPolicy",
    "AliasScan",
    "ArchiveIdentity",
    "Article",
    "ArticleSignature",
    "Authorship",
    "BatchLine",
    "Capture",
    "CapturePart",
    "CaptureRecord",
    "CaptureStatus",
    "Change",
    "ChangeSet",
    "ClosedValue",
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
    "ErasedBytes",
    "FormerArticle",
    "Job",
    "JobState",
    "KeyPurpose",
    "ListedArticle",
    "Load",
    "LoadRemark",
    "LoadState",
    "LoadWay",
    "LoginFailure",
    "Mention",
    "MentionRow",
    "MentionSuppression",
    "OutboxEntry",
    "Outlet",
    "OutletBasis",
    "OutletKind",
    "PartOfCapture",
    "PersonSession",
    "ReaderReport",
    "ReadingList",
    "Progress",
    "RelationKind",
    "RefusedOriginal",
    "RemarkKind",
    "Republication",
    "RequestBucket",
    "ReviewDecision",
    "SavedSearch",
    "SavedView",
    "StatusSample",
    "Subject",
    "log_load",
    "Tombstone",
    "TombstoneKind",
    "Upload",
    "UploadState",
    "WatchedFile",
    "WorkerBeat",
]
