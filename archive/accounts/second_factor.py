"""A second factor: codes of an app on the person's telephone (TOTP, RFC 6238), and spare codes."""

from __future__ import annotations

import time
from base64 import b32encode
from typing import Any, Final

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from django_otp import match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

SPARE_CODES: Final = 10
WAITS_SECONDS: Final = 300
"""How long a right password waits for its code."""
_WAITING: Final = "waits_for_code"
_SPARE: Final = "spare codes"
_APP: Final = "app"
_QUIET_ZONE: Final = 2
"""Modules around a QR code; readers of telephones ask for no more."""


def has_second_factor(person: Any) -> bool:
    """Whether logging in as ``person`` needs a code."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def begin_setup(person: Any) -> TOTPDevice:
    """Return the person's app that is being set up; its secret is the same until it is confirmed."""
    device, _made = TOTPDevice.objects.get_or_create(user=person, name=_APP, confirmed=False)
    return device


def secret_in_words(device: TOTPDevice) -> str:
    """Return the secret in base 32, in groups of four, for typing it into an app."""
    letters = b32encode(device.bin_key).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def qr_code(device: TOTPDevice) -> str:
    """Return a data URI of the picture that an app reads the secret from (SVG)."""
    return str(
        segno.make_qr(device.config_url).svg_data_uri(border=_QUIET_ZONE, scale=5, light="white")
    )


def confirm_setup(person: Any, code: str) -> list[str] | None:
    """Confirm the app by one of its codes; return spare codes, or None where the code is wrong."""
    device = begin_setup(person)
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().get(pk=device.pk)
        if not device.verify_token(_digits(code)):
            return None
        TOTPDevice.objects.filter(user=person, confirmed=True).delete()
        device.confirmed = True
        device.save()
        return _new_spare_codes(person)


def remove_second_factor(person: Any) -> None:
    """Let the person log in by password alone again."""
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()


def wait_for_code(request: HttpRequest, person: Any) -> None:
    """Remember in the session that this person's password was right."""
    request.session[_WAITING] = [person.pk, person.backend, int(time.time())]


def who_waits(request: HttpRequest) -> Any:
    """Return the person whose password was right a moment ago, if their code is waited for."""
    kept = request.session.get(_WAITING)
    if not kept or time.time() - kept[2] > WAITS_SECONDS or kept[1] not in _backends():
        return None
    person = get_user_model().objects.filter(pk=kept[0], is_active=True).first()
    if person is not None:
        person.backend = kept[1]
    return person


def code_is_right(person: Any, code: str) -> bool:
    """Return whether a code is one of the person's app or spare codes, and use it up."""
    typed = code.strip()
    return match_token(person, _digits(typed) or typed) is not None


def _backends() -> list[str]:
    return list(settings.AUTHENTICATION_BACKENDS)


def _digits(code: str) -> str:
    """Return the digits of a code in ASCII; keyboards have three kinds of them."""
    plain = "".join(code.split())
    return str(int(plain)).zfill(len(plain)) if plain.isdecimal() and len(plain) < 12 else plain


def _new_spare_codes(person: Any) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name=_SPARE)
    codes = [StaticToken.random_token() for _number in range(SPARE_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
