"""`conferral consents`: what was said on paper is written down, and what follows is done."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from cast import a_member, an_issued_credential
from clock import standing_at
from conferral.credentials.verification.models import Profile
from conferral.foundation.accounts.roles import Role

pytestmark = pytest.mark.django_db
ADA = "ada@example.test"


@pytest.fixture(autouse=True)
def _a_learner_and_an_administrator():
    an_issued_credential()
    a_member("Kofi", Role.ADMINISTRATOR)


def states(typed):
    return {
        each["purpose"]: each["state"] for each in typed("consents", "list", ADA, "--json").json
    }


def test_a_yes_on_paper_opens_the_page_and_a_withdrawal_closes_it(typed):
    assert set(states(typed).values()) == {"nothing said"}
    assert "Ada Nkosi agrees: profile" in typed("consents", "give", ADA, "profile").out
    assert Profile.objects.exists()
    assert states(typed)["profile"] == "agreed"
    assert "withdrawn" not in typed("consents", "list", ADA).out
    assert typed("consents", "withdraw", ADA, "profile").code == 0
    assert states(typed)["profile"] == "withdrawn"
    assert not Profile.objects.exists()


def test_for_somebody_under_age_it_is_the_guardians_yes(typed):
    day = (timezone.localdate() + timedelta(days=400)).isoformat()
    assert typed("consents", "guardian", ADA, "Ben Nkosi", "--of-age-on", day).code == 0
    assert "Ben Nkosi agrees: name" in typed("consents", "give", ADA, "name").out
    (name,) = (
        each for each in typed("consents", "list", ADA, "--json").json if each["purpose"] == "name"
    )
    assert (name["by"], name["state"]) == ("Ben Nkosi", "agreed")
    assert "under age" in typed("consents", "give", ADA, "profile").err


def test_they_come_of_age_with_the_day_of_the_organization(typed):
    day = timezone.localdate() + timedelta(days=400)
    eve = datetime.combine(day - timedelta(days=1), time(), UTC)
    assert typed("consents", "guardian", ADA, "Ben Nkosi", "--of-age-on", str(day)).code == 0
    with standing_at(eve.replace(hour=21, minute=30)):  # 23:30 in Johannesburg.
        assert "under age" in typed("consents", "give", ADA, "profile").err
    with standing_at(eve.replace(hour=23, minute=30)):  # 01:30 on the next day.
        assert "Ada Nkosi agrees: listing" in typed("consents", "give", ADA, "listing").out
        (said,) = (
            each
            for each in typed("consents", "list", ADA, "--json").json
            if each["purpose"] == "listing"
        )
        assert (said["state"], said["since"]) == ("agreed", str(day))
        named = typed("consents", "guardian", ADA, "Ben Nkosi", "--of-age-on", str(day))
        assert "By then they are of age" in named.err


def test_who_does_not_learn_here_is_nobody(typed):
    assert "No learner" in typed("consents", "list", "kofi@example.test").err
