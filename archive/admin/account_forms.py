"""Django's own forms of accounts and groups, which overwrite no other editor's work either."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.accounts.sessions import end_sessions
from archive.admin.concurrent_edits import ConcurrentEditsMixin

admin.site.unregister((User, Group))


@admin.register(User)
class AccountAdmin(ConcurrentEditsMixin, UserAdmin):
    """Accounts. When somebody came is noted by the program, and nobody's to set."""

    readonly_fields = ["last_login", "date_joined"]
    actions = ["end_all_sessions"]

    @admin.action(description=_("Log out everywhere"), permissions=["change"])
    def end_all_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End every session of the chosen accounts."""
        ended = end_sessions(queryset.values_list("pk", flat=True))
        told = ngettext("%(n)d session ended.", "%(n)d sessions ended.", ended) % {"n": ended}
        self.message_user(request, told, messages.SUCCESS)


@admin.register(Group)
class AccountGroupAdmin(ConcurrentEditsMixin, GroupAdmin):
    """Groups of accounts, and what they may do."""
