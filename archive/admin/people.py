"""People in the admin: each has one role; where they are logged in is seen and ended."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts.login_sessions import end_sessions, lasting
from archive.accounts.roles import ROLES, give_role, role_named, role_of
from archive.accounts.second_factor import remove_second_factor
from archive.admin.concurrent_edits import ConcurrentEditsMixin
from archive.admin.read_only import ReadOnlyAdmin
from archive.models import PersonSession

# Groups are the roles, and secrets of apps are nobody's to read. Whoever is asked first: what others
# register has to stand before it is taken out.
for _plugin in ("otp_totp", "otp_static"):
    import_module(f"django_otp.plugins.{_plugin}.admin")
admin.site.unregister((User, Group, TOTPDevice, StaticDevice))

_ALL_RIGHTS = "all"
_CHOICES = [("", "–"), *((role.name, role.label) for role in ROLES)]


class PersonForm(UserChangeForm):
    """An account with its role."""

    role = forms.ChoiceField(label=_("role"), choices=_CHOICES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = role_of(self.instance) if self.instance.pk else None
        self.fields["role"].initial = role.name if role else ""


class NewPersonForm(UserCreationForm):
    """A new account with its role."""

    role = forms.ChoiceField(label=_("role"), choices=_CHOICES, required=False)


class RoleFilter(admin.SimpleListFilter):
    """The roles by what people call them, and accounts with all rights."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, *_args: Any, **_kwargs: Any) -> list[tuple[str, Any]]:
        """Offer the roles."""
        return [*((role.name, role.label) for role in ROLES), (_ALL_RIGHTS, _("all rights"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Keep who has the role."""
        if self.value() == _ALL_RIGHTS:
            return queryset.filter(is_superuser=True)
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class PersonAdmin(ConcurrentEditsMixin, UserAdmin):
    """Accounts. Only who has all rights gives all rights, or touches an account that has them."""

    form = PersonForm
    add_form = NewPersonForm
    list_display = ["username", "first_name", "last_name", "role", "second_factor", "last_login"]
    list_filter = [RoleFilter, "is_active"]
    add_fieldsets = [
        (None, {"fields": ["username", "role", "password1", "password2"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    actions = ["end_second_factor"]

    @admin.display(description=_("role"))
    def role(self, person: User) -> str:
        """Name the person's role."""
        if person.is_superuser:
            return str(_("all rights"))
        role = role_of(person)
        return str(role.label) if role else "–"

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, person: User) -> bool:
        """Say whether logging in needs a code."""
        return bool(getattr(person, "has_code", False))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Look up roles and second factors of all people at once."""
        codes = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        people: QuerySet[User] = super().get_queryset(request)
        return people.prefetch_related("groups").annotate(has_code=Exists(codes))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Leave out what only an account with all rights may set."""
        if obj is None:
            return self.add_fieldsets
        rights = ["is_active", "role", *(["is_superuser"] if request.user.is_superuser else [])]
        return [
            (None, {"fields": ["username", "password"]}),
            (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
            (_("Rights"), {"fields": rights}),
            (_("When"), {"fields": ["last_login", "date_joined"]}),
        ]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep accounts with all rights from those who have not."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let accounts be closed and not deleted: who did what must stay known."""
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Give the role that was chosen."""
        super().save_related(request, form, formsets, change)
        give_role(form.instance, role_named(form.cleaned_data.get("role", "")))

    @admin.action(
        description=_("Take the second factor from the selected accounts"), permissions=["change"]
    )
    def end_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Help who has lost the telephone."""
        for person in queryset:
            if self.has_change_permission(request, person):
                remove_second_factor(person)
                self.log_change(request, person, "second factor removed")
        self.message_user(request, _("They log in by their password alone."), messages.SUCCESS)


@admin.register(PersonSession)
class PersonSessionAdmin(ReadOnlyAdmin):
    """Where people are logged in."""

    list_display = ["person", "started_at", "address", "browser"]
    list_filter = [("person", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["person"]
    fields = ("person", "started_at", "address", "browser")
    readonly_fields = ["person", "started_at", "address", "browser"]
    actions = ["end_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PersonSession]:
        """Leave out what has ended by itself."""
        return lasting(super().get_queryset(request))

    @admin.action(description=_("End the selected sessions"), permissions=["view"])
    def end_selected(self, request: HttpRequest, queryset: QuerySet[PersonSession]) -> None:
        """End them, where the user may."""
        if not request.user.has_perm("archive.delete_personsession"):
            self.message_user(request, _("You may not end sessions."), messages.ERROR)
            return
        sessions = list(queryset)
        end_sessions(sessions)
        self.message_user(request, _("They have ended."), messages.SUCCESS)
