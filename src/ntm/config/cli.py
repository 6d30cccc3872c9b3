"""The command ``ntm``: ``ntm law check``, ``ntm areas import-boundaries FILE``, ``ntm demo load``."""

import os
import sys

from ntm.core.problems import Problem


def main() -> None:
    """Run one command; a Problem is said in words on standard error, with exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except Problem as problem:
        language = os.environ.get("LANG", "vi")
        sys.exit(f"[{problem.code}] {problem.said_in('en' if language.startswith('en') else 'vi')}")


if __name__ == "__main__":
    main()
