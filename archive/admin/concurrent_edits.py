"""Two editors at one record: the second sees what the first has saved meanwhile, and decides.

A form bears hidden marks of the values it was shown with, one for each field. Where a value is
another when the form comes back, nothing is saved: what only the other editor changed is taken
over, what both changed is shown beside what this editor wrote, and the next saving decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from archive.admin.keyed_choices import KeyedChoicesMixin
from archive.records.mentions import MentionMethod

SEEN: Final = "_seen"
"""The parameter that holds the marks of a form."""
_INLINES: Final = "_inlines"
"""The mark of the rows below a form that editors have set, all together."""
_ROWS: Final = "_rows"
"""The mark of all rows below a form as they were sent to the browser."""
_BY_EDITOR: Final = MentionMethod.EDITOR.value
_MARK_LETTERS: Final = 16
_MOST_LETTERS: Final = 2_000
"""Letters of a value that are shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that another editor changed; ``mine`` is empty where this editor left it alone."""

    label: str
    theirs: str
    mine: str = ""
    both: bool = False


def mark(value: object) -> str:
    """Return what tells ``value`` from others."""
    return hashlib.sha256(str(value).encode()).hexdigest()[:_MARK_LETTERS]


def seen_mark(rows: Iterable[Model]) -> str:
    """Return what changes when any column of any of ``rows`` does."""
    return mark(
        [
            [(field.attname, getattr(row, field.attname)) for field in row._meta.concrete_fields]
            for row in sorted(rows, key=lambda row: row.pk)
        ]
    )


def changed_meanwhile() -> str:
    """Return the sentence for whoever confirms what another editor has changed since."""
    return _("Another editor changed this after you opened the page. Look again, then decide.")


class ConcurrentEditsMixin(KeyedChoicesMixin, admin.ModelAdmin):
    """A form of the admin that overwrites nobody's work unseen."""

    change_form_template = "admin/archive/concurrent_form.html"
    object_history_form_template = "admin/archive/history_form.html"

    @transaction.atomic
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save a form; what was changed meanwhile is told first."""
        context = dict(extra_context or {})
        shown = self.get_object(request, object_id) if object_id else None
        if shown is not None:
            form = self.get_form(request, shown, change=True)(instance=shown)
            rows = self._rows_below(request, shown)
            now = _form_marks(form) | {_INLINES: mark(rows.set_by_editors), _ROWS: rows.mark()}
            context["seen_marks"] = json.dumps(now)
            if request.method == "POST" and SEEN in request.POST:
                self._take_over(request, form, rows.values, now)
                context["differences"] = getattr(request, "differences", ())
        return super().changeform_view(request, object_id, form_url, context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show an older version or go back to it, not over what was changed meanwhile."""
        now = seen_mark(self.model._default_manager.filter(pk=object_id))
        if request.method == "POST" and request.POST.get(SEEN, now) != now:
            self.message_user(request, changed_meanwhile(), messages.ERROR)
            return redirect(request.path)
        context = {**(extra_context or {}), "seen_marks": now}
        response: HttpResponse = super().history_form_view(  # type: ignore[misc]
            request, object_id, version_id, context
        )
        return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return a form that is not saved where something was changed meanwhile."""
        form_class = super().get_form(request, obj, change=change, **kwargs)
        if not getattr(request, "differences", ()):
            return form_class

        class StoppedForm(form_class):  # type: ignore[misc, valid-type]
            def clean(self) -> Any:
                cleaned = super().clean()
                self.add_error(None, changed_meanwhile())
                return cleaned

        return StoppedForm

    def _take_over(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        inlines: Mapping[str, str],
        now: Mapping[str, str],
    ) -> None:
        """Put into the request what others changed, and note it as ``request.differences``."""
        seen = _read_marks(request.POST.get(SEEN, ""))
        data = request.POST.copy()
        differences = [
            found
            for name, field in form.fields.items()
            if name in now
            and seen.get(name) != now[name]
            and (found := _difference(form, name, field, data, seen.get(name))) is not None
        ]
        touched = _sent_rows(data, inlines).mark() != seen.get(_ROWS)
        if seen.get(_INLINES) != now[_INLINES] or (touched and seen.get(_ROWS) != now[_ROWS]):
            differences.append(_rows_taken_over(data, inlines))
        elif seen.get(_ROWS) != now[_ROWS]:
            # A program has read the article meanwhile, and this editor left its rows alone.
            _rows_taken_over(data, inlines)
        if differences:
            request.differences = tuple(differences)  # type: ignore[attr-defined]
        # The admin reads its forms from here; the stubs know a request as it came.
        request.POST = data  # type: ignore[assignment]

    def rows_mark(self, request: HttpRequest, shown: Any) -> str:
        """Return the mark of the rows below a form that editors have set, as they are now."""
        return mark(self._rows_below(request, shown).set_by_editors)

    def _rows_below(self, request: HttpRequest, shown: Any) -> _Rows:
        """Return the rows below the form as a browser would send them back untouched."""
        values: dict[str, str] = {}
        by_editors: list[tuple[str, str, str]] = []
        for formset_class, inline in self.get_formsets_with_inlines(request, shown):
            formset = formset_class(
                instance=shown,
                prefix=formset_class.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            for form in (formset.management_form, *formset.initial_forms):
                row = getattr(form, "instance", None)
                for bound in form:
                    value = bound.field.prepare_value(bound.value())
                    if value is None or value is False:
                        continue
                    values[bound.html_name] = str(value)
                    if row is not None and getattr(row, "method", _BY_EDITOR) == _BY_EDITOR:
                        by_editors.append((f"{formset.prefix} {row.pk}", bound.name, str(value)))
        return _Rows(values, sorted(by_editors))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows below a form: all by the names of their inputs, and those that editors have set."""

    values: Mapping[str, str]
    set_by_editors: Sequence[tuple[str, str, str]] = ()

    def mark(self) -> str:
        """Return what tells these rows from others."""
        return mark(sorted(self.values.items()))


def _sent_rows(data: QueryDict, inlines: Mapping[str, str]) -> _Rows:
    """Return the rows below the form as the browser sent them."""
    prefixes = _prefixes(inlines)
    return _Rows(
        {
            name: str(data[name])
            for name in data
            if name.startswith(prefixes) and "-__prefix__-" not in name
        }
    )


def _prefixes(inlines: Mapping[str, str]) -> tuple[str, ...]:
    return tuple({name.partition("-")[0] + "-" for name in inlines})


def _form_marks(form: forms.ModelForm) -> dict[str, str]:
    return {
        name: mark(_plain(field, form.get_initial_for_field(field, name)))
        for name, field in form.fields.items()
        if not field.disabled
    }


def _plain(field: forms.Field, value: Any) -> str:
    """Return a value, from the database or from a browser, as one and the same text."""
    try:
        value = field.to_python(field.prepare_value(value))
    except forms.ValidationError:
        return str(value)
    value = field.prepare_value(value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "\n".join(sorted(map(str, value or ())))
    return "" if value is None else str(value).replace("\r\n", "\n")


def _in_words(field: forms.Field, plain: str) -> str:
    """Return a value as people know it: records by their names."""
    if not plain or not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
        return plain
    rows = field.queryset.filter(pk__in=plain.split("\n"))
    return "\n".join(field.label_from_instance(row) for row in rows)


def _read_marks(text: str) -> dict[str, str]:
    try:
        marks = json.loads(text)
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}


def _difference(
    form: forms.ModelForm, name: str, field: forms.Field, data: QueryDict, seen: str | None
) -> Difference | None:
    """Return how a field that another editor changed differs; one left alone is taken over."""
    theirs = _plain(field, form.get_initial_for_field(field, name))
    mine = _plain(field, field.widget.value_from_datadict(data, {}, form.add_prefix(name)))
    label = str(field.label or name)
    if mine == theirs:
        return None
    their_words, my_words = _in_words(field, theirs), _in_words(field, mine)
    if mark(mine) == seen:
        _take(data, form.add_prefix(name), field, theirs)
        return Difference(label, _beside(their_words, my_words))
    return Difference(
        label, _beside(their_words, my_words), _beside(my_words, their_words), both=True
    )


def _take(data: QueryDict, name: str, field: forms.Field, theirs: str) -> None:
    """Put a value into the request as a browser would send it."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        data.setlist(name, theirs.split("\n") if theirs else [])
    elif isinstance(field, forms.BooleanField) and theirs == "False":
        data.pop(name, None)
    else:
        data[name] = theirs


def _beside(text: str, other: str) -> str:
    """Return the lines of ``text`` that ``other`` lacks; all of a text of one line."""
    lines = text.split("\n")
    known = set(other.split("\n"))
    return "\n".join(line for line in lines if line not in known or len(lines) == 1)[:_MOST_LETTERS]


def _rows_taken_over(data: QueryDict, inlines: Mapping[str, str]) -> Difference:
    """Show the rows below the form as they are now."""
    prefixes = _prefixes(inlines)
    for name in [name for name in data if name.startswith(prefixes)]:
        del data[name]
    for name, value in inlines.items():
        data[name] = value
    return Difference(_("the rows below"), _("They are shown as they are now."))
