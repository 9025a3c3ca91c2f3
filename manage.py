"""Django's own commands, for developers: migrations, shell, tests. People use `conferral`."""

import os
import sys

from django.core.management import execute_from_command_line

from conferral.foundation.memory import settle

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferral.settings")
    settle()  # A migration makes classes by the ten thousand.
    execute_from_command_line(sys.argv)
