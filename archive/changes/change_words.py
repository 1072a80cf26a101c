"""What changed, in words: fields by their labels, values as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.ingest.dates import from_edtf
from archive.models import Article, Change, CorrectionKind, Entity, Load, Outlet, Subject
from archive.models.dates_in_words import day_in_words, interval_in_words
from archive.models.editing import DATE, OUTLET, REPUBLISHER, STATUS

CLOSED: Final = "closed_value"
"""The field of the log that tells of which field an earlier value was closed, never which value."""
_LETTERS: Final = 200
"""Letters of a value that a list shows."""
_OWN_LABELS: Final[Mapping[str, Any]] = {
    STATUS: gettext_lazy("status"),
    "entities": gettext_lazy("names in the text"),
    "aliases": gettext_lazy("spellings"),
    "relations": gettext_lazy("relations"),
    "tombstone": gettext_lazy("tombstone"),
    "record": gettext_lazy("record"),
    "distinct": gettext_lazy("is not"),
    CLOSED: gettext_lazy("earlier value"),
}
_MODELS: Final = {
    Subject.ARTICLE: Article,
    Subject.OUTLET: Outlet,
    Subject.ENTITY: Entity,
    Subject.LOAD: Load,
}
_OUTLET_KEYS: Final = {OUTLET: "outlet_id", REPUBLISHER: "republisher_id"}


def field_label(field: str, kind: str = Subject.ARTICLE) -> str:
    """Return what a field of the log is called in the reader's language."""
    if field in _OWN_LABELS:
        return str(_OWN_LABELS[field])
    if field in CorrectionKind.values:
        return str(CorrectionKind(field).label)
    names = {each.name for each in _MODELS[Subject(kind)]._meta.get_fields()}
    if field not in names:
        return field
    return str(getattr(_MODELS[Subject(kind)]._meta.get_field(field), "verbose_name", field))


class ChangeWords:
    """Says what some changes are; the outlets that they name are looked up once."""

    def __init__(self, changes: Iterable[Change]) -> None:
        keys = {
            values.get(_OUTLET_KEYS[change.field])
            for change in changes
            if change.kind == Subject.ARTICLE and change.field in _OUTLET_KEYS
            for values in (change.before, change.after)
        }
        names = Outlet.objects.filter(pk__in=keys - {None})
        self._outlets = dict(names.values_list("pk", "name_ar"))

    def before(self, change: Change) -> str:
        """Say what the field was."""
        return self._value(change, change.before)

    def after(self, change: Change) -> str:
        """Say what it became."""
        return self._value(change, change.after)

    def _value(self, change: Change, values: Mapping[str, Any]) -> str:
        if change.kind == Subject.ARTICLE and change.field == DATE and DATE in values:
            return date_words(values)
        if change.kind == Subject.ARTICLE and change.field == STATUS:
            return status_words(values)
        if change.field == CLOSED and values.get(CLOSED):
            return field_label(values[CLOSED])
        if change.field in _OUTLET_KEYS and _OUTLET_KEYS[change.field] in values:
            key = values[_OUTLET_KEYS[change.field]]
            if key is None:
                return "–"
            return self._outlets.get(key, _("an outlet that is gone"))
        return plain_words(next(iter(values.values()), None))


def plain_words(value: Any) -> str:
    """Return a value as a text: a list by its items, nothing as a dash."""
    if isinstance(value, list):
        value = "، ".join(map(str, value))
    text = "–" if value in (None, "") else str(value)
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…"


def date_words(values: Mapping[str, Any]) -> str:
    """Return the publication date of a field's state."""
    return interval_in_words(
        *(
            date.fromisoformat(values[name]) if values[name] else None
            for name in ("published_earliest", "published_latest")
        )
    )


def status_words(values: Mapping[str, Any]) -> str:
    """Return whether an article is shown, until when not, and why."""
    if not values["hidden"]:
        return _("published")
    until = values.get("hidden_until")
    told = _("hidden")
    if until:
        told = _("hidden until %(day)s") % {"day": day_in_words(date.fromisoformat(until))}
    reason = values.get("hidden_public_reason") or values.get("hidden_internal_reason")
    return f"{told} ({reason})" if reason else told


def asked_words(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was asked of many articles: labels with values."""
    words = [_asked(name, value) for name, value in asked.get("values", {}).items()]
    if asked.get("add_keywords"):
        words.append((_("keywords to add"), plain_words(asked["add_keywords"])))
    if asked.get("remove_keywords"):
        words.append((_("keywords to take out"), plain_words(asked["remove_keywords"])))
    if days := asked.get("shift_days"):
        told = ngettext("%(days)d day later", "%(days)d days later", days)
        words.append((field_label(DATE), told % {"days": days}))
    if asked.get("overwrite"):
        words.append((_("also what an editor had set"), "✓"))
    if asked.get("file"):
        words.append((_("file"), str(asked["file"])))
    return words


def _asked(name: str, value: Any) -> tuple[str, str]:
    if name == STATUS:
        hidden = {f"hidden_{key}": each for key, each in (value or {}).items()}
        return field_label(name), status_words({"hidden": value is not None, **hidden})
    if name == DATE:
        earliest, latest, _precision = from_edtf(value)
        return field_label(name), interval_in_words(earliest, latest)
    if name in (OUTLET, REPUBLISHER) and value:
        names = Outlet.objects.filter(slug=value).values_list("name_ar", flat=True)
        return field_label(name), next(iter(names), value)
    return field_label(name), plain_words(value)
