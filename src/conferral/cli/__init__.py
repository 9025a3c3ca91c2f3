"""The command line: `conferral NOUN VERB`.

Django is set up here, before any command module imports its models.
"""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferral.settings")
try:
    django.setup()
except (ImproperlyConfigured, ValueError, OSError) as slip:  # Not a number, or a file that is gone.
    sys.exit(f"A setting cannot be read: {slip}\nWhat each means: docs/operations.md, “Settings”.")
