"""A brake on guessing numbers: so many look-ups a minute from one address."""

import time

from django.core.cache import cache

from . import conf


def is_too_fast(request):
    key = f"certificates-verify:{_visitor(request)}:{int(time.time() // 60)}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > conf.get("VERIFY_PER_MINUTE")
    except ValueError:  # evicted between the two calls: let the visitor through
        return False


def _visitor(request):
    """The address our outermost trusted proxy saw; what a client writes itself is not believed."""
    proxies = conf.get("TRUSTED_PROXIES")
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")
