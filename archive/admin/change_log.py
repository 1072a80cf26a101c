"""The log of all changes in the admin: looked through, exported, and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.change_export import CHUNK, exported
from archive.admin.read_only import ReadOnlyAdmin
from archive.changes.article_changes import LOGGED
from archive.changes.change_words import ChangeWords, asked_words, field_label
from archive.changes.changesets import start
from archive.changes.undoing import can_be_undone, not_undone, undo, undo_changes
from archive.errors import ArchiveError
from archive.models import Act, Article, Change, ChangeSet, Progress, Subject
from archive.models.editing import ENTITIES

_SHOWN: Final = 100
"""Changes of a changeset that its page lists."""
_REFRESH_SECONDS: Final = 2
_EDITORS: Final = 200
_EXPORTED: Final = 1_000_000
_COLUMNS: Final = ("made_at", "made_by", "act", "record", "label", "was", "became", "undone")
"""What a change is told by."""


class ChangeRows(ChangeList):
    """Says in words what the changes of its page are, with one query for all outlets."""

    def get_results(self, request: HttpRequest) -> None:
        """Look up what the page names."""
        super().get_results(request)
        rows = list(self.result_list)
        words = ChangeWords(rows)
        for row in rows:
            row.words = words
        self.result_list = rows


class EditorFilter(admin.SimpleListFilter):
    """Who changed it: whoever may be at the desk, without a look through the log."""

    title = gettext_lazy("who")
    parameter_name = "who"

    def lookups(self, *_args: Any, **_kwargs: Any) -> list[tuple[str, str]]:
        """Offer those who may be at the desk."""
        desk = User.objects.filter(is_staff=True).order_by("username")[:_EDITORS]
        return [(str(user.pk), user.get_username()) for user in desk]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Change]) -> QuerySet[Change]:
        """Keep what one of them changed."""
        who = self.value() or ""
        return queryset.filter(changeset__made_by=int(who)) if who.isdecimal() else queryset


class FieldFilter(admin.SimpleListFilter):
    """Which field of an article was changed."""

    title = gettext_lazy("field")
    parameter_name = "field"

    def lookups(self, *_args: Any, **_kwargs: Any) -> list[tuple[str, str]]:
        """Offer the fields of an article."""
        return [(name, field_label(name)) for name in (*LOGGED, ENTITIES)]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Change]) -> QuerySet[Change]:
        """Keep the changes of one field, of whatever record."""
        return queryset.filter(field=self.value()) if self.value() else queryset


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """A row for each field that somebody changed; each can be taken back by itself."""

    list_display = fields = readonly_fields = _COLUMNS
    list_display_links = None
    list_filter = [
        ("changeset__made_at", admin.DateFieldListFilter),
        "changeset__act",
        "kind",
        EditorFilter,
        FieldFilter,
    ]
    list_select_related = ["changeset__made_by"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["subject"]
    search_help_text = gettext_lazy(
        "The public id of an article, or the key of an outlet or a name."
    )
    actions = ["take_back"]
    change_list_template = "admin/archive/change/change_list.html"

    def get_changelist(self, *_args: Any, **_kwargs: Any) -> type[ChangeList]:
        """Use a list that looks up what it names."""
        return ChangeRows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Change], search_term: str
    ) -> tuple[QuerySet[Change], bool]:
        """Find the changes of one record, by its public id alone: a database has an index of it."""
        text = search_term.strip()
        return (queryset.filter(subject=text) if text else queryset), False

    def get_urls(self) -> Any:
        """Add the export of what the list finds."""
        export = path(
            "export/", self.admin_site.admin_view(self.export_view), name="archive_change_export"
        )
        return [export, *super().get_urls()]

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """Return what the list finds as CSV (RFC 4180, UTF-8 with a byte order mark)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_changelist_instance(request).queryset
        rows = found.select_related("changeset__made_by").order_by("-pk")[:_EXPORTED]
        response = StreamingHttpResponse(
            exported(rows.iterator(CHUNK)), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = 'attachment; filename="changes.csv"'
        return response

    @admin.action(description=gettext_lazy("Take the selected changes back"), permissions=["view"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Change]) -> HttpResponse | None:
        """Give each field back what it was, where it still is what the change made of it."""
        if not request.user.has_perm("archive.change_article"):
            raise PermissionDenied
        keys = list(queryset.filter(undone_by=None).order_by("-pk").values_list("pk", flat=True))
        if not keys:
            self.message_user(request, _("These are taken back already."), messages.WARNING)
            return None
        undoing = start(undo_changes(keys, request.user))
        return redirect("admin:archive_changeset_change", undoing.pk)

    @admin.display(description=gettext_lazy("when"), ordering="pk")
    def made_at(self, change: Change) -> Any:
        """Say when, with the way to all that was changed at once."""
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:archive_changeset_change", args=[change.changeset_id]),
            date_format(localtime(change.changeset.made_at), "DATETIME_FORMAT"),
        )

    @admin.display(description=gettext_lazy("who"))
    def made_by(self, change: Change) -> Any:
        """Say who."""
        return change.changeset.made_by or "–"

    @admin.display(description=gettext_lazy("act"))
    def act(self, change: Change) -> str:
        """Say in what act."""
        return str(change.changeset.get_act_display())

    @admin.display(description=gettext_lazy("record"))
    def record(self, change: Change) -> str:
        """Lead to the record."""
        return record_link(change)

    @admin.display(description=gettext_lazy("field"))
    def label(self, change: Change) -> str:
        """Name the field."""
        return field_label(change.field, change.kind)

    @admin.display(description=gettext_lazy("from"))
    def was(self, change: Change) -> str:
        """Say what it was."""
        return _words_of(change).before(change)

    @admin.display(description=gettext_lazy("to"))
    def became(self, change: Change) -> str:
        """Say what it became."""
        return _words_of(change).after(change)

    @admin.display(description=gettext_lazy("taken back"))
    def undone(self, change: Change) -> str:
        """Say whether it was taken back."""
        return "✓" if change.undone_by_id is not None else ""


def _words_of(change: Change) -> ChangeWords:
    """Return what says what a change was: that of its list, on a page of its own that of itself."""
    words: ChangeWords | None = getattr(change, "words", None)
    return ChangeWords([change]) if words is None else words


def record_link(change: Change) -> str:
    """Return a link to the record of a change; its public id alone where it is gone."""
    if not change.row or change.field == "tombstone":
        return format_html('<bdi dir="ltr">{}</bdi>', change.subject)
    address = reverse(f"admin:archive_{change.kind}_change", args=[change.row])
    return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', address, change.subject)


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnlyAdmin):
    """What was changed at once: how far it is, what came of it, and its way back."""

    list_display = ["made_at", "made_by", "act", "progress", "changed", "kept", "is_undone"]
    list_filter = ["act", ("made_at", admin.DateFieldListFilter)]
    list_select_related = ["made_by"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChangeSet]:
        """Leave out what was only looked at, and the packed work."""
        found = super().get_queryset(request).exclude(progress=Progress.DRAFT)
        return found.defer("work").prefetch_related("undone_by")

    @admin.display(description=gettext_lazy("taken back"))
    def is_undone(self, changeset: ChangeSet) -> str:
        """Say whether it was taken back."""
        return "✓" if changeset.undone_by.all() else ""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a changeset; take it back where that was asked."""
        if not (object_id.isascii() and object_id.isdecimal() and len(object_id) < 19):
            raise Http404
        found = ChangeSet.objects.select_related("made_by", "job", "undoes", "correction")
        changeset = get_object_or_404(found.exclude(progress=Progress.DRAFT), pk=object_id)
        own = changeset.made_by_id == request.user.pk
        if not (own or self.has_view_permission(request, changeset)):
            raise PermissionDenied
        if request.method == "POST":
            return self._undo(request, changeset)
        response = render(
            request, "admin/archive/changeset/change.html", self._context(request, changeset)
        )
        if not changeset.rests:
            response["Refresh"] = str(_REFRESH_SECONDS)
        return response

    def _undo(self, request: HttpRequest, changeset: ChangeSet) -> HttpResponse:
        permission = "change_entity" if changeset.act == Act.CORRECT else "change_article"
        if not request.user.has_perm(f"archive.{permission}"):
            raise PermissionDenied
        try:
            undoing = undo(changeset, request.user)
        except ArchiveError as error:
            messages.error(request, str(error))
            return redirect("admin:archive_changeset_change", changeset.pk)
        if undoing.progress == Progress.DRAFT:
            undoing = start(undoing)
        return redirect("admin:archive_changeset_change", undoing.pk)

    def _context(self, request: HttpRequest, changeset: ChangeSet) -> dict[str, Any]:
        left = _left(changeset)
        return {
            **admin.site.each_context(request),
            "title": str(changeset.get_act_display()),
            "changeset": changeset,
            "asked": asked_words(changeset.asked),
            "rows": rows_of(changeset.changes.order_by("pk")[:_SHOWN]),
            "row_count": changeset.changes.count(),
            "left": rows_of(left[:_SHOWN]) if left is not None else (),
            "can_be_undone": can_be_undone(changeset),
            "undone_by": list(changeset.undone_by.all()),
            "opts": ChangeSet._meta,
        }


def _left(undoing: ChangeSet) -> QuerySet[Change] | None:
    """Return what an undo left as it is, since somebody had changed it."""
    if undoing.act != Act.UNDO or undoing.undoes is None or not undoing.rests:
        return None
    return not_undone(undoing.undoes)


def rows_of(changes: Iterable[Change]) -> list[tuple[Change, str, str, str, str]]:
    """Return changes with their record's title, field, and both values, in words."""
    some = list(changes)
    words = ChangeWords(some)
    keys = [change.row for change in some if change.kind == Subject.ARTICLE]
    titles = dict(Article.objects.filter(pk__in=keys).values_list("pk", "title"))
    return [
        (
            change,
            titles.get(change.row, "") if change.kind == Subject.ARTICLE else "",
            field_label(change.field, change.kind),
            words.before(change),
            words.after(change),
        )
        for change in some
    ]
