"""Fields of the desk that offer records while one types: what is sent is a key, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest

from archive.admin.odd_addresses import KEY


class _KeyedSelect(AutocompleteSelect):
    """Shows the form again where what was sent is no key; Django's own raises ``ValueError``."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        keys = [each for each in value if KEY.fullmatch(str(each))]
        return super().optgroups(name, keys or [""], attr)


class KeyedChoicesMixin(BaseModelAdmin):
    """Gives ``autocomplete_fields`` that select."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Return the field of a relation, its select among ``autocomplete_fields`` a safe one."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", _KeyedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
