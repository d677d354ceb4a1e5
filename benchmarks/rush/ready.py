"""gunicorn's configuration file: each process says when it can serve.

All else stands on the command line, where docs/production.md has it too.
"""

SENTENCE = "Ready to serve."


def post_worker_init(worker):
    worker.log.info(SENTENCE)
