"""The command line: `conferral NOUN VERB`.

Django is set up here, before any command module imports its models.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferral.settings")
django.setup()
