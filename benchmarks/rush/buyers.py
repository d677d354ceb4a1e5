"""Buyers at the door: many at once, each with the cookies of a browser of their own.

Nothing but sockets, and as cheap as can be: buyers and server share one machine, and what is
measured is the server.
"""

import re
import socket
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Barrier
from time import monotonic, perf_counter, sleep

HOST = "127.0.0.1"
PATIENCE = 120  # for how many seconds a buyer tries again while the server is away
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
COOKIE = re.compile(r"set-cookie: csrftoken=(\w+)", re.IGNORECASE)
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass
class Buyer:
    """Signed in, and perhaps with the page of the class open before them."""

    person: int
    session: str
    cookie: str = ""
    token: str = ""

    def get(self, path):
        return self._request("GET", path)

    def post(self, path):
        form = f"csrfmiddlewaretoken={self.token}&person={self.person}"
        return self._request(
            "POST", path, "Content-Type: application/x-www-form-urlencoded\r\n", form
        )

    def read_form(self, answer):
        if token := TOKEN.search(answer.body):
            self.token = token[1]
            self.cookie = COOKIE.search(answer.head)[1]

    def _request(self, method, path, kind="", form=""):
        # As nginx passes it on; the visitor is on https.
        return (
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
            f"Origin: https://{HOST}\r\nReferer: https://{HOST}{path}\r\n{kind}"
            f"Cookie: sessionid={self.session}; csrftoken={self.cookie}\r\n"
            f"Content-Length: {len(form)}\r\n\r\n{form}"
        ).encode()


@dataclass(frozen=True)
class Answer:
    status: int
    head: str
    body: str
    seconds: float

    @property
    def seated(self):
        """Sent on to "my class"."""
        return self.status == 302 and bool(
            re.search(r"location: \S*/my/\r", self.head, re.IGNORECASE)
        )


class Line:
    """A connection that is kept. When the server hangs up, the same is asked again."""

    def __init__(self, address):
        self.address, self.socket = address, None
        self.request, self.started, self.broken = b"", 0.0, 0

    def ask(self, request):
        self.send(request)
        return self.answer()

    def send(self, request):
        self.request, self.started = request, perf_counter()
        with suppress(OSError):  # then there is nothing to read, and the answer asks again
            self._send()

    def answer(self):
        deadline = monotonic() + PATIENCE
        while True:
            try:
                return self._read()
            except OSError:
                self.close()
                self.broken += 1
                if monotonic() > deadline:
                    raise
            sleep(0.05)
            with suppress(OSError):
                self._send()

    def close(self):
        if self.socket:
            self.socket.close()
            self.socket = None

    def _send(self):
        if not self.socket:
            self.socket = socket.create_connection(self.address, timeout=PATIENCE)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(self.request)

    def _read(self):
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._receive()
        head, body = data[: end + 2], data[end + 4 :]
        length = int(LENGTH.search(head)[1])
        while len(body) < length:
            body += self._receive()
        if b"connection: close" in head.lower():
            self.close()
        seconds = perf_counter() - self.started
        return Answer(int(head[9:12]), head.decode("latin-1"), body.decode(), seconds)

    def _receive(self):
        part = self.socket.recv(65536) if self.socket else b""
        if not part:
            raise ConnectionResetError
        return part


class Crowd:
    """``clients`` browsers, before which ``buyers`` sit down one after the other."""

    def __init__(self, address, path, buyers, clients):
        self.address, self.path, self.buyers, self.clients = address, path, buyers, clients
        self.answers = []  # (person, answer) as they come
        self.lines = []

    @property
    def seated(self):
        """The people who were told that they have a seat."""
        return {person for person, answer in self.answers if answer.seated}

    @property
    def broken(self):
        """How often the server hung up on somebody."""
        return sum(line.broken for line in self.lines)

    def open_pages(self):
        """Everybody has the page before them when enrolment opens. Returns the answers."""
        opened = []

        def look(line, buyer):
            answer = line.ask(buyer.get(self.path))
            buyer.read_form(answer)
            opened.append(answer)

        self._all(look)
        return opened

    def take_seats(self, *, twice_every=0):
        """Everybody taps, every so manieth twice at once. Returns the seconds it took them all."""

        def tap(line, buyer):
            again = twice_every and buyer.person % twice_every == 0
            lines = [line, self._line()] if again else [line]
            request = buyer.post(self.path)
            for each in lines:
                each.send(request)
            for each in lines:
                self.answers.append((buyer.person, each.answer()))
            for each in lines[1:]:
                each.close()

        return self._all(tap)

    def _line(self):
        line = Line(self.address)
        self.lines.append(line)
        return line

    def _all(self, visit):
        waiting, begin = deque(self.buyers), Barrier(self.clients + 1)

        def client(_number):
            line = self._line()
            begin.wait()
            while buyer := _next(waiting):
                visit(line, buyer)
            line.close()

        with ThreadPoolExecutor(self.clients) as pool:
            clients = [pool.submit(client, number) for number in range(self.clients)]
            begin.wait()
            started = perf_counter()
            for each in clients:
                each.result()
            return perf_counter() - started


def _next(waiting):
    """Whose turn it is; many ask at once, so looking first whether anybody waits would not do."""
    try:
        return waiting.popleft()
    except IndexError:
        return None
