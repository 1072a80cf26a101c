"""A name that stands in the text of an article, added by selecting or typing it."""

from __future__ import annotations

from typing import Any, Final, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.entities.desk import NamePlace, add_name, entity_called, places_of_name
from archive.entities.desk.added_mentions import NAME_LETTERS
from archive.entities.storage.entity_search import entities_called, entity_of_key
from archive.entities.storage.following_authors import follow_at_once
from archive.errors import ArchiveError
from archive.models import Article, ChangeSet, Correction, Entity, EntityKind
from archive.models.choices import label_of
from archive.models.entity_labels import description_of
from archive.records.mentions import ArticleField

_NEW: Final = "new "
"""Begins the choice of an entity that is to be made; its kind follows."""


class AddNameForm(forms.Form):
    """Which entity a name means, and where it stands; both are offered."""

    entity = forms.ChoiceField(
        label=gettext_lazy("which one it means"), widget=forms.RadioSelect, required=True
    )
    places = forms.MultipleChoiceField(
        label=gettext_lazy("where it stands"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, name: str, places: list[NamePlace], sent: Any = None) -> None:
        called = entities_called(name)
        entities = (*called.exactly, *called.nearly)
        offered = [
            *((entity.key, entity_words(entity)) for entity in entities),
            *((f"{_NEW}{kind}", _new_words(kind)) for kind in EntityKind),
        ]
        where = [(place.key, place_words(place)) for place in places]
        initial: dict[str, Any] = {"places": [key for key, _words in where]}
        if called.exactly:
            initial["entity"] = called.exactly[0].key
        super().__init__(sent, initial=initial)
        for field, choices in (("entity", offered), ("places", where)):
            cast(forms.ChoiceField, self.fields[field]).choices = choices


def entity_words(entity: Entity) -> str:
    """Say which entity is meant: its name, its kind, what it is, whether it was reviewed."""
    kind = label_of(EntityKind, entity.kind)
    parts = [kind, description_of(entity), entity.name_en]
    if entity.is_machine_found:
        parts.append(_("not reviewed; it is accepted by this"))
    told = format_html_join(" · ", "<bdi>{}</bdi>", ((part,) for part in parts if part))
    return format_html("<bdi>{}</bdi> <small>{}</small>", entity.name_ar, told)


def _new_words(kind: EntityKind) -> str:
    words = {
        EntityKind.PERSON: _("somebody else: a new person of this name"),
        EntityKind.ORGANISATION: _("a new organisation of this name"),
        EntityKind.PLACE: _("a new place of this name"),
    }
    return words[kind]


def place_words(place: NamePlace) -> str:
    """Show a place with the words around it."""
    field = label_of(ArticleField, place.field)
    return format_html(
        "<small>{}</small> …{}<mark>{}</mark>{}…", field, place.before, place.surface, place.after
    )


def add_name_view(model_admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Offer what a name may mean and where it stands in the article; add it.

    A script asks for the same page, and takes its form; it is answered in JSON.
    """
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=key)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    name = " ".join(request.GET.get("name", "").split())[:NAME_LETTERS]
    places = places_of_name(article, name) if name else []
    form = AddNameForm(name, places, request.POST or None) if places else None
    if form is not None and form.is_valid():
        seen = model_admin.rows_mark(request, article)
        try:
            correction = _add(article, name, form.cleaned_data, request.user)
        except ArchiveError as error:
            form.add_error(None, str(error))
        else:
            return _added(model_admin, request, correction, seen)
    context = {
        **admin.site.each_context(request),
        "title": _("Add a name"),
        "article": article,
        "name": name,
        "form": form,
        "opts": Article._meta,
        "media": model_admin.media,
    }
    return render(request, "admin/archive/article/add_name.html", context)


@transaction.atomic
def _add(article: Article, name: str, chosen: dict[str, Any], user: Any) -> Correction:
    which, made = str(chosen["entity"]), False
    entity: Entity | None
    if which.startswith(_NEW):
        entity, made = entity_called(name, EntityKind(which.removeprefix(_NEW)))
    else:
        entity = entity_of_key(which)
    if entity is None:
        raise ArchiveError(_("This entity is gone meanwhile; choose another."))
    correction = add_name(article, name, chosen["places"], entity, user, made=made)
    follow_at_once()
    return correction


def _added(
    model_admin: Any, request: HttpRequest, correction: Correction, seen: str
) -> HttpResponse:
    """Tell what was added and the way back.

    A script gets the marks of the rows below the article's form, before (``seen``) and now: the
    form that is open goes on with them.
    """
    changeset = ChangeSet.objects.get(correction=correction)
    article = Article.objects.get(pk=correction.before["article"])
    back = reverse("admin:archive_changeset_change", args=[changeset.pk])
    told = ngettext(
        "“%(name)s” is added at %(count)d place.",
        "“%(name)s” is added at %(count)d places.",
        correction.mentions,
    ) % {"name": correction.entity, "count": correction.mentions}
    if request.accepts("text/html"):
        linked = format_html('{} <a href="{}">{}</a>', told, back, _("Take it back"))
        messages.success(request, linked)
        return redirect("admin:archive_article_change", article.pk)
    return JsonResponse(
        {
            "told": told,
            "undo": back,
            "way_back": _("Take it back"),
            "seen": seen,
            "now": model_admin.rows_mark(request, article),
        }
    )
