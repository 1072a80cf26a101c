"""The desk in the admin: each act is shown with what it would change, then confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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

from archive.admin.concurrent_edits import SEEN, changed_meanwhile, seen_mark
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
from archive.entities.storage.following_authors import follow_at_once
from archive.errors import ArchiveError
from archive.models import Article, CorrectionKind, Entity, EntityKind, Mention
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
        return [self.plan(entity) for entity in self.entities]

    def plan(self, entity: Entity) -> Plan:
        """Return what would be done to one entity, where the act is the same for each."""
        raise NotImplementedError


class AcceptForm(DeskForm):
    """Accept candidates."""

    def plan(self, entity: Entity) -> Plan:
        """Let the candidate into the facet."""
        return accept(entity)


class RejectForm(DeskForm):
    """Reject candidates."""

    def plan(self, entity: Entity) -> Plan:
        """Say that the candidate is no entity."""
        return reject(entity)


class SuppressForm(DeskForm):
    """Suppress entities everywhere."""

    def plan(self, entity: Entity) -> Plan:
        """Let the entity be found nowhere any more."""
        return suppress(entity)


class SuppressHereForm(DeskForm):
    """Suppress one entity in one article, given by its public id."""

    article = forms.ModelChoiceField(
        Article.objects.all(), to_field_name="public_id", widget=forms.HiddenInput
    )

    def plan(self, entity: Entity) -> Plan:
        """Let the entity be found no more in the article."""
        return suppress_in(entity, self.cleaned_data["article"])


class ReviseForm(DeskForm):
    """Names and kinds of many entities at once."""

    def prepare(self) -> None:
        """Ask for both names and the kind of each entity, as they are now."""
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
        """Rename or re-type those of which something was changed."""
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
        """Propose the one that is named most often."""
        self.fields["target"].initial = max(
            self.entities, key=lambda entity: entity.mentions.count(), default=None
        )

    def plans(self) -> list[Plan]:
        """Merge all but the target into it."""
        target = self.cleaned_data["target"]
        return [merge(entity, target) for entity in self.entities if entity.pk != target.pk]


class _SurfacesForm(DeskForm):
    """Something to do with some spellings of one entity."""

    surfaces = forms.MultipleChoiceField(label=_("Spellings"), widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        """Offer the spellings under which articles name the entities."""
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

    def plan(self, entity: Entity) -> Plan:
        """Part the chosen spellings from the entity."""
        data = self.cleaned_data
        return split(entity, data["surfaces"], data["name_ar"], data["kind"])


class MoveAliasForm(_SurfacesForm):
    """Let some spellings of an entity mean another."""

    target = forms.ModelChoiceField(
        Entity.objects.all(),
        label=_("These spellings mean"),
        widget=AutocompleteSelect(Mention._meta.get_field("entity"), admin.site),
    )

    def plans(self) -> list[Plan]:
        """Move each chosen spelling by itself."""
        return [
            move_alias(entity, surface, self.cleaned_data["target"])
            for entity in self.entities
            for surface in self.cleaned_data["surfaces"]
        ]


_ACTS: Final[Mapping[str, tuple[Any, type[DeskForm]]]] = {
    CorrectionKind.ACCEPT: (_("Accept the selected entities"), AcceptForm),
    CorrectionKind.REJECT: (_("Reject the selected entities"), RejectForm),
    CorrectionKind.REVISE: (_("Rename or re-type the selected entities"), ReviseForm),
    CorrectionKind.MERGE: (_("Merge the selected entities"), MergeForm),
    CorrectionKind.SPLIT: (_("Split the selected entity"), SplitForm),
    CorrectionKind.MOVE_ALIAS: (_("Move spellings of the selected entity"), MoveAliasForm),
    CorrectionKind.SUPPRESS: (_("Suppress the selected entities everywhere"), SuppressForm),
    CorrectionKind.SUPPRESS_HERE: (_("Suppress in one article"), SuppressHereForm),
}
_FROM_AN_ARTICLE: Final = CorrectionKind.SUPPRESS_HERE
"""The act that the page of an article leads to, and no list of entities."""


def desk_actions() -> list[Callable[..., HttpResponse | None]]:
    """Return the change list's actions; each leads to its page at the desk."""
    return [_action(act, label) for act, (label, _form) in _ACTS.items() if act != _FROM_AN_ARTICLE]


def _action(act: str, label: Any) -> Callable[..., HttpResponse | None]:
    def lead(_model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        chosen = queryset.count()
        if chosen > MOST_ENTITIES:
            messages.error(request, _too_many(chosen))
            return None
        ids = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True))
        return redirect(f"{reverse('admin:archive_entity_desk', args=[act])}?ids={ids}")

    lead.__name__ = f"desk_{act}"
    lead.short_description = label  # type: ignore[attr-defined]
    return lead


def _too_many(chosen: int) -> str:
    return ngettext(
        "%(chosen)d entity is chosen, and one act takes %(most)d at most: choose fewer.",
        "%(chosen)d entities are chosen, and one act takes %(most)d at most: choose fewer.",
        chosen,
    ) % {"chosen": chosen, "most": MOST_ENTITIES}


def desk_view(request: HttpRequest, act: str) -> HttpResponse:
    """Show what an act would change, and do it when it is confirmed."""
    if not request.user.has_perm("archive.change_entity"):
        raise PermissionDenied
    label, form_class = _ACTS.get(act, (None, None))
    ids = [part for part in request.GET.get("ids", "").split(",") if part.isdigit()]
    if len(ids) > MOST_ENTITIES:
        messages.error(request, _too_many(len(ids)))
        return redirect("admin:archive_entity_changelist")
    entities = list(Entity.objects.filter(pk__in=ids))
    if form_class is None or not entities:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = form_class(entities, sent, initial={"article": request.GET.get("article")})
    plans: list[Plan] = []
    if sent is not None and form.is_valid():
        try:
            plans = form.plans()
            if sent.get(SEEN, "") not in ("", _seen(entities, plans), _seen(entities, [])):
                form.add_error(None, changed_meanwhile())
            elif "confirmed" in sent:
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
        "seen_marks": _seen(entities, plans),
        "opts": Entity._meta,
    }
    return render(request, "admin/archive/entity/desk.html", context)


def _seen(entities: Sequence[Entity], plans: Sequence[Plan]) -> str:
    """Return what changes when the entities, or those that they go to, are changed meanwhile."""
    targets = (plan.target for plan in plans if plan.target is not None and plan.target.pk)
    rows = {entity.pk: entity for entity in (*entities, *targets)}
    return seen_mark(rows.values())


def _done(request: HttpRequest, plans: Sequence[Plan]) -> HttpResponse:
    with transaction.atomic():  # all of them or none
        made = [do(plan, request.user) for plan in plans]  # type: ignore[arg-type]
        follow_at_once()
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
