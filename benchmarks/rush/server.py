"""The site behind gunicorn, started as `docs/production.md` says, in two processes."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from benchmarks.rush import ready

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
UP_WITHIN = 180  # seconds; a busy machine takes its time to import Wagtail twice


class Server:
    """It can be killed and started again; its socket, like one of systemd's, outlives it."""

    def __init__(self, application, log, environment, threads):
        self.application, self.log, self.threads = application, Path(log), threads
        self.environment = os.environ | environment | {"PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"}
        self.door = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.address = self.door.getsockname()
        self.process = None

    def start(self):
        before = self._ready()
        command = (
            f"--chdir site --pythonpath .. --bind fd://{self.door.fileno()} "
            f"--workers {PROCESSES} --threads {self.threads} --timeout 60 --no-control-socket"
        ).split()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  (our own site)
                [
                    *(sys.executable, "-m", "gunicorn", "--config", ready.__file__),
                    *(*command, self.application),
                ],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                pass_fds=[self.door.fileno()],
                start_new_session=True,
            )
        deadline = monotonic() + UP_WITHIN
        while self._ready() < before + PROCESSES:
            if self.process.poll() is not None or monotonic() > deadline:
                raise RuntimeError(f"The server does not start:\n{self.said()[-4000:]}")
            sleep(0.05)

    def kill(self):
        """As a power cut would: every process at once, wherever it is."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        self.door.close()

    def said(self):
        """Everything the processes wrote to their logs."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _ready(self):
        return self.said().count(ready.SENTENCE)


@contextmanager
def serving(application, log, *, threads=2, **environment):
    server = Server(application, log, environment, threads)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def of_the_site(**more):
    """The environment of the production settings, on the database this process works with."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    return {
        "DJANGO_SETTINGS_MODULE": "benchmarks.rush.settings",
        "RUSH_DATABASE": str(connection.settings_dict["NAME"]),
        "SECRET_KEY": settings.SECRET_KEY,  # or nobody's session would be believed
        "FIELD_KEYS": ",".join(settings.TRAINING["FIELD_KEYS"]),
        "INDEX_KEY": settings.TRAINING["INDEX_KEY"],
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": "https://127.0.0.1",
        "SMS_SENDER": "training.people.senders.ConsoleSender",
        **more,
    }
