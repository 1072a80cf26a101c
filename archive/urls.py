"""Addresses: the public site, the admin, login."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from archive.accounts import account_pages
from archive.accounts.login_views import CleanLogoutView, CodeView, ThrottledLoginView, admin_login

admin.autodiscover()

handler500 = "search.pages.database_away.server_error"

urlpatterns = [
    path("admin/login/", admin_login),
    path("admin/logout/", login_not_required(CleanLogoutView.as_view())),
    path("admin/", admin.site.urls),
    path("login/", ThrottledLoginView.as_view(), name="login"),
    path("login/code/", login_not_required(CodeView.as_view()), name="login_code"),
    path("account/", account_pages.account, name="account"),
    path("account/password/", account_pages.OwnPasswordView.as_view(), name="own_password"),
    path("account/second-factor/", account_pages.second_factor_setup, name="second_factor"),
    path("account/second-factor/end/", account_pages.second_factor_end, name="second_factor_end"),
    path("account/sessions/end/", account_pages.other_sessions_end, name="other_sessions_end"),
    path("account/sessions/<int:key>/end/", account_pages.session_end, name="session_end"),
    path("logout/", login_not_required(CleanLogoutView.as_view()), name="logout"),
    path("desk/", include("archive.admin.desk_urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("search.urls")),
]
