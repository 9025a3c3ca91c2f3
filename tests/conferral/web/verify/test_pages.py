"""The page that is prepared, and what ends it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cast import a_course, an_accreditation, an_issued_credential, chika, dara, hana, publish
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.envelopes.jobs import SIGN_ENVELOPES
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import Credential, Shape, StatusList
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.verification.models import Page
from conferral.learning.accreditation import actions as accreditation
from conferral.oversight.privacy import actions as privacy
from conferral.web.verify import pages
from conferral.web.verify.jobs import MAKE_PAGES, differing, make_again
from conferral.web.verify.rendering import finished

NOW = datetime(2026, 6, 14, 9, 30, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def etag(credential, now=NOW):
    return pages.edition(credential.number, now).etag


def is_prepared(credential, now=None):
    return pages.edition(credential.number, now or timezone.now()).standing.body is not None


def prepare():
    publish()
    while MAKE_PAGES.run():
        pass


def revoked(credential):
    issuing.revoke(credential, dara(), "Issued in error")


def suspended(credential):
    issuing.suspend(credential, dara(), "Under review", Reason.OTHER)


def reinstated(credential):
    suspended(credential)
    issuing.reinstate(credential, dara(), "Nothing found", Reason.REVIEW_ENDED)


def expired(credential):
    Credential.objects.filter(pk=credential.pk).update(valid_until=timezone.now() - timedelta(1))


def not_yet_valid(credential):
    Credential.objects.filter(pk=credential.pk).update(issued_at=timezone.now() + timedelta(1))


def a_specimen(credential):
    Credential.objects.filter(pk=credential.pk).update(is_specimen=True)


def altered(credential):
    Credential.objects.filter(pk=credential.pk).update(
        slots=credential.slots | {"holder_name": "Mallory"}
    )


def its_key_stolen(credential):
    change = keyring.declare_compromise(
        credential.key, dara(), "Laptop lost", timezone.now() - timedelta(days=1)
    )
    keyring.confirm(change, chika())
    CHANGE_KEYS.run()


def nothing(credential):
    pass


TURNS = (
    nothing,
    revoked,
    suspended,
    reinstated,
    expired,
    not_yet_valid,
    a_specimen,
    altered,
    its_key_stolen,
)


@pytest.fixture
def prepared(printed):
    prepare()
    return printed


def test_an_edition_lasts_for_its_minute():
    credential = an_issued_credential()
    assert etag(credential) == etag(credential, NOW + timedelta(seconds=30))
    assert etag(credential) != etag(credential, NOW + timedelta(minutes=1))


def test_the_page_of_a_printed_certificate_is_prepared(prepared):
    assert is_prepared(prepared)
    assert not MAKE_PAGES.waits()


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.__name__)
def test_what_is_shown_is_byte_for_byte_what_is_rendered(client, prepared, turn):
    turn(prepared)
    for _ in ("before it is prepared again", "after"):
        now = timezone.now()
        shown = client.get(f"/c/{prepared.number}").content
        rendered = {
            finished(pages.render(prepared.number, at), at, "Africa/Johannesburg")
            for at in (now, timezone.now())  # The minute may turn meanwhile.
        }
        assert shown in rendered
        assert list(differing()) == []
        prepare()


@pytest.mark.parametrize("turn", [nothing, revoked, suspended, reinstated, its_key_stolen])
def test_after_each_turn_it_is_prepared_again(prepared, turn):
    turn(prepared)
    prepare()
    assert is_prepared(prepared)


@pytest.mark.parametrize("turn", [revoked, suspended, reinstated, its_key_stolen])
def test_after_each_turn_the_page_of_before_is_not_shown(prepared, turn):
    before = etag(prepared)
    turn(prepared)
    assert etag(prepared) != before
    assert not is_prepared(prepared)


def test_a_page_of_before_a_suspension_does_not_come_back_with_its_end(client, prepared):
    page = Page.objects.get()
    reinstated(prepared)
    page.save()
    Credential.objects.update(page_made_at=timezone.now())
    assert not is_prepared(prepared)


def test_what_was_altered_is_never_prepared(prepared):
    altered(prepared)
    make_again()
    Credential.objects.update(page_made_at=None)
    prepare()
    assert not is_prepared(prepared)
    assert not MAKE_PAGES.waits()


def test_nothing_is_prepared_before_the_lists_and_the_log_have_it(prepared):
    revoked(prepared)
    assert MAKE_PAGES.run() == 0
    publish()
    assert MAKE_PAGES.run() == 1


def test_time_alone_ends_a_page_and_has_it_made_again():
    credential = an_issued_credential(version=a_course(validity_months=36))
    PRINT_LOGGED.run()
    prepare()
    page = Page.objects.get()
    credential.refresh_from_db()
    assert page.good_until == credential.valid_until
    assert is_prepared(credential, page.good_until - timedelta(seconds=1))
    assert not is_prepared(credential, page.good_until)
    Page.objects.update(good_until=timezone.now())
    assert MAKE_PAGES.waits()
    prepare()
    assert Page.objects.get().good_until == credential.valid_until


def test_an_accreditation_that_stops_ends_the_page(client):
    version = a_course()
    body = an_accreditation(version)
    credential = an_issued_credential(version=version)
    PRINT_LOGGED.run()
    prepare()
    accreditation.suspend(body, "Under inspection", hana())
    assert not is_prepared(credential)
    assert "Lapsed since" in client.get(f"/c/{credential.number}").content.decode()
    assert make_again() == 1
    prepare()
    assert is_prepared(credential)
    assert "Lapsed since" in client.get(f"/c/{credential.number}").content.decode()


def test_another_colour_of_the_house_ends_every_page(prepared):
    organization = prepared.key.organization
    organization.colour = "#0f5b52"
    organization.save()
    assert not is_prepared(prepared)


@pytest.mark.parametrize("field", ["body", "seal"])
def test_a_page_that_somebody_wrote_into_the_database_is_not_shown(client, prepared, field):
    assert is_prepared(prepared)  # What was shown before must not hide it.
    page = Page.objects.get()
    setattr(page, field, bytes(getattr(page, field))[:-1] + b"x")
    page.save()
    assert not is_prepared(prepared)
    assert "This certificate is valid" in client.get(f"/c/{prepared.number}").content.decode()


def test_a_page_cannot_be_moved_to_another_certificate(prepared):
    other = an_issued_credential("Mallory")
    PRINT_LOGGED.run()
    prepare()
    page = Page.objects.get(credential=prepared)
    Page.objects.filter(credential=other).update(
        body=page.body, seal=page.seal, rests_on=page.rests_on
    )
    assert not is_prepared(other)


def test_the_templates_of_before_an_upgrade_are_not_shown(prepared, monkeypatch):
    monkeypatch.setattr(pages, "layout", lambda: "another")
    assert not is_prepared(prepared)


@pytest.mark.django_db(transaction=True)
def test_who_was_forgotten_has_no_page_left(client, prepared):
    privacy.erase(prepared.award.enrolment.person, dara(), prepared.key.organization)
    assert not Page.objects.exists()
    assert client.get(f"/c/{prepared.number}").status_code == 404
    assert not MAKE_PAGES.waits()


def test_a_page_that_is_not_what_is_rendered_is_found(prepared):
    assert list(differing()) == []
    # Tampered with in a place that is not asked about: shapes never change.
    shape = prepared.shape
    Shape.objects.update(facts=shape.facts | {"course": "Brain Surgery"})
    assert list(differing()) == [prepared.number]


def test_looking_asks_one_question(client, prepared, django_assert_num_queries):
    client.get(f"/c/{prepared.number}")
    with django_assert_num_queries(1):
        client.get(f"/c/{prepared.number}")


def test_the_forgotten_and_the_unknown_have_no_edition():
    credential = an_issued_credential()
    credential.erased_at = NOW
    credential.save()
    assert pages.edition(credential.number, NOW) is None
    assert pages.edition("not a number", NOW) is None


def test_a_token_that_somebody_asks_for_ends_no_page(client, prepared):
    client.get(f"/c/{prepared.number}.jwt")
    SIGN_ENVELOPES.run()
    publish()
    assert prepared.events.exists()
    assert is_prepared(prepared)


def test_a_status_list_that_is_published_again_ends_no_page(prepared):
    StatusList.objects.update(published_at=timezone.now())
    assert is_prepared(prepared)
