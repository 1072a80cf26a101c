"""Deleting, hiding and showing articles in the admin: what goes with it first, then the act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.admin.concurrent_edits import SEEN, changed_meanwhile, seen_mark
from archive.captures.removal import (
    consequences,
    delete_articles,
    hide_articles,
    show_articles,
)
from archive.captures.tombstones import Reasons
from archive.models import Article

MOST_ARTICLES: Final = 200
"""Articles of one act."""

DELETE: Final = "delete"
HIDE: Final = "hide"
SHOW: Final = "show"

_ACTS: Final[Mapping[str, tuple[Any, str]]] = {
    DELETE: (_("Delete the selected articles"), "archive.delete_article"),
    HIDE: (_("Hide the selected articles"), "archive.change_article"),
    SHOW: (_("Show the selected articles again"), "archive.change_article"),
}
"""Act → its name, and the permission for it."""


class ReasonsForm(forms.Form):
    """Why articles go, or are not shown."""

    public_reason = forms.CharField(
        label=_("public reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers who know the address see it."),
    )
    internal_reason = forms.CharField(
        label=_("internal reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only editors see it."),
    )

    def reasons(self) -> Reasons:
        """Return both reasons."""
        return Reasons(self.cleaned_data["public_reason"], self.cleaned_data["internal_reason"])


def removal_address(act: str, keys: Sequence[int]) -> str:
    """Return the address of the page of an act on these articles."""
    ids = ",".join(map(str, keys[:MOST_ARTICLES]))
    return f"{reverse('admin:archive_article_removal', args=[act])}?ids={ids}"


def removal_actions() -> list[Callable[..., HttpResponse | None]]:
    """Return the change list's actions; each leads to its page."""
    return [_action(act, label) for act, (label, _permission) in _ACTS.items()]


def _action(act: str, label: Any) -> Callable[..., HttpResponse | None]:
    def lead(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        keys = list(queryset.values_list("pk", flat=True)[: MOST_ARTICLES + 1])
        if len(keys) > MOST_ARTICLES:
            told = _("Choose at most %(most)d articles at once.") % {"most": MOST_ARTICLES}
            model_admin.message_user(request, told, messages.ERROR)
            return None
        return redirect(removal_address(act, keys))

    lead.__name__ = f"removal_{act}"
    lead.short_description = label  # type: ignore[attr-defined]
    return lead


def removal_view(model_admin: Any, request: HttpRequest, act: str) -> HttpResponse:
    """Show what an act on articles touches beside them, and do it when it is confirmed."""
    if act not in _ACTS:
        raise Http404
    label, permission = _ACTS[act]
    if not request.user.has_perm(permission):
        raise PermissionDenied
    ids = [part for part in request.GET.get("ids", "").split(",") if part.isdecimal()]
    rows = Article.objects.select_related("capture", "outlet").filter(pk__in=ids[:MOST_ARTICLES])
    articles = list(rows)
    if not articles:
        raise Http404
    form = ReasonsForm(request.POST if request.method == "POST" else None)
    seen = seen_mark(articles)
    if request.method == "POST" and request.POST.get(SEEN, seen) != seen:
        form.add_error(None, changed_meanwhile())
    if request.method == "POST" and form.is_valid():
        done = _do(model_admin, request, act, articles, form.reasons())
        told = ngettext("Done; %(count)d article.", "Done; %(count)d articles.", done)
        messages.success(request, told % {"count": done})
        return redirect("admin:archive_article_changelist")
    context = {
        **admin.site.each_context(request),
        "title": label,
        "act": act,
        "form": form,
        "articles": articles,
        "consequences": consequences(articles),
        "seen_marks": seen,
        "opts": Article._meta,
    }
    return render(request, "admin/archive/article/removal.html", context)


@transaction.atomic
def _do(
    model_admin: Any, request: HttpRequest, act: str, articles: list[Article], reasons: Reasons
) -> int:
    if act == DELETE:
        model_admin.log_deletions(request, articles)
        return delete_articles(articles, reasons, request.user)
    done = (
        hide_articles(articles, reasons, request.user)
        if act == HIDE
        else show_articles(articles, request.user)
    )
    for article in articles:
        model_admin.log_change(request, article, str(_ACTS[act][0]))
    return done
