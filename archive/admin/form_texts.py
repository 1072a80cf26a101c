"""Texts and lists of texts as fields of a form."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms

_LINE_END: Final = re.compile(r"\r\n?")


class LinesField(forms.CharField):
    """A list of texts, each on a line of its own."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def prepare_value(self, value: Any) -> Any:
        """Return the lines as the text of the form."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines that are not blank."""
        lines = (super().to_python(value) or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the lines differ, however they are spaced."""
        return (initial or []) != self.to_python(data)


class TextField(forms.CharField):
    """A text with paragraphs; browsers send their ends as CR LF, the archive keeps LF."""

    widget = forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"})

    @staticmethod
    def lines(number: int) -> forms.Textarea:
        """Return a field of so many lines."""
        return forms.Textarea(attrs={"rows": number, "class": "vLargeTextField"})

    def to_python(self, value: Any) -> Any:
        """Return the text with the archive's line ends."""
        return _LINE_END.sub("\n", super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether more than line ends differ."""
        return self.to_python(initial) != self.to_python(data)
