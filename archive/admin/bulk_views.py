"""Changing many articles alike: what is asked, what it would do, and then that it be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.desk_fields import OutletNameField, TypedDateField, offered_outlets
from archive.admin.form_texts import LinesField
from archive.changes.bulk_change import MOST_ARTICLES, BulkChange, Preview, preview
from archive.changes.change_words import ChangeWords, asked_words, field_label
from archive.changes.changesets import draft, start
from archive.changes.work import unpack
from archive.models import Act, Article, Change, ChangeSet, Progress
from archive.models.editing import DATE, OUTLET, REPUBLISHER, STATUS

_FURTHEST: Final = 400_000
"""Days by which a date is shifted at most."""
_MOST_KEYWORDS: Final = 50
_EMPTIED: Final = (OUTLET, REPUBLISHER, "section", DATE)
"""Fields that can be emptied as well."""
SHOWN: Final = "shown"
HIDDEN: Final = "hidden"


class BulkForm(forms.Form):
    """What is asked of every article; what is left empty stays as it is."""

    outlet = OutletNameField(label=gettext_lazy("outlet"), required=False)
    republisher = OutletNameField(label=gettext_lazy("republished by"), required=False)
    edtf = TypedDateField(label=gettext_lazy("publication date"), required=False)
    shift_days = forms.IntegerField(
        label=gettext_lazy("shift the date by days"),
        required=False,
        min_value=-_FURTHEST,
        max_value=_FURTHEST,
        help_text=gettext_lazy("For example 1 or -365."),
    )
    section = forms.CharField(label=gettext_lazy("section"), required=False, max_length=200)
    language = forms.RegexField(
        r"^[a-z]{2,3}$",
        label=gettext_lazy("language"),
        required=False,
        help_text=gettext_lazy("Two letters (ISO 639-1)."),
    )
    add_keywords = LinesField(label=gettext_lazy("keywords to add"), required=False)
    remove_keywords = LinesField(label=gettext_lazy("keywords to take out"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("status"),
        required=False,
        choices=[
            ("", "–"),
            (SHOWN, gettext_lazy("published")),
            (HIDDEN, gettext_lazy("hidden")),
        ],
    )
    public_reason = forms.CharField(
        label=gettext_lazy("public reason"), required=False, max_length=500
    )
    internal_reason = forms.CharField(
        label=gettext_lazy("internal reason"), required=False, max_length=500
    )
    until = forms.DateField(
        label=gettext_lazy("hidden until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    empty = forms.MultipleChoiceField(
        label=gettext_lazy("fields to empty"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    overwrite = forms.BooleanField(
        label=gettext_lazy("also what an editor had set"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        empty = self.fields["empty"]
        assert isinstance(empty, forms.MultipleChoiceField)
        empty.choices = [(name, field_label(name)) for name in _EMPTIED]

    def clean(self) -> Any:
        """Refuse what asks for nothing, and what contradicts itself."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        for name in cleaned["empty"]:
            if cleaned[name]:
                self.add_error(name, _("This is set and emptied at once."))
        if cleaned["shift_days"] and (cleaned[DATE] or DATE in cleaned["empty"]):
            self.add_error("shift_days", _("A date is either set or shifted."))
        for name in ("add_keywords", "remove_keywords"):
            if len(cleaned[name]) > _MOST_KEYWORDS:
                self.add_error(name, _("These are too many keywords at once."))
        if not self.errors and self.bulk_change().is_empty:
            raise forms.ValidationError(_("Fill in what is to be changed."))
        return cleaned

    def bulk_change(self) -> BulkChange:
        """Return what is asked."""
        asked = self.cleaned_data
        values: dict[str, Any] = {
            name: asked[name].slug for name in (OUTLET, REPUBLISHER) if asked[name]
        }
        values |= {name: asked[name] for name in (DATE, "section", "language") if asked[name]}
        values |= {name: "" for name in asked["empty"] if name in (DATE, "section")}
        values |= {name: None for name in asked["empty"] if name in (OUTLET, REPUBLISHER)}
        if asked["status"]:
            values[STATUS] = self._hiding() if asked["status"] == HIDDEN else None
        return BulkChange(
            values,
            tuple(asked["add_keywords"]),
            tuple(asked["remove_keywords"]),
            asked["shift_days"] or 0,
            asked["overwrite"],
        )

    def _hiding(self) -> dict[str, Any]:
        until = self.cleaned_data["until"]
        return {
            "public_reason": self.cleaned_data["public_reason"],
            "internal_reason": self.cleaned_data["internal_reason"],
            "until": until.isoformat() if until else None,
        }


def bulk_action() -> Callable[..., HttpResponse]:
    """Return the list's action; it leads the selection to the page of bulk changes."""

    def bulk_change(_model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
        address = reverse("admin:archive_article_bulk")
        if request.POST.get("select_across") == "1":
            return redirect(f"{address}?{request.GET.urlencode()}")
        ids = ",".join(map(str, queryset.order_by().values_list("pk", flat=True)))
        return redirect(f"{address}?ids={ids}")

    bulk_change.short_description = gettext_lazy("Change the selected articles")  # type: ignore[attr-defined]
    bulk_change.allowed_permissions = ["change"]  # type: ignore[attr-defined]
    return bulk_change


def bulk_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Ask what to change of the selected articles, or of all that a list finds; show it; do it."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    if request.method == "POST" and "confirmed" in request.POST:
        return confirmed(request)
    keys = found_keys(model_admin, request)
    if len(keys) > MOST_ARTICLES:
        told = _("These are more than %(most)d articles. Narrow the list first.")
        messages.error(request, told % {"most": MOST_ARTICLES})
        return redirect("admin:archive_article_changelist")
    form = BulkForm(request.POST if request.method == "POST" else None)
    context = {
        **admin.site.each_context(request),
        "title": _("Change many articles"),
        "form": form,
        "media": model_admin.media + form.media,
        "number": len(keys),
        "outlets": offered_outlets(),
        "opts": Article._meta,
    }
    if request.method == "POST" and form.is_valid():
        bulk = form.bulk_change()
        shown = preview(bulk, keys)
        changeset = draft(Act.BULK, request.user, bulk.asked(), keys)
        context |= {"asked": asked_words(bulk.asked()), "changeset": changeset}
        context |= preview_context(shown)
    return render(request, "admin/archive/article/bulk.html", context)


def preview_context(shown: Preview) -> dict[str, Any]:
    """Return what a page shows of a preview."""
    return {
        "preview": shown,
        "samples": samples_in_words((0, *sample) for sample in shown.samples),
    }


def samples_in_words(
    samples: Iterable[tuple[int, Article, Sequence[Change]]],
) -> list[dict[str, Any]]:
    """Return samples of changes by row number, article, and labels with both values in words."""
    some = list(samples)
    words = ChangeWords(change for _number, _article, changes in some for change in changes)
    return [
        {
            "number": number,
            "article": article,
            "changes": [
                (field_label(change.field), words.before(change), words.after(change))
                for change in changes
            ],
        }
        for number, article, changes in some
    ]


def confirmed(request: HttpRequest) -> HttpResponse:
    """Start what was looked at, by the editor who looked."""
    key = request.POST.get("changeset", "")
    drafts = ChangeSet.objects.filter(made_by=request.user.pk)
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise PermissionDenied
    changeset = get_object_or_404(drafts, pk=key)
    if changeset.progress == Progress.DRAFT:
        start(changeset)
    return redirect("admin:archive_changeset_change", changeset.pk)


def found_keys(model_admin: Any, request: HttpRequest) -> list[int]:
    """Return the primary keys of the articles of the address: ``ids``, or what the list finds.

    Where a page of them was looked at already, they are those that were looked at.
    """
    looked_at = request.POST.get("changeset", "")
    if looked_at.isascii() and looked_at.isdecimal() and len(looked_at) < 19:
        drafts = ChangeSet.objects.filter(made_by=request.user.pk, progress=Progress.DRAFT)
        kept = drafts.filter(pk=looked_at, act=Act.BULK).first()
        if kept is not None:
            return [int(key) for key in unpack(kept.work)]
    if "ids" in request.GET:
        ids = [part for part in request.GET["ids"].split(",") if part.isdecimal()]
        small = [int(part) for part in ids if len(part) < 19]
        return list(Article.objects.filter(pk__in=small).values_list("pk", flat=True))
    found = model_admin.get_changelist_instance(request).queryset
    return list(found.order_by().values_list("pk", flat=True)[: MOST_ARTICLES + 1])
