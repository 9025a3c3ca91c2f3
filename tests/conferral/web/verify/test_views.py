"""The page behind the QR code, as a stranger with a phone meets it."""

import json

import pytest
from django.urls import reverse

from cast import (
    a_course,
    an_accreditation,
    an_issued_credential,
    an_organization,
    dara,
    publish,
)
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.models import Credential, StatusList
from conferral.credentials.issuing.reasons import Reason
from credkit.keys import LocalSigner

pytestmark = pytest.mark.django_db


def page(client, credential, **headers):
    return client.get(f"/c/{credential.number}", **headers)


def test_a_valid_certificate_is_valid_in_words(client, printed):
    answer = page(client, printed)
    assert answer.status_code == 200
    assert "This certificate is valid" in answer.content.decode()


def test_it_shows_every_line_that_the_certificate_prints(client):
    version = a_course(
        validity_months=36, signatory_name="Lindiwe van Wyk", signatory_role="Director"
    )
    an_accreditation(version)
    shown = page(client, an_issued_credential("Zoë Nkosi", version)).content.decode()
    for line in (
        "Zoë Nkosi",
        "Workplace First Aid",
        "Scene safety, bleeding and resuscitation.",
        "Certificate of Completion",
        "Accredited",
        "14 June 2026",
        "24 learning hours, NQF level 2",
        "National Board",
        "NBVA/2024/00317",
        "meets the Board’s published standard",
        "Dr Thabo Mokoena, Course instructor",
        "Lindiwe van Wyk, Director",
        "Valid until",
        "Compare every line",
    ):
        assert line in shown, line


def test_a_name_is_text_and_never_markup(client):
    shown = page(client, an_issued_credential("Ada <b>Bold</b> & Söns")).content.decode()
    assert "Ada &lt;b&gt;Bold&lt;/b&gt; &amp; Söns" in shown


@pytest.mark.parametrize("spelling", [str.lower, lambda n: n.replace("-", ""), str.swapcase])
def test_a_number_may_be_sloppily_spelled(client, printed, spelling):
    assert client.get(f"/c/{spelling(printed.number)}").status_code == 200


def test_the_shouted_address_of_a_qr_code_works(client, printed):
    assert client.get(f"/C/{printed.number}").status_code == 200
    assert client.get(f"/C/{printed.number}.PDF")["Content-Type"] == "application/pdf"


def test_a_revoked_certificate_says_why_but_not_whose(client, printed):
    actions.revoke(printed, dara(), "Issued in error")
    shown = page(client, printed).content.decode()
    assert "Revoked on" in shown
    assert "issued in error" in shown
    assert "Ada Nkosi" not in shown


def test_a_suspended_certificate_says_since_when_and_why_but_not_whose(client, printed):
    actions.suspend(printed, dara(), "Being reviewed", Reason.UNDER_REVIEW)
    shown = page(client, printed).content.decode()
    assert "Suspended since" in shown
    assert "being reviewed" in shown
    assert "Ada Nkosi" not in shown


def test_no_check_denies_what_the_verdict_says(client, printed):
    """Even before the status list has heard of it."""
    actions.suspend(printed, dara(), "Being reviewed", Reason.UNDER_REVIEW)
    shown = page(client, printed).content.decode()
    assert "Suspended by its issuer" in shown
    assert "Not revoked, suspended or replaced" not in shown


def test_the_files_of_a_suspended_certificate_are_withheld_for_now(client, printed):
    actions.suspend(printed, dara(), "Being reviewed", Reason.UNDER_REVIEW)
    for suffix in ("pdf", "png"):
        answer = client.get(f"/c/{printed.number}.{suffix}")
        assert (answer.status_code, b"not given out now" in answer.content) == (404, True)
    told = client.get(f"/c/{printed.number}.json").json()
    assert (told["status"], told["reason"]) == ("suspended", "Being reviewed")
    assert "Ada Nkosi" not in str(told)


def test_a_reinstated_certificate_is_given_out_again(client, printed):
    actions.suspend(printed, dara(), "Being reviewed", Reason.UNDER_REVIEW)
    actions.reinstate(printed, dara(), "Nothing found", Reason.REVIEW_ENDED)
    assert "This certificate is valid" in page(client, printed).content.decode()
    assert client.get(f"/c/{printed.number}.pdf").status_code == 200


def test_the_page_tells_where_each_event_stands_in_the_public_log(client, printed):
    actions.suspend(printed, dara(), "Being reviewed", Reason.UNDER_REVIEW)
    assert "not yet in the public log" in page(client, printed).content.decode()
    publish()
    actions.revoke(printed, dara(), "Issued in error")
    publish()
    shown = page(client, printed).content.decode()
    suspended, revoked = printed.events.order_by("pk").values_list("entry__index", flat=True)
    assert f"Suspended, entered in the public log as entry {suspended}" in shown
    assert f"Revoked, entered in the public log as entry {revoked}" in shown


@pytest.mark.parametrize("suffix", ["pdf", "png"])
def test_the_paper_of_a_revoked_certificate_is_withheld(client, printed, suffix):
    actions.revoke(printed, dara(), "Issued in error")
    answer = client.get(f"/c/{printed.number}.{suffix}")
    assert answer.status_code == 410
    assert "Ada Nkosi" not in answer.content.decode()


def test_an_expired_certificate_is_shown_with_its_period(client):
    credential = an_issued_credential(version=a_course(validity_months=1), days_ago=90)
    shown = page(client, credential).content.decode()
    assert "Expired on" in shown
    assert "Ada Nkosi" in shown


def test_an_altered_record_shows_nothing_of_itself(client):
    credential = an_issued_credential()
    slots = credential.slots | {"holder_name": "Mallory"}
    Credential.objects.filter(pk=credential.pk).update(slots=slots)
    shown = page(client, credential).content.decode()
    assert "altered" in shown
    assert "Mallory" not in shown


def test_a_signature_of_another_key_makes_it_altered(client):
    credential = an_issued_credential()
    forged = LocalSigner(bytes(32)).sign(b"anything")
    Credential.objects.filter(pk=credential.pk).update(signature=forged)
    assert "This certificate is valid" not in page(client, credential).content.decode()


def test_without_a_status_list_it_is_never_green(client):
    credential = an_issued_credential()
    StatusList.objects.update(document=None)
    shown = page(client, credential).content.decode()
    assert "status not checked" in shown
    assert "This certificate is valid" not in shown


def test_a_certificate_of_a_moment_ago_waits_for_the_log(client):
    credential = an_issued_credential()
    type(credential.entry).objects.filter(pk=credential.entry_id).update(index=None)
    shown = page(client, credential).content.decode()
    assert "not yet in the public log" in shown
    assert "This certificate is valid" not in shown


def test_an_unknown_number_is_not_found_and_nobody_is_accused(client):
    shown = client.get("/c/SP-00000-00000-00000", follow=True)
    assert shown.status_code == 404
    assert "No certificate has this number" in shown.content.decode()


@pytest.mark.parametrize("page", ["/", "/account/sign-in"])
def test_a_register_that_nobody_has_founded_says_how_it_begins(client, page):
    assert "conferral organization found" in client.get(page).content.decode()
    an_organization()
    assert "conferral organization found" not in client.get(page).content.decode()


def test_whoever_types_a_number_sees_one_of_this_house(client):
    an_organization("Akademie", "AK")
    assert "AK-7K3M9-QXD2H-8WNC" in client.get("/").content.decode()


def test_a_slip_of_the_last_character_gets_its_hint(client, printed):
    wrong = printed.number[:-1] + ("A" if printed.number[-1] != "A" else "B")
    assert "typing slip" in client.get(f"/c/{wrong}").content.decode()


@pytest.mark.parametrize(
    "wanted",
    ["application/json", "application/ld+json", "application/vc", "application/vc+ld+json"],
)
def test_software_that_asks_for_json_gets_the_signed_credential(client, printed, wanted):
    answer = page(client, printed, HTTP_ACCEPT=wanted)
    assert answer["Content-Type"] == wanted
    assert "Accept" in answer["Vary"]
    document = json.loads(answer.content)
    assert document["id"] == printed.url
    assert document["proof"]["cryptosuite"] == "eddsa-rdfc-2022"


def test_the_suffix_gives_the_same_document_to_any_site(client, printed):
    by_suffix = client.get(f"/c/{printed.number}.json")
    assert by_suffix["Access-Control-Allow-Origin"] == "*"
    assert (
        json.loads(by_suffix.content)
        == page(client, printed, HTTP_ACCEPT="application/json").json()
    )


def test_software_gets_a_404_that_it_can_read(client):
    answer = client.get("/c/nothing", HTTP_ACCEPT="application/json")
    assert answer.status_code == 404
    assert answer.json() == {"error": "No certificate has this number."}


def test_the_files_are_what_they_say(client, printed):
    assert client.get(f"/c/{printed.number}.pdf").content.startswith(b"%PDF-")
    for query in ("", "?width=720"):
        picture = client.get(f"/c/{printed.number}.png{query}").content
        assert picture.startswith(b"\x89PNG")


def test_the_paper_of_an_unprinted_certificate_asks_for_patience(client):
    answer = client.get(f"/c/{an_issued_credential().number}.pdf")
    assert answer.status_code == 404
    assert "Not ready yet" in answer.content.decode()


def test_nobody_who_looks_gets_a_cookie_or_is_indexed(client, printed):
    for address in (f"/c/{printed.number}", f"/c/{printed.number}.pdf", "/verify", "/c/none"):
        answer = client.get(address)
        assert not answer.cookies, address
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("suffix", ["", ".json", ".pdf", ".png"])
def test_who_has_it_already_gets_nothing_again(client, printed, suffix):
    address = f"/c/{printed.number}{suffix}"
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_revoking_ends_every_kept_page(client, printed):
    before = page(client, printed)
    actions.revoke(printed, dara(), "Issued in error")
    after = page(client, printed, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "Revoked" in after.content.decode()


def test_an_unprepared_page_asks_at_most_seven_questions_and_then_two(
    client, printed, django_assert_max_num_queries
):
    with django_assert_max_num_queries(7):
        page(client, printed)
    with django_assert_max_num_queries(2):  # The short way asks, and then the long one.
        page(client, printed)


def test_a_typed_number_leads_to_its_page(client, printed):
    typed = printed.number.lower().replace("-", " ")
    answer = client.get("/verify", {"number": f" {typed} "})
    assert answer["Location"] == reverse("certificate", args=[printed.number])


def test_a_mistyped_number_stays_in_its_field_with_a_hint(client, db):
    shown = client.get("/verify", {"number": 'SP-7K3M9"<'}).content.decode()
    assert "SP-7K3M9&quot;&lt;" in shown
    assert 'aria-invalid="true" autofocus' in shown


def test_the_status_list_says_it_too_once_published(client, printed):
    actions.revoke(printed, dara(), "Issued in error")
    publish()
    assert "Taken back by its issuer" in page(client, printed).content.decode()


@pytest.mark.parametrize(
    ("wanted", "start"), [("application/pdf", b"%PDF-"), ("image/png", b"\x89PNG")]
)
def test_whoever_prefers_paper_or_a_picture_gets_it_at_the_same_address(
    client, printed, wanted, start
):
    answer = page(client, printed, HTTP_ACCEPT=wanted)
    assert answer["Content-Type"] == wanted
    assert answer.content.startswith(start)
    assert "Accept" in answer["Vary"]


def test_software_is_told_of_a_revocation_and_not_of_the_name(client, printed):
    actions.revoke(printed, dara(), "Issued in error")
    answer = client.get(f"/c/{printed.number}.json")
    told = answer.json()
    assert (told["status"], told["reason"]) == ("revoked", "Issued in error")
    assert printed.slots["holder_name"] not in answer.content.decode()
