"""Operators that are spoken to over HTTP: of text messages, and of WeChat."""

import json
from http.client import HTTPException
from socket import gaierror
from ssl import SSLCertVerificationError
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from training.conf import setting
from training.notices.errors import NotSent
from training.notices.states import Fault

from .base import Sender

BUSY = {429, 503}
LONGEST_ANSWER = 65_536
RECEIPT_LENGTH = 100
TIMEOUT = 10
# Failed before a single byte of ours was out: whoever could not be found or reached has nothing.
NEVER_CAME_THERE = (gaierror, ConnectionRefusedError, SSLCertVerificationError)


class StayHere(HTTPRedirectHandler):
    """To be sent elsewhere is a refusal: the second request would be a GET, and send nothing."""

    def redirect_request(self, *args, **kwargs):
        return None


class GatewaySender(Sender):
    """``POST`` of a small JSON object to the address in ``TRAINING["GATEWAYS"]`` of its channel:
    ``{"url", "token", "template", "idempotent", "timeout"}``.

    An operator who wants other words gets a subclass with its own ``body`` and ``receipt``.
    """

    slug = "gateway"

    @property
    def options(self):
        return setting("GATEWAYS").get(self.channel, {})

    @property
    def idempotent(self):
        return bool(self.options.get("idempotent"))

    def body(self, message):
        return {
            "id": str(message.reference),
            "to": message.address,
            "text": message.text,
            "template": self.options.get("template", ""),
        }

    def receipt(self, answer):
        return str(answer.get("receipt") or answer.get("id") or "")

    def send(self, message):
        try:
            with self._ask(message) as response:
                answer = response.read(LONGEST_ANSWER)
        except HTTPError as refusal:
            with refusal:
                raise self._what_it_means(refusal) from None
        except URLError as failure:
            if isinstance(failure.reason, NEVER_CAME_THERE):
                raise NotSent(Fault.UNREACHABLE, temporary=True) from None
            raise TimeoutError from failure
        except HTTPException as broken_off:
            raise TimeoutError from broken_off
        return self._read(answer)[:RECEIPT_LENGTH]

    def _ask(self, message):
        url = self.options.get("url", "")
        if not url.startswith(("https://", "http://")):
            raise NotSent(Fault.NO_SENDER, temporary=True)
        request = Request(  # noqa: S310  (tested just above)
            url,
            data=json.dumps(self.body(message), ensure_ascii=False).encode(),
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Authorization": f"Bearer {self.options.get('token', '')}",
            },
        )
        timeout = self.options.get("timeout", TIMEOUT)
        return build_opener(StayHere).open(request, timeout=timeout)

    @staticmethod
    def _what_it_means(refusal):
        if refusal.code in BUSY:
            return NotSent(Fault.UNREACHABLE, temporary=True)
        if refusal.code >= 500:  # noqa: PLR2004  (it broke, before or after sending)
            return TimeoutError(refusal.code)
        return NotSent(Fault.REFUSED)

    def _read(self, answer):
        """Accepted is accepted, whatever the receipt looks like."""
        try:
            told = json.loads(answer)
        except ValueError:
            return ""
        return self.receipt(told) if isinstance(told, dict) else ""


class WeChatSender(GatewaySender):
    """Over a gateway that knows who follows the bureau's account. A site that keeps their WeChat
    identities itself gives a subclass its own ``address_of``."""

    slug = "wechat"
