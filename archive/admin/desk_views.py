"""The desk in the admin: each act is shown with what it would change, then confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.entities.desk import (
    Plan,
    accept,
    do,
    merge,
    move_alias,
    reject,
    revise,
    split,
    suppress,
    suppress_in,
)
from archive.errors import ArchiveError
from archive.models import Article, Entity, EntityKind, Mention
from archive.models.choices import choices

MOST_ENTITIES: Final = 200
"""Entities of one act: a page that a person can still read."""


class DeskForm(forms.Form):
    """The questions that an act asks of the editor; without fields of its own it asks none."""

    def __init__(self, entities: Sequence[Entity], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entities = entities
        self.prepare()

    def prepare(self) -> None:
        """Add the fields that depend on the entities."""

    def plans(self) -> list[Plan]:
        """Return what would be done; the form is valid."""
        raise NotImplementedError


class AcceptForm(DeskForm):
    """Accept candidates."""

    def plans(self) -> list[Plan]:
        """Return the plan of each entity."""
        return [accept(entity) for entity in self.entities]


class RejectForm(DeskForm):
    """Reject candidates."""

    def plans(self) -> list[Plan]:
        """Return the plan of each entity."""
        return [reject(entity) for entity in self.entities]


class SuppressForm(DeskForm):
    """Suppress entities everywhere."""

    def plans(self) -> list[Plan]:
        """Return the plan of each entity."""
        return [suppress(entity) for entity in self.entities]


class SuppressHereForm(DeskForm):
    """Suppress one entity in one article, given by its public id."""

    article = forms.ModelChoiceField(
        Article.objects.all(), to_field_name="public_id", widget=forms.HiddenInput
    )

    def plans(self) -> list[Plan]:
        """Return the plan of each entity."""
        return [suppress_in(entity, self.cleaned_data["article"]) for entity in self.entities]


class ReviseForm(DeskForm):
    """Names and kinds of many entities at once."""

    def prepare(self) -> None:
        """Add the fields that depend on the entities."""
        for entity in self.entities:
            self.fields[f"name_ar_{entity.pk}"] = forms.CharField(
                label=_("Arabic name"), initial=entity.name_ar, max_length=300
            )
            self.fields[f"name_en_{entity.pk}"] = forms.CharField(
                label=_("English name"), initial=entity.name_en, max_length=300, required=False
            )
            self.fields[f"kind_{entity.pk}"] = forms.ChoiceField(
                label=_("kind"), choices=choices(EntityKind), initial=entity.kind
            )

    def plans(self) -> list[Plan]:
        """Return the plan of each entity."""
        wanted = [
            (
                entity,
                self.cleaned_data[f"name_ar_{entity.pk}"],
                self.cleaned_data[f"kind_{entity.pk}"],
                self.cleaned_data[f"name_en_{entity.pk}"],
            )
            for entity in self.entities
        ]
        return [
            revise(entity, name_ar, kind, name_en)
            for entity, name_ar, kind, name_en in wanted
            if (name_ar, kind, name_en) != (entity.name_ar, entity.kind, entity.name_en)
        ]


class MergeForm(DeskForm):
    """Merge the selected entities into one."""

    target = forms.ModelChoiceField(
        Entity.objects.all(),
        label=_("Merge into"),
        widget=AutocompleteSelect(Mention._meta.get_field("entity"), admin.site),
    )

    def prepare(self) -> None:
        """Add the fields that depend on the entities."""
        self.fields["target"].initial = max(
            self.entities, key=lambda entity: entity.mentions.count(), default=None
        )

    def plans(self) -> list[Plan]:
        """Return the plan of each entity."""
        target = self.cleaned_data["target"]
        return [merge(entity, target) for entity in self.entities if entity.pk != target.pk]


class _SurfacesForm(DeskForm):
    """Something to do with some spellings of one entity."""

    surfaces = forms.MultipleChoiceField(label=_("Spellings"), widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        """Add the fields that depend on the entities."""
        written = (
            Mention.objects.filter(entity__in=self.entities)
            .exclude(surface="")
            .order_by("surface")
            .values_list("surface", flat=True)
            .distinct()
        )
        self.fields["surfaces"].choices = [(each, each) for each in written]  # type: ignore[attr-defined]


class SplitForm(_SurfacesForm):
    """Part some spellings of an entity from it, as a new one."""

    name_ar = forms.CharField(label=_("Name of the new entity"), max_length=300)
    kind = forms.ChoiceField(label=_("kind"), choices=choices(EntityKind))

    def plans(self) -> list[Plan]:
        """Return the plan of each entity."""
        data = self.cleaned_data
        return [
            split(entity, data["surfaces"], data["name_ar"], data["kind"])
            for entity in self.entities
        ]


class MoveAliasForm(_SurfacesForm):
    """Let some spellings of an entity mean another."""

    target = forms.ModelChoiceField(
        Entity.objects.all(),
        label=_("These spellings mean"),
        widget=AutocompleteSelect(Mention._meta.get_field("entity"), admin.site),
    )

    def plans(self) -> list[Plan]:
        """Return the plan of each entity."""
        return [
            move_alias(entity, surface, self.cleaned_data["target"])
            for entity in self.entities
            for surface in self.cleaned_data["surfaces"]
        ]


ACTS: dict[str, tuple[Any, type[DeskForm]]] = {
    "accept": (_("Accept the selected entities"), AcceptForm),
    "reject": (_("Reject the selected entities"), RejectForm),
    "revise": (_("Rename or re-type the selected entities"), ReviseForm),
    "merge": (_("Merge the selected entities"), MergeForm),
    "split": (_("Split the selected entity"), SplitForm),
    "move_alias": (_("Move spellings of the selected entity"), MoveAliasForm),
    "suppress": (_("Suppress the selected entities everywhere"), SuppressForm),
}
_OTHER_ACTS: dict[str, tuple[Any, type[DeskForm]]] = {
    "suppress_here": (_("Suppress in one article"), SuppressHereForm)
}


def desk_actions() -> list[Callable[..., HttpResponse]]:
    """Return the change list's actions; each leads to its page at the desk."""
    return [_action(name, label) for name, (label, _form) in ACTS.items()]


def _action(name: str, label: Any) -> Callable[..., HttpResponse]:
    def lead(_model_admin: Any, _request: HttpRequest, queryset: Any) -> HttpResponse:
        ids = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[:MOST_ENTITIES])
        return redirect(f"{reverse('admin:archive_entity_desk', args=[name])}?ids={ids}")

    lead.__name__ = f"desk_{name}"
    lead.short_description = label  # type: ignore[attr-defined]
    return lead


def desk_view(request: HttpRequest, act: str) -> HttpResponse:
    """Show what an act would change, and do it when it is confirmed."""
    if not request.user.has_perm("archive.change_entity"):
        raise PermissionDenied
    label, form_class = (ACTS | _OTHER_ACTS).get(act, (None, None))
    ids = [part for part in request.GET.get("ids", "").split(",") if part.isdigit()]
    entities = list(Entity.objects.filter(pk__in=ids[:MOST_ENTITIES]))
    if form_class is None or not entities:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = form_class(entities, sent, initial={"article": request.GET.get("article")})
    plans: list[Plan] = []
    if sent is not None and form.is_valid():
        try:
            plans = form.plans()
            if "confirmed" in sent:
                return _done(request, plans)
        except ArchiveError as error:
            form.add_error(None, str(error))
    context = {
        **admin.site.each_context(request),
        "title": label,
        "act": act,
        "form": form,
        "entities": entities,
        "plans": plans,
        "opts": Entity._meta,
    }
    return render(request, "admin/archive/entity/desk.html", context)


def _done(request: HttpRequest, plans: Sequence[Plan]) -> HttpResponse:
    with transaction.atomic():  # all of them or none
        made = [do(plan, request.user) for plan in plans]  # type: ignore[arg-type]
    articles = sum(correction.articles for correction in made)
    messages.success(
        request,
        ngettext(
            "Done; %(count)d article is indexed again.",
            "Done; %(count)d articles are indexed again.",
            articles,
        )
        % {"count": articles},
    )
    return redirect("admin:archive_entity_changelist")
