"""Addresses: the public site, the admin, login."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from archive.accounts.login_views import CleanLogoutView, ThrottledLoginView, admin_login

urlpatterns = [
    path("admin/login/", admin_login),
    path("admin/logout/", login_not_required(CleanLogoutView.as_view())),
    path("admin/", admin.site.urls),
    path("login/", ThrottledLoginView.as_view(), name="login"),
    path("logout/", login_not_required(CleanLogoutView.as_view()), name="logout"),
    path("desk/", include("archive.admin.desk_urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("search.urls")),
]
