"""The form of an outlet: its forms and domains a line each, checked as they are typed."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.form_texts import LinesField
from archive.models import Outlet
from archive.review.unknown_outlets import host_of

_HOST: Final = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
_LONGEST: Final = 200


class OutletForm(django_forms.ModelForm):
    """Takes domains as people paste them, and refuses what is none or another outlet's."""

    forms = LinesField(
        label=gettext_lazy("other forms of its name"),
        required=False,
        help_text=gettext_lazy("As pages call it; one a line."),
    )
    domains = LinesField(
        label=gettext_lazy("domains"),
        required=False,
        help_text=gettext_lazy(
            "One a line, such as paper.example. Articles of these sites that are loaded already "
            "become this outlet's, where no better is known."
        ),
    )

    class Meta:
        model = Outlet
        fields = ["slug", "name_ar", "name_en", "forms", "country", "kind", "domains"]

    def clean_forms(self) -> list[str]:
        """Return the forms without repetitions."""
        found = list(dict.fromkeys(self.cleaned_data["forms"]))
        long = next((each for each in found if len(each) > _LONGEST), None)
        if long is not None:
            raise django_forms.ValidationError(
                _("“%(form)s” is too long for a name.") % {"form": long[:40]}
            )
        return found

    def clean_domains(self) -> list[str]:
        """Return hosts; whole addresses are cut down to theirs."""
        hosts: list[str] = []
        for line in self.cleaned_data["domains"]:
            host = host_of(line.lower() if "//" in line else f"//{line.lower()}")
            if not _HOST.fullmatch(host):
                raise django_forms.ValidationError(_("%(line)s is no domain.") % {"line": line})
            hosts.append(host)
        self._refuse_others(hosts)
        return list(dict.fromkeys(hosts))

    def _refuse_others(self, hosts: list[str]) -> None:
        wanted = set(hosts)
        others: Any = Outlet.objects.exclude(domains=[])
        if self.instance.pk:
            others = others.exclude(pk=self.instance.pk)
        for other in others.only("name_ar", "domains"):
            taken = wanted.intersection(other.domains if isinstance(other.domains, list) else [])
            if taken:
                raise django_forms.ValidationError(
                    _("%(host)s is a domain of %(outlet)s.")
                    % {"host": sorted(taken)[0], "outlet": other.name_ar}
                )
