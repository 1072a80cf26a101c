"""Articles: what is read, searched and cited, and which of them are nearly the same."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.capture import Capture
from archive.models.choices import choices
from archive.models.kept_statements import RowsByKey
from archive.models.outlet import Outlet
from archive.models.page_paths import page_path
from archive.records.documents import DateBasis, DatePrecision, OutletBasis

_LISTED: Final = (
    *("outlet", "date_basis", "outlet_basis", "language", "hidden"),
    *("republication", "created_at"),
)

_OF_TITLES: Final = (
    *("public_id", "language", "title", "section", "published_earliest", "published_latest"),
    *("published_at", "published_offset", "date_basis", "date_evidence", "hidden"),
    *("outlet__slug", "outlet__name_ar", "outlet__name_en"),
)
"""Columns of an article that a list of titles shows."""
_OF_RESULTS: Final = (
    *_OF_TITLES,
    *("standfirst", "body", "byline", "dateline", "agency", "captions", "keywords"),
)
"""Columns of an article that a hit shows, or quotes."""


class TitleStart(models.Func):
    """The first letters of a title, by which titles are listed; an index holds them.

    The number stands in the statement itself: SQLite finds no index by a parameter. PostgreSQL
    takes no more than 2,704 bytes into an index's entry; these are 800 at most.
    """

    function = "SUBSTR"
    template = "%(function)s(%(expressions)s, 1, 200)"
    output_field = models.TextField()


class ArticleQuerySet(models.QuerySet["Article"]):
    """Questions that pages and commands ask about articles."""

    def newest_first(self) -> ArticleQuerySet:
        """Order by publication date, undated articles last."""
        return self.order_by(models.F("published_earliest").desc(nulls_last=True), "-id")

    def earliest_first(self) -> ArticleQuerySet:
        """Order by publication date and time, undated articles last."""
        return self.order_by(
            models.F("published_earliest").asc(nulls_last=True),
            models.F("published_at").asc(nulls_last=True),
            "id",
        )

    def shown(self) -> ArticleQuerySet:
        """Keep the articles that readers see: those that nobody has hidden.

        The few hidden ones stand in an index of their own. Asked of each row, the column lies
        behind the text, which would be read for it.
        """
        return self.exclude(pk__in=hidden_articles())

    def for_display(self) -> ArticleQuerySet:
        """Keep what readers see, and load what a list of articles shows, in one query."""
        return self.shown().select_related("outlet", "republisher", "capture")

    def for_results(self) -> ArticleQuerySet:
        """Load what a page of results shows and quotes of each article, hidden ones too.

        Whoever asks leaves out those that are ``hidden``: of the few rows that are read by their
        keys that costs nothing, while the query would pay for it.
        """
        return self.select_related("outlet").only(*_OF_RESULTS)

    def for_titles(self) -> ArticleQuerySet:
        """Load what a list of titles shows of each article, hidden ones too: see ``for_results``."""
        return self.select_related("outlet").only(*_OF_TITLES)

    def without_texts(self) -> ArticleQuerySet:
        """Leave the long columns unread: a list of titles shows none of them."""
        return self.defer("body", "spans", "standfirst", "captions", "dateline")


def hidden_articles() -> models.QuerySet[Article, int]:
    """Return the keys of the hidden articles, for queries to leave out."""
    return Article.objects.filter(hidden=True).order_by().values_list("pk", flat=True)


class Republication(models.Model):
    """A cluster of near-identical articles: agency copy, or an aggregator's copy."""

    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("republication")
        verbose_name_plural = _("republications")

    def __str__(self) -> str:
        return f"{self.pk}"

    def earliest_first(self) -> ArticleQuerySet:
        """Return the cluster's articles by publication; undated ones stand at the end."""
        articles: ArticleQuerySet = self.articles.for_display()
        return articles.earliest_first()


class Article(models.Model):
    """One article of a capture.

    ``body`` holds paragraphs separated by newlines. ``spans`` are [start, end] pairs of
    code points in the capture's decoded text. ``published_earliest`` and
    ``published_latest`` are inclusive, null at an open end; ``published_at`` is set only
    where a clock time is known. ``edited`` names what an editor has set (see ``editing``):
    parsing again never overwrites them. One that is ``hidden`` goes on being updated and is shown
    nowhere, until the day ``hidden_until`` or for good; readers who know its address see the public
    reason.
    """

    public_id = models.CharField(_("public id"), max_length=16, unique=True)
    capture = models.ForeignKey(
        Capture, verbose_name=_("capture"), on_delete=models.CASCADE, related_name="articles"
    )
    position = models.PositiveIntegerField(_("position on the page"))
    spans = models.JSONField(_("spans of the source"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=8, default="ar")
    url = models.CharField(_("URL"), max_length=2000, blank=True)

    title = models.TextField(_("title"), blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    body = models.TextField(_("text"), blank=True)
    byline = models.CharField(_("byline"), max_length=500, blank=True)
    dateline = models.CharField(_("dateline"), max_length=500, blank=True)
    agency = models.CharField(_("agency"), max_length=200, blank=True)
    section = models.CharField(_("section"), max_length=200, blank=True)
    captions = models.JSONField(_("captions"), default=list, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)

    outlet = models.ForeignKey(
        Outlet,
        verbose_name=_("outlet"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        db_index=False,
    )
    outlet_basis = models.CharField(
        _("how the outlet is known"),
        max_length=20,
        choices=choices(OutletBasis),
        default=OutletBasis.UNKNOWN.value,
    )
    outlet_evidence = models.CharField(_("evidence for the outlet"), max_length=500, blank=True)
    republisher = models.ForeignKey(
        Outlet,
        verbose_name=_("republished by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="republished_articles",
    )

    published_earliest = models.DateField(_("published from"), null=True, blank=True)
    published_latest = models.DateField(_("published until"), null=True, blank=True)
    published_at = models.DateTimeField(_("time of publication"), null=True, blank=True)
    published_offset = models.SmallIntegerField(
        _("offset from UTC in minutes"), null=True, blank=True
    )
    precision = models.CharField(
        _("precision"),
        max_length=10,
        choices=choices(DatePrecision),
        default=DatePrecision.UNKNOWN.value,
    )
    edtf = models.CharField(
        _("publication date"),
        max_length=40,
        blank=True,
        help_text=_("2024-10-26, 2024-10, 2024, 2024-02-10/2024-02-29, 2023-08-15/.. or empty."),
    )
    date_basis = models.CharField(
        _("how the date is known"),
        max_length=10,
        choices=choices(DateBasis),
        default=DateBasis.UNKNOWN.value,
    )
    date_evidence = models.CharField(_("evidence for the date"), max_length=500, blank=True)
    review = models.CharField(_("to be reviewed"), max_length=300, blank=True)
    captured = models.DateField(_("captured on"), null=True, blank=True)

    republication = models.ForeignKey(
        Republication,
        verbose_name=_("republication"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
    )
    edited = models.JSONField(_("fields set by an editor"), default=list, blank=True)
    layout = models.CharField(_("layout"), max_length=80, blank=True)
    hidden = models.BooleanField(_("hidden"), default=False)
    hidden_until = models.DateField(_("hidden until"), null=True, blank=True)
    hidden_public_reason = models.TextField(_("public reason"), blank=True)
    hidden_internal_reason = models.TextField(_("internal reason"), blank=True)
    recognised_with = models.CharField(
        _("recognised with"), max_length=64, blank=True, db_index=True
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    # Going back to an older text shows no hidden article again.
    history = HistoricalRecords(
        excluded_fields=[
            *("spans", "recognised_with"),
            *("hidden", "hidden_until", "hidden_public_reason", "hidden_internal_reason"),
        ]
    )
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = [models.F("published_earliest").desc(nulls_last=True), "-id"]
        # The desk's list is sorted, filtered and counted without reading the articles: the last
        # two hold every column of its filters, in the orders in which it is asked.
        indexes = [
            models.Index(fields=["capture", "position"]),
            models.Index(fields=["published_earliest", *_LISTED], name="articles_by_date"),
            models.Index(
                fields=["outlet", "published_earliest", *_LISTED[1:]], name="articles_by_outlet"
            ),
            models.Index(TitleStart("title"), name="articles_by_title"),
            models.Index(fields=["id"], condition=models.Q(body=""), name="articles_without_text"),
            # Doubtful articles are few: the queue goes by their keys, the list by their dates.
            models.Index(fields=["id"], condition=~models.Q(review=""), name="articles_to_review"),
            models.Index(
                fields=["published_earliest"],
                condition=~models.Q(review=""),
                name="articles_to_review_by_date",
            ),
            # Bylines are few, articles many: an author's are found by the byline.
            models.Index(fields=["byline"], condition=~models.Q(byline=""), name="articles_signed"),
            models.Index(
                fields=["hidden"], condition=models.Q(hidden=True), name="hidden_articles"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.public_id

    def get_absolute_url(self) -> str:
        """Return the address of the article's page."""
        return page_path("article", self.public_id)

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the body, sub-heads among them."""
        return [line for line in self.body.split("\n") if line]


RESULTS_BY_KEY: Final = RowsByKey[Article](Article.objects.for_results())
TITLES_BY_KEY: Final = RowsByKey[Article](Article.objects.for_titles())


class SignatureQuerySet(models.QuerySet["ArticleSignature"]):
    """Signatures."""

    def waiting(self) -> SignatureQuerySet:
        """Keep those that have not been compared with all others.

        As a set of one value: SQLite finds few by the index so, and reads all for a negation.
        """
        return self.filter(clustered__in=[False])


class ArticleSignature(models.Model):
    """The MinHash of an article's text; empty where the text is too short to compare.

    ``clustered`` says that the article has been compared with all others.
    """

    article = models.OneToOneField(
        Article,
        verbose_name=_("article"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="signature",
    )
    minhash = models.BinaryField(_("signature"))
    clustered = models.BooleanField(_("compared"), default=False, db_index=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature of an article")
        verbose_name_plural = _("signatures of articles")

    def __str__(self) -> str:
        return f"{self.article_id}"
