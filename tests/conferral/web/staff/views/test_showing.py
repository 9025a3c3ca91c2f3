"""The staff show a name as its holder has asked them to, and never of themselves."""

import re

import pytest
from django.urls import reverse

from conferral.credentials.verification import showing
from conferral.credentials.verification.showing import Choice
from conferral.foundation.accounts.name_modes import NameMode

pytestmark = pytest.mark.django_db


def test_a_registrar_withholds_a_name(registrar, printed):
    registrar.post(reverse("showing", args=[printed.number]), {"name_mode": "withheld"})
    assert showing.choice_of(printed) == Choice(NameMode.WITHHELD)
    page = registrar.get(reverse("staff-certificate", args=[printed.number])).text
    assert "What strangers see" in page
    assert re.search('value="withheld"[^>]* checked', page)


def test_the_page_says_how_often_somebody_looked(registrar, printed):
    page = registrar.get(reverse("staff-certificate", args=[printed.number])).text
    assert "0 today, 0 in the last 30 days" in page


def test_nothing_is_changed_by_what_is_no_choice(registrar, printed):
    registrar.post(reverse("showing", args=[printed.number]), {})
    assert showing.choice_of(printed) == Choice(NameMode.FULL)
