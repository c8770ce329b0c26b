#!/usr/bin/env python
"""Runs the project's commands: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    """Runs one command. What is wrong with the environment is one line, not a traceback."""
    # What a command makes is for its own account alone: the database holds what people wrote.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metoo.settings")

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.exit(f"Not started: {fault}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
