import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.factories.notices import Fussy, path_of


@pytest.fixture
def english(settings):
    """Texts are written in the language of the site where their reader chose none."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def training(settings):
    def change(**facts):
        settings.TRAINING = settings.TRAINING | facts

    return change


@pytest.fixture
def fussy(training, monkeypatch):
    """``fussy(says)``: what the sender says from now on; returns the references it was given."""

    def says(answer="ok", sender=Fussy):
        training(SENDERS={"sms": path_of(sender)})
        monkeypatch.setattr(Fussy, "says", answer)
        return Fussy.asked

    Fussy.asked.clear()
    monkeypatch.setattr(Fussy, "says", "ok")
    return says


class Operator(BaseHTTPRequestHandler):
    """A gateway that sends a reference once, however often it comes."""

    def do_POST(self):
        server = self.server
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append(asked)
        server.tokens.append(self.headers["Authorization"])
        server.phones.setdefault(asked["id"], asked["to"])
        time.sleep(server.sleeps)
        with suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(server.answers)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(
                server.body or json.dumps({"receipt": f"R{len(server.asked)}"}).encode()
            )

    def log_message(self, *args):
        """Nothing: it would stand between the lines of the tests."""


@pytest.fixture
def gateway():
    with ThreadingHTTPServer(("127.0.0.1", 0), Operator) as server:
        server.asked, server.tokens, server.phones = [], [], {}
        server.answers, server.body, server.sleeps = 200, b"", 0
        server.url = f"http://127.0.0.1:{server.server_port}/send"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
