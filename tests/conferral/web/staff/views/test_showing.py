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


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("png", b"\x89PNG")])
def test_the_staff_see_the_paper_that_strangers_may_not_have(registrar, printed, ending, begins):
    registrar.post(reverse("showing", args=[printed.number]), {"name_mode": "withheld"})
    address = reverse("staff-paper", args=[printed.number, ending])
    assert address in registrar.get(reverse("staff-certificate", args=[printed.number])).text
    assert registrar.get(address).content.startswith(begins)
    assert registrar.get(f"/c/{printed.number}.{ending}").status_code == 403


@pytest.mark.parametrize("ending", ["exe", "json"])
def test_the_paper_is_a_pdf_or_a_picture(registrar, printed, ending):
    address = reverse("staff-paper", args=[printed.number, ending])
    assert registrar.get(address).status_code == 404
