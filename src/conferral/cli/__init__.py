"""The command line: `conferral NOUN VERB`.

Django is set up here, before any command module imports its models.
"""

import os
import sys
from importlib import import_module

import django
from django.core.exceptions import ImproperlyConfigured

try:
    import_module(os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferral.settings"))
except (ImproperlyConfigured, ValueError, OSError) as slip:  # Not a number, or a file that is gone.
    sys.exit(f"A setting cannot be read: {slip}\nWhat each means: docs/operations.md, “Settings”.")
django.setup()
