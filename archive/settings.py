"""Settings of the site. What an operator may choose comes from the environment
(docs/deployment.md lists it); everything else is decided here."""

from __future__ import annotations

import os
import re
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from archive import environment
from archive.archive_home import archive_home, keep_to_owner, secret_key
from archive.bucket_address import bucket_address
from archive.database_settings import database_settings
from archive.embeddings_setting import embeddings_setting
from archive.index_address import index_address
from archive.mail_server import mail_server

environment.check_names()

BASE_DIR = Path(__file__).resolve().parent.parent
keep_to_owner()
ARCHIVE_HOME = archive_home(BASE_DIR / "var")

# Where the data for tests and benchmarks lies, if at all: nothing at run time reads it.
KHIZANA_SHARED = Path(os.environ.get("KHIZANA_SHARED") or BASE_DIR.parent / "shared")

SECRET_KEY = secret_key(ARCHIVE_HOME)
DEBUG = False
ARCHIVE_PUBLIC_URL = environment.public_address("ARCHIVE_PUBLIC_URL")
"""Where readers find the site: see ``archive.lasting_addresses``."""
ARCHIVE_PROXY = environment.proxy("ARCHIVE_PROXY")
"""The address of the proxy that is believed about visitors' addresses and https."""
ALLOWED_HOSTS = environment.hosts("ARCHIVE_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = environment.origins("ARCHIVE_TRUSTED_ORIGINS")
if ARCHIVE_PUBLIC_URL is not None:
    ALLOWED_HOSTS += [ARCHIVE_PUBLIC_URL.host]
    CSRF_TRUSTED_ORIGINS += [ARCHIVE_PUBLIC_URL.origin]
    FORCE_SCRIPT_NAME = ARCHIVE_PUBLIC_URL.path or None
ARCHIVE_REPLAY_URL = environment.replay_address("ARCHIVE_REPLAY_URL", ARCHIVE_PUBLIC_URL)
"""The origin on which captured pages are shown, which knows no cookie; else the site's own."""
if ARCHIVE_REPLAY_URL is not None:
    ALLOWED_HOSTS += [ARCHIVE_REPLAY_URL.host]
_path = ARCHIVE_PUBLIC_URL.path if ARCHIVE_PUBLIC_URL is not None else ""
# Another program on the same host gets none of the cookies.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{_path}/"

ARCHIVE_ACCESS = environment.choice("ARCHIVE_ACCESS", ("public", "captures-private", "private"))
"""Who may read: everybody; everybody but the raw captures; nobody who is not logged in."""

ARCHIVE_CAPTURES = bucket_address()
"""The bucket that captures are kept in, ``None``: the archive's folder."""

ARCHIVE_METRICS_TOKEN = environment.token("ARCHIVE_METRICS_TOKEN")
"""What whoever asks for metrics bears; empty: there are none."""

INSTALLED_APPS = [
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "search",
    "archive",
    "haystack",
    "django.contrib.admin.apps.SimpleAdminConfig",  # Addresses find the desk: commands need none.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "archive.request_counts.RequestCountsMiddleware",
    "search.pages.database_away.DatabaseAwayMiddleware",
    "search.pages.security_headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "search.replay.replay_origin.ReplayOriginMiddleware",
    "search.pages.static_files.StaticFilesMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "search.pages.middleware.ChosenLanguageMiddleware",
    "search.pages.request_bounds.RequestBoundsMiddleware",
    "search.pages.middleware.IndexBeingBuiltMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "archive.accounts.session_limits.SessionLimitsMiddleware",
    "archive.accounts.first_password.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "archive.admin.odd_addresses.OddAddressesMiddleware",
]
if environment.flag("ARCHIVE_REQUEST_LOG"):
    MIDDLEWARE.insert(0, "archive.request_log.RequestLogMiddleware")
if ARCHIVE_ACCESS == "private":
    MIDDLEWARE.insert(-3, "django.contrib.auth.middleware.LoginRequiredMiddleware")

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "archive.template_indentation.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database_settings(ARCHIVE_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ARCHIVE_INDEX = index_address("ARCHIVE_INDEX")
"""The cluster that holds the index; ``None`` where it lies in the archive's folder."""

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "search.haystack.backend.KhizanaEngine",
        "PATH": str(ARCHIVE_HOME / "index"),
        # Views of Haystack offer another spelling; no search pays for it.
        "INCLUDE_SPELLING": True,
    }
}
HAYSTACK_CUSTOM_HIGHLIGHTER = "search.haystack.highlighting.Highlighter"
ARTICLE_SEARCH = "search.service.prepared_search.IndexArticleSearch"
"""The class that finds articles for the desk: see ``archive.article_search``."""

ARCHIVE_EMBEDDINGS = embeddings_setting(
    "ARCHIVE_EMBEDDINGS",
    environment.flag("ARCHIVE_EMBEDDINGS_REMOTE"),
    "ARCHIVE_EMBEDDINGS_REMOTE",
)
"""What makes the vectors of the search by meaning; ``None`` where there is no such search."""

HAYSTACK_DEFAULT_OPERATOR = "AND"
HAYSTACK_ITERATOR_LOAD_PER_QUERY = 50

# Long, not among the 20,000 commonest, not the user's own name; of any letters (NIST SP 800-63B).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        ("django.contrib.auth.password_validation.UserAttributeSimilarityValidator", {}),
        ("django.contrib.auth.password_validation.MinimumLengthValidator", {"min_length": 12}),
        ("django.contrib.auth.password_validation.CommonPasswordValidator", {}),
        ("archive.accounts.password_words.ArchiveWordsValidator", {}),
    )
]
OTP_TOTP_ISSUER = "Khizana"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["archive.locale_formats"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = f"{_path}/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = ARCHIVE_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "search.pages.static_files.HashedStaticFilesStorage"},
}
# What prepare_archive has not collected is served from beside the code.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

_mail = mail_server(
    "ARCHIVE_MAIL", "ARCHIVE_MAIL_FROM", address_known=ARCHIVE_PUBLIC_URL is not None
)
MAIL_IS_SENT = _mail is not None
"""Whether there is a mail server: alerts then go out by mail to those who want it."""
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20  # seconds
if _mail is not None:
    EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
    DEFAULT_FROM_EMAIL = SERVER_EMAIL = _mail.sender

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000  # bytes of a request's body, but of slices of uploads
UPLOAD_MAX_BYTES = environment.whole_number("ARCHIVE_UPLOAD_MB", 100_000, 200) * 1_000_000
"""Of one file that a browser sends."""
UPLOAD_QUOTA_BYTES = (
    environment.whole_number("ARCHIVE_UPLOAD_QUOTA_MB", 1_000_000, 2000) * 1_000_000
)
"""Of all files that one person sends within a day."""
UPLOAD_PATH = "desk/upload/"
"""The addresses that take slices of files."""
REQUEST_MAX_BYTES = 4_200_000
"""Of a request's body there: a slice, and what a form puts around it."""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an admin change list selects up to this many rows

SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
DEVICE_COOKIE_NAME = "device"
"""The mark of a browser that has logged in before: see ``archive.accounts.login_throttle``."""
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if environment.https("ARCHIVE_HTTPS", ARCHIVE_PROXY):
    SECURE_SSL_REDIRECT = True
    # What watches the site asks the program itself, which knows no TLS.
    SECURE_REDIRECT_EXEMPT = [f"^{re.escape(f'{_path}/health/'.lstrip('/'))}"]
    SECURE_HSTS_SECONDS = 24 * 3600 * environment.whole_number("ARCHIVE_HSTS_DAYS", 730)
    # How long browsers shall remember https, and for which hosts, is the operator's choice.
    SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    # Browsers let nobody set cookies of these names but this host, over https (RFC 6265bis).
    _prefix = "__Secure-" if _path else "__Host-"
    SESSION_COOKIE_NAME = f"{_prefix}session"
    CSRF_COOKIE_NAME = f"{_prefix}csrf"
    LANGUAGE_COOKIE_NAME = f"{_prefix}language"
    DEVICE_COOKIE_NAME = f"{_prefix}device"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [ARCHIVE_REPLAY_URL.origin if ARCHIVE_REPLAY_URL is not None else SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "archive.terminal_text.LineFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "filters": {"without_refusals": {"()": "archive.request_log.WithoutRefusals"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # That requests wait for a thread is what a queue is for.
    "loggers": {"khizana": {"level": "INFO"}, "waitress.queue": {"level": "ERROR"}},
}
