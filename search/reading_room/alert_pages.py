"""Alerts: as a feed of their person's, and by mail, which is asked for here and stopped from there."""

from __future__ import annotations

from html import escape
from typing import Any, Final, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.lasting_addresses import lasting_address
from archive.models import Alert, ArchiveIdentity, Article, KeyPurpose
from archive.readers.alert_mails import person_of_token, stop_mail, want_mail
from search.exports.atom_feed import Feed, FeedEntry, lasting_id
from search.reading_room.feed_access import (
    FeedAccess,
    conditional_feed,
    feed_access,
    feed_language,
)
from search.reading_room.key_pages import show_new_key

_ENTRIES: Final = 50


def alerts_feed_name(person_key: int) -> str:
    """Return the name of a person's feed of alerts, for which a key is made."""
    return f"saved/{person_key}/feed/"


@login_not_required
@require_safe
def alerts_feed(request: HttpRequest, person: int) -> HttpResponseBase:
    """Return what loads brought to all that a person watches, an entry an alert."""
    access = feed_access(request, alerts_feed_name(person), personal=True)
    if access.refusal is not None:
        return access.refusal
    if access.key is None and request.user.pk != person:
        raise Http404
    with override(feed_language(request)):
        return _feed(request, access, list(Alert.objects.of_person(person)[:_ENTRIES]))


@require_POST
@login_required
def make_alerts_key(request: HttpRequest) -> HttpResponse:
    """Make a key for the feed of a person's own alerts."""
    feed = alerts_feed_name(int(request.user.pk or 0))
    title, back = _("What is new in your saved searches"), reverse("saved_searches")
    return show_new_key(request, KeyPurpose.FEED, title, feed, back)


@require_POST
@login_required
def choose_mail(request: HttpRequest) -> HttpResponse:
    """Have alerts by mail, or no longer."""
    person = cast(Any, request.user)
    if request.POST.get("wanted") != "1":
        stop_mail(person.pk)
        messages.success(request, _("No more mails come."))
    elif not settings.MAIL_IS_SENT or not person.email:
        messages.error(request, _("No mail can be sent to you: ask who looks after the accounts."))
    else:
        want_mail(person, get_language() or settings.LANGUAGE_CODE)
        messages.success(request, _("A mail comes when there is news, once a day at most."))
    return redirect("saved_searches")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def alerts_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a person's mails by the link that stands in each: looking asks, sending the form does it.

    Programs of mail send it by themselves (RFC 8058), without a cookie; whoever has the token may.
    """
    person = person_of_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        stop_mail(person)
    context = {"stopped": request.method == "POST"}
    return render(request, "reading_room/alerts_stop.html", context)


def _feed(request: HttpRequest, access: FeedAccess, alerts: list[Alert]) -> HttpResponseBase:
    archive, address = ArchiveIdentity.current(), lasting_address
    named = [key for alert in alerts for key in alert.newest]
    articles = Article.objects.for_display().in_bulk(named)

    def entry(alert: Alert) -> FeedEntry:
        shown = [articles[key] for key in alert.newest if key in articles]
        total = ngettext("%(n)d new article", "%(n)d new articles", alert.total) % {
            "n": alert.total
        }
        return FeedEntry(
            id=lasting_id(archive, f"alert/{alert.pk}"),
            title=f"{alert.search.name}: {total}",
            url=address(reverse("saved_search", args=[alert.search_id])),
            summary=_as_list([(each, address(each.get_absolute_url())) for each in shown]),
            published=alert.made_at,
            updated=alert.made_at,
            author=_("Khizana"),
        )

    def feed() -> Feed:
        return Feed(
            id=lasting_id(archive, access.name),
            title=f"{_('What is new in your saved searches')} – {_('Khizana')}",
            subtitle="",
            page_url=address(reverse("saved_searches")),
            url=address(request.get_full_path()),
            entries=[entry(alert) for alert in alerts],
        )

    mark = [(alert.pk, alert.search.name) for alert in alerts]
    shown = [(each.public_id, each.title) for each in articles.values()]
    return conditional_feed(request, access, (mark, shown), feed)


def _as_list(articles: list[tuple[Article, str]]) -> str:
    rows = (
        f'<li dir="auto"><a href="{escape(address)}">{escape(each.title or _("Untitled"))}</a></li>'
        for each, address in articles
    )
    return f"<ul>{''.join(rows)}</ul>"
