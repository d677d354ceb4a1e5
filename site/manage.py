#!/usr/bin/env python3
"""Django's command line for the site: `python site/manage.py <command>`."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # Running this file puts site/ on the path; the three packages live one folder up.
    sys.path.insert(1, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
