"""A reviewer who is forgotten has still said yes."""

import pytest

from cast import a_draft, an_organization, femi
from conferral.learning.review import personal_data
from conferral.learning.review.comments import comment
from conferral.learning.review.models import Review
from conferral.oversight.fsck import approvals
from reviewing import approved

pytestmark = pytest.mark.django_db


def test_what_somebody_decided_and_said_is_shown_to_them():
    version = approved(a_draft())
    comment(version, femi(), "Well done.")
    kept = personal_data.export(femi())
    assert [each["role"] for each in kept["decided"]] == ["subject expert"]
    assert [each["text"] for each in kept["comments"]] == ["Well done."]
    assert (kept["submitted"], kept["withdrawn"]) == ([], [])


def test_the_name_goes_and_the_yes_stays():
    version = approved(a_draft())
    personal_data.erase(femi(), an_organization())
    review = Review.objects.get(decided_by=femi())
    assert (review.signed_as, review.vote, version.is_approved) == ("", "yes", True)
    assert [*approvals.content(), *approvals.signatures()] == []
