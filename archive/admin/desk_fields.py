"""Fields of the desk's forms that are typed: a date as people write it, an outlet by its name."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.changes.typed_dates import TypedDateError, is_exact, typed_date
from archive.models import Outlet
from archive.models.dates_in_words import interval_in_words
from archive.records.documents import PublicationDate

OUTLETS_OFFERED: Final = 1500
"""Outlets of which a browser offers the names while one is typed."""
_READ: Final = "_read"


class TypedDateInput(forms.TextInput):
    """A text with what was read from it beside it, and a hidden mark of what was read back.

    A script reads while one types; without it, what was read is told at the first saving.
    """

    class Media:
        js = ["js/typed_dates.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        address = reverse_lazy("admin:archive_article_read_date")
        super().__init__({"data-reads-dates": address, "autocomplete": "off", **(attrs or {})})
        self.read_back = ""
        self.sent_back = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was typed, and keep which text had been read back to the editor."""
        self.sent_back = data.get(f"{name}{_READ}", "")
        return super().value_from_datadict(data, files, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the text, the mark of what was read back, and a place for the words."""
        return format_html(
            '{}<input type="hidden" name="{}{}" value="{}"><output class="read-date"></output>',
            super().render(name, value, attrs, renderer),
            name,
            _READ,
            self.read_back or self.sent_back,
        )


class TypedDateField(forms.CharField):
    """A publication date; cleaned it is EDTF.

    What is not written in the archive's own form is read back in words before it counts.
    """

    widget = TypedDateInput

    def clean(self, value: Any) -> str:
        """Return the date as EDTF. Raises ``ValidationError`` until it was read back."""
        text = super().clean(value)
        try:
            published = typed_date(text)
        except TypedDateError as error:
            raise forms.ValidationError(str(error)) from error
        assert isinstance(self.widget, TypedDateInput)
        if is_exact(text) or self.widget.sent_back == text:
            return published.edtf
        self.widget.read_back = text
        told = _("Read as: %(date)s. Save again if that is right.")
        raise forms.ValidationError(told % {"date": in_words(published)}, code="read_back")


def in_words(published: PublicationDate) -> str:
    """Return a publication date in the reader's language."""
    return interval_in_words(published.earliest, published.latest)


class OutletNameInput(forms.TextInput):
    """A name, with those of the archive offered from the list ``outlets`` of the page."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"list": "outlets", "autocomplete": "off", **(attrs or {})})


class OutletNameField(forms.CharField):
    """An outlet by its Arabic or English name or its slug; cleaned it is an ``Outlet``.

    ``shown`` is the outlet whose name the form was shown with: it needs no telling from others.
    """

    widget = OutletNameInput
    shown: Outlet | None = None

    def prepare_value(self, value: Any) -> Any:
        """Return what is shown of an outlet: its name, its slug where others bear the name."""
        if isinstance(value, Outlet):
            return value.name_ar
        return value

    def clean(self, value: Any) -> Any:
        """Return the outlet that is named, ``None`` for an empty text."""
        text = super().clean(value)
        if self.shown is not None and text == self.shown.name_ar:
            return self.shown
        return named_outlet(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether another name was typed than the one shown."""
        return (self.prepare_value(initial) or "").strip() != (data or "").strip()


def named_outlet(text: str) -> Outlet:
    """Return the outlet of a name or slug. Raises ``ValidationError`` for none, and for several."""
    by_slug = Outlet.objects.filter(slug=text).first()
    if by_slug is not None:
        return by_slug
    named = list(Outlet.objects.filter(name_ar=text)[:5])
    named = named or list(Outlet.objects.filter(name_en__iexact=text)[:5])
    if len(named) == 1:
        return named[0]
    if not named:
        told = _("No outlet is called “%(name)s”. Choose one that is offered, or add it first.")
        raise forms.ValidationError(told % {"name": text})
    told = _("Several outlets are called “%(name)s”. Write the slug of one: %(slugs)s.")
    slugs = "، ".join(outlet.slug for outlet in named)
    raise forms.ValidationError(told % {"name": text, "slugs": slugs})


def offered_outlets() -> list[str]:
    """Return the names that a browser offers while an outlet is typed."""
    names = Outlet.objects.order_by("name_ar").values_list("name_ar", flat=True).distinct()
    return list(names[:OUTLETS_OFFERED])
