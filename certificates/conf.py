"""Settings of this package: ``CERTIFICATES = {...}`` in the host's settings, read when asked."""

from django.conf import settings

DEFAULTS = {
    # How many numbers one visitor may look up in a minute; guessing serials must not pay.
    "VERIFY_PER_MINUTE": 60,
    # Proxies in front of this server that append to X-Forwarded-For. 0: believe the socket.
    "TRUSTED_PROXIES": 0,
    # Where the QR code leads; empty: WAGTAILADMIN_BASE_URL.
    "BASE_URL": "",
    # Draw the paper as soon as a certificate is issued, or leave it to the first download
    # and to `manage.py print_certificates`.
    "PRINT_AT_ISSUE": True,
}


def get(name):
    return getattr(settings, "CERTIFICATES", {}).get(name, DEFAULTS[name])


def base_url():
    return (get("BASE_URL") or getattr(settings, "WAGTAILADMIN_BASE_URL", "")).rstrip("/")
