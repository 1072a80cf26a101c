"""Outlets and names edited in their forms, in the log of all changes."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest

from archive.models import Act, Alias, Change, ChangeSet, Entity, EntityRelation, Outlet, Subject

_KEYS: Final[dict[type, tuple[Subject, str]]] = {
    Outlet: (Subject.OUTLET, "slug"),
    Entity: (Subject.ENTITY, "key"),
}
"""Model → how the log calls it, and the field by which it is known for good."""


class LoggedRecordMixin(admin.ModelAdmin):
    """Writes a row of the log for each field that a form changes, and for the rows below it."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save a record, and note what became another."""
        stored = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        before = _values(stored) if stored is not None else {}
        super().save_model(request, obj, form, change)
        _note(request, obj, before, _values(obj))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the rows below a form, and note them as they were and are."""
        before = _below(form.instance, formset.model)
        super().save_formset(request, form, formset, change)
        _note(request, form.instance, before, _below(form.instance, formset.model))


def _values(record: Any) -> dict[str, Any]:
    columns = [field for field in record._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(record, field.attname) for field in columns}
    plain = (str, int, float, bool, list, dict, type(None))
    return {name: value for name, value in values.items() if isinstance(value, plain)}


def _below(record: Any, model: type) -> dict[str, Any]:
    """Return the rows below a record's form as texts: its spellings, its relations."""
    if model is Alias:
        rows = Alias.objects.filter(entity=record.pk).values_list("text", "policy")
        return {"aliases": sorted(f"{text} ({policy})" for text, policy in rows)}
    if model is EntityRelation:
        relations = EntityRelation.objects.filter(source=record.pk)
        found = relations.values_list("kind", "target__key")
        return {"relations": sorted(f"{kind} {key}" for kind, key in found)}
    return {}


def _note(request: HttpRequest, record: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
    kind, key = _KEYS[type(record)]
    changes = [
        Change(
            kind=kind,
            subject=getattr(record, key),
            row=record.pk,
            field=name.removesuffix("_id"),
            before={name: before.get(name)},
            after={name: value},
        )
        for name, value in after.items()
        if before.get(name) != value
    ]
    if changes:
        changeset_of(request).note(changes)


def changeset_of(request: HttpRequest, act: Act = Act.EDIT) -> ChangeSet:
    """Return the changeset of a request, made at its first change: what is saved at once is one."""
    changeset: ChangeSet | None = getattr(request, "changeset", None)
    if changeset is None:
        changeset = ChangeSet.of_act(act, request.user, total=1, done=1, changed=1)
        request.changeset = changeset  # type: ignore[attr-defined]
    return changeset
