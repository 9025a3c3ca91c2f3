"""What is made up is neither found nor an accident."""

import pytest
from django.urls import reverse

from cast import a_draft, a_member
from conferral.foundation.accounts.roles import Role

LONG_NUMBER, MANY_WORDS = "9" * 5000, "a " * 3000


@pytest.fixture
def office(client, db):
    client.force_login(a_member("Kagiso", Role.ADMINISTRATOR))
    return client


@pytest.mark.parametrize("page", ["learners", "courses", "certificates", "activity", "find"])
def test_however_much_is_looked_for_the_page_answers(office, page):
    assert office.get(reverse(page), {"q": MANY_WORDS + "a" * 60_000}).status_code == 200


def test_a_number_without_end_is_none(office):
    draft = [a_draft().course.code, 1]
    assert office.get(reverse("version-difference", args=draft), {"from": LONG_NUMBER}).status_code
    for page, of, said in (
        ("alignments", draft, {"pick": LONG_NUMBER}),
        ("alignments", draft, {"remove": "x", "edition": LONG_NUMBER}),
        ("mail-late", [], {"leave": "", "expected": LONG_NUMBER}),
        ("resending-new", [], {"expected": LONG_NUMBER}),
    ):
        assert office.post(reverse(page, args=of), said).status_code in {302, 409}
