"""An article's history in words: what each field was, how that came, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.changes.change_words import date_words, field_label, plain_words, status_words
from archive.changes.field_history import FieldValue, Origin, Setter
from archive.changes.field_values import main_value
from archive.changes.told_history import ToldHistory
from archive.models import Act, Article, Capture, Outlet, OutletBasis
from archive.models.choices import label_of
from archive.models.dates_in_words import day_in_words, evidence_in_words
from archive.models.editing import DATE, ENTITIES, OUTLET, REPUBLISHER, STATUS
from archive.republications.text_changes import paragraph_changes
from search.presentation.excerpts import ChangedText, changed_text

_BODY: Final = "body"
_LANGUAGE: Final = "language"
_BY_LINES: Final = "generic"
"""The layout of pages that have none of their own (``archive.ingest.parsing.layouts``, which is heavy)."""
_CHANGES: Final = 50
"""Paragraphs of a text that are shown as changed at once."""
_PARAGRAPHS: Final = 500
"""Paragraphs of a text that is compared: equal ones cost the square of their number."""


@dataclass(frozen=True, slots=True)
class ToldValue:
    """A value in words. ``digest`` is that by which the desk closes it, empty where it cannot be.

    ``columns`` are the value as data, ``None`` where it is not told; ``changes`` are those of a
    text since the value before.
    """

    words: str
    how: str
    evidence: str
    origin: Origin
    day: str
    capture: Capture | None
    closed: str
    is_current: bool
    columns: Any
    digest: str
    changes: tuple[ChangedText, ...] = ()
    more_changes: int = 0


@dataclass(frozen=True, slots=True)
class ToldField:
    """A field with its values, the newest first."""

    name: str
    label: str
    values: tuple[ToldValue, ...]


def told_fields(history: ToldHistory, *, desk: bool) -> Iterator[ToldField]:
    """Yield the fields that have or had a value, in the reader's language.

    Who edited is named to the ``desk`` alone.
    """
    for name, recorded in history.fields.items():
        values = _different(recorded, history) if name == ENTITIES else recorded
        if any(value.columns is None or _says(name, value, history) for value in values):
            told = (
                _told(name, history, values, number, desk=desk) for number in range(len(values))
            )
            yield ToldField(name, field_label(name), tuple(told))


def _says(name: str, value: FieldValue, history: ToldHistory) -> bool:
    """Return whether a value is more than nothing to readers."""
    said = _names(value, history) if name == ENTITIES else main_value(name, value.columns or {})
    return bool(said)


def _different(values: Sequence[FieldValue], history: ToldHistory) -> list[FieldValue]:
    """Return those of the values that differ in the names that readers see."""
    return [
        value
        for value, older in zip_longest(values, values[1:])
        if older is None
        or value.closed
        or older.closed
        or _names(value, history) != _names(older, history)
    ]


def _names(value: FieldValue, history: ToldHistory) -> list[str]:
    """Return the names in a text that readers see, in the reader's language."""
    keys = (value.columns or {}).get(ENTITIES) or ()
    entities = [history.entities[key] for key in keys if key in history.entities]
    return sorted(each.name(get_language() or "ar") for each in entities)


def _told(
    name: str, history: ToldHistory, values: Sequence[FieldValue], number: int, *, desk: bool
) -> ToldValue:
    value = values[number]
    before = values[number + 1] if number + 1 < len(values) else None
    changes = _text_changes(value, before) if name == _BODY else []
    columns = value.columns
    if name == ENTITIES and columns is not None:
        columns = {ENTITIES: _names(value, history)}
    capture = history.captures.get(value.origin.capture or 0)
    is_first_status = name == STATUS and value.origin.setter == Setter.READING
    return ToldValue(
        words=_value_words(name, value, history),
        how=_("Loaded into the archive")
        if is_first_status
        else _how(value.origin, capture, desk=desk),
        evidence=_names_changed(value, before, history)
        if name == ENTITIES
        else _evidence(name, value),
        origin=value.origin,
        day=day_in_words(value.origin.when.date()) if value.origin.when else "",
        capture=None if is_first_status else capture,
        closed=value.closed,
        is_current=number == 0,
        columns=columns,
        digest=value.digest(name) if desk and number else "",
        changes=tuple(changes[:_CHANGES]),
        more_changes=max(len(changes) - _CHANGES, 0),
    )


def _value_words(name: str, value: FieldValue, history: ToldHistory) -> str:
    if value.columns is None:
        return ""
    if name == DATE:
        return date_words(value.columns)
    if name in (OUTLET, REPUBLISHER):
        key = main_value(name, value.columns)
        outlet = history.outlets.get(key) if key else None
        return _outlet_words(outlet, is_gone=key is not None)
    if name == ENTITIES:
        return plain_words(_names(value, history))
    if name == STATUS:
        return status_words(value.columns)
    if name == _LANGUAGE:
        code = value.columns[_LANGUAGE]
        return str(Locale(get_language() or "ar").languages.get(code, code or "–"))
    return plain_words(main_value(name, value.columns))


def _names_changed(value: FieldValue, before: FieldValue | None, history: ToldHistory) -> str:
    """Return which names came and which went; empty where that is not told."""
    if before is None or value.columns is None or before.columns is None:
        return ""
    now, then = _names(value, history), _names(before, history)
    came = [name for name in now if name not in then]
    went = [name for name in then if name not in now]
    told = [_("added: %(names)s") % {"names": plain_words(came)}] if came else []
    told += [_("taken out: %(names)s") % {"names": plain_words(went)}] if went else []
    return " · ".join(told)


def _outlet_words(outlet: Outlet | None, *, is_gone: bool) -> str:
    if outlet is not None:
        return outlet.name(get_language() or "ar")
    return _("an outlet that is gone") if is_gone else "–"


def _how(origin: Origin, capture: Capture | None, *, desk: bool) -> str:
    if origin.setter == Setter.EDITOR:
        if not desk or not origin.person:
            return _("An editor")
        act = str(Act(origin.act).label) if origin.act in Act.values else ""
        return f"{origin.person} ({act})" if act else origin.person
    if origin.setter == Setter.PROGRAM:
        return _("The program, by looking at many articles together")
    if capture is None:
        return _("Read from the page")
    if capture.captured:
        return _("Read from the page captured on %(day)s") % {"day": day_in_words(capture.captured)}
    loaded = day_in_words(capture.loaded_at.date())
    return _("Read from the page loaded on %(day)s") % {"day": loaded}


def _evidence(name: str, value: FieldValue) -> str:
    """Return the rule and the words by which a value was read; empty where none are kept."""
    columns = value.columns
    if columns is None or value.origin.setter == Setter.EDITOR:
        return ""
    if name == DATE:
        basis, words = columns["date_basis"] or "", columns["date_evidence"] or ""
        return evidence_in_words(Article(date_basis=basis, date_evidence=words))
    if name == OUTLET and columns["outlet_id"] is not None:
        basis = label_of(OutletBasis, columns["outlet_basis"] or "")
        words = columns["outlet_evidence"]
        quoted = _("“%(title)s”") % {"title": words}
        return f"{basis}: {quoted}" if words else basis
    if not value.origin.layout or not main_value(name, columns):
        return ""
    if value.origin.layout == _BY_LINES:
        return _("by the form and place of its lines")
    return _("by the layout “%(name)s”") % {"name": value.origin.layout}


def _text_changes(value: FieldValue, before: FieldValue | None) -> list[ChangedText]:
    if before is None or value.columns is None or before.columns is None:
        return []
    old, new = before.columns[_BODY].split("\n"), value.columns[_BODY].split("\n")
    if max(len(old), len(new)) > _PARAGRAPHS:
        return []
    return [changed_text(each.before, each.after) for each in paragraph_changes(old, new)]
