"""The form of one article: its fields, its date as it is typed, whether it is shown."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.admin.desk_fields import TypedDateField
from archive.admin.form_texts import LinesField, TextField
from archive.changes.typed_dates import typed_date
from archive.models import Article
from archive.models.editing import (
    DATE,
    EDITABLE,
    STATUS,
    STATUS_COLUMNS,
    Hiding,
)

PUBLISHED: Final = "published"
HIDDEN: Final = "hidden"


class StatusField(forms.TypedChoiceField):
    """Whether readers see an article; cleaned it is a truth value."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[(PUBLISHED, _("published")), (HIDDEN, _("hidden"))],
            coerce=lambda value: value == HIDDEN,
            empty_value=None,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Return the choice for what the article has."""
        return {True: HIDDEN, False: PUBLISHED}.get(value, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether another choice was made; none is no change."""
        return bool(data) and self.prepare_value(initial) != data


class ArticleForm(forms.ModelForm):
    """Checks what an archivist set of an article."""

    standfirst = TextField(label=_("standfirst"), required=False)
    body = TextField(label=_("text"), required=False)
    captions = LinesField(label=_("captions"), required=False, help_text=_("One a line."))
    keywords = LinesField(label=_("keywords"), required=False, help_text=_("One a line."))
    edtf = TypedDateField(
        label=_("publication date"),
        required=False,
        help_text=_("As you write it: 26/10/2024, October 2024, 28 Muharram 1445; or 2024-10."),
    )
    hidden = StatusField(
        label=_("status"),
        required=False,
        help_text=_(
            "A hidden article goes on being updated and is shown nowhere; its documents are closed."
        ),
    )
    hidden_until = forms.DateField(
        label=_("hidden until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On this day it is shown again; empty: for good."),
    )

    class Meta:
        model = Article
        fields = (*EDITABLE, *STATUS_COLUMNS)
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "hidden_public_reason": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "hidden_internal_reason": forms.TextInput(attrs={"class": "vLargeTextField"}),
        }

    def clean_hidden(self) -> bool:
        """Return whether it is hidden; where nothing was chosen, as it is."""
        chosen = self.cleaned_data["hidden"]
        return bool(self.instance.hidden if chosen is None else chosen)

    def editors_values(self) -> dict[str, Any]:
        """Return what the editor changed, by the names of ``archive.models.editing``."""
        values = {name: self.cleaned_data[name] for name in self.changed_data if name in EDITABLE}
        if DATE in values:
            values[DATE] = typed_date(values[DATE])
        if not set(self.changed_data).isdisjoint(STATUS_COLUMNS):
            values[STATUS] = self._hiding()
        return values

    def _hiding(self) -> Hiding | None:
        if not self.cleaned_data["hidden"]:
            return None
        return Hiding(
            self.cleaned_data["hidden_public_reason"],
            self.cleaned_data["hidden_internal_reason"],
            self.cleaned_data["hidden_until"],
        )
