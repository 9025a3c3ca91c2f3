"""One certificate, forty, or ten thousand are called back."""

import pytest
from django.utils import timezone

from cast import a_course, an_issued_credential, an_organization, dara, hana, publish
from conferral.credentials.delivery import letters
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions, jobs, personal_data
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.models import Recall, Recalled
from conferral.credentials.recalls.order import Order, Wanted
from conferral.credentials.recalls.running import RECALLS
from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.models import Entry
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import actions as runs
from conferral.foundation.runs import tracking
from conferral.foundation.runs.life import State
from conferral.oversight.fsck.run import findings

pytestmark = pytest.mark.django_db


def issued(*names):
    version = a_course()
    return [an_issued_credential(name, version) for name in names]


def revocation(*credentials, **said):
    wanted = tuple(Wanted(each.number) for each in credentials)
    return Order(False, Reason.ISSUED_IN_ERROR, "Issued in error", wanted, **said)


def correction(**names):
    wanted = tuple(Wanted(number, name) for number, name in names.items())
    return Order(True, Reason.WRONG_NAME, "The name was wrong", wanted, names_successor=False)


def call_back(order, expected=None):
    count = len(order.wanted) if expected is None else expected
    return actions.call_back(an_organization(), dara(), order, expected=count)


def run():
    while CALL_BACK.run():
        pass
    publish()


def send():
    PRINT_LOGGED.run()
    ANNOUNCE_PRINTED.run()


def was_written_to(*credentials):
    """As if the letters with the certificates had left."""
    for each in credentials:
        to, now = each.award.enrolment.person.email, timezone.now()
        Message.objects.create(
            organization=an_organization(), key=letters.key_of(each), to=to, sent_at=now
        )


def recalled():
    """Who is written to about a recall."""
    written = Message.objects.filter(key__startswith="recalled:")
    return set(written.values_list("to", flat=True))


def test_the_preview_counts_and_says_which_stay_as_they_are():
    ada, ben = issued("Ada Nkosi", "Ben Dlamini")
    issuing.revoke(ben, dara(), "Misconduct")
    order = revocation(ada, ben)
    order = Order(**{**vars(order), "wanted": (*order.wanted, Wanted("SP-1"), Wanted("nothing!"))})
    seen = actions.preview(an_organization(), order)
    assert [credential for credential, _ in seen.chosen] == [ada]
    assert seen.unfit[ben.number] == "It has been revoked already."
    assert len(seen.unfit) == 3
    assert seen.courses == (("Workplace First Aid", 1),)
    assert not seen.needs_second
    assert Recall.objects.count() == 0


def test_what_is_named_twice_is_meant_once_and_by_no_two_names():
    ada, ben = issued("Ada Nkosi", "Ben Dube")
    again = Wanted(f" {ada.number.lower()}", "Ada Ngcobo")
    lines = [Wanted(ada.number, "Ada Ngcobo"), again]
    lines += [Wanted(ben.number, "Ben Du Bé"), Wanted(ben.number, "Ben Dubé")]
    order = Order(True, Reason.WRONG_NAME, "The name was wrong", tuple(lines))
    seen = actions.preview(an_organization(), order)
    assert [credential for credential, _ in seen.chosen] == [ada]
    assert seen.unfit == {ben.number: "It is named twice, with two names."}


def test_a_certificate_of_somebody_else_is_unknown():
    theirs = an_issued_credential("Ada Nkosi", a_course("other", an_organization("Other", "0T")))
    assert actions.preview(an_organization(), revocation(theirs)).unfit == {
        theirs.number: "There is no certificate of this number."
    }


def test_a_small_one_is_done_by_the_belt_with_a_letter_to_each():
    ada, ben = issued("Ada Nkosi", "Ben Dlamini")
    was_written_to(ada, ben)
    call_back(revocation(ada, ben, apology="We are sorry."))
    run()
    for credential in (ada, ben):
        credential.refresh_from_db()
        assert (credential.status, credential.revoked_because) == ("revoked", "Issued in error")
    assert recalled() == {"ada@example.test", "ben@example.test"}
    written = Message.objects.filter(key__startswith="recalled:")
    assert all("We are sorry." in letter.text for letter in written)


def test_nobody_reads_an_apology_for_what_they_never_heard_of():
    ada, ben = issued("Ada Nkosi", "Ben Dlamini")
    was_written_to(ben)
    call_back(revocation(ada, ben, apology="We are sorry."))
    run()
    assert recalled() == {"ben@example.test"}


def test_nor_for_a_name_that_they_never_read():
    ada, ben = issued("Ada Nkosi", "Ben Dlamini")
    was_written_to(ben)
    order = correction(**{ada.number: "Ada Nkomo", ben.number: "Ben Dube"})
    call_back(Order(**{**vars(order), "apology": "We are sorry."}))
    run()
    assert recalled() == {"ben@example.test"}


def test_who_had_a_letter_about_the_one_before_it_is_written_to():
    (ada,) = issued("Ada Nkosi")
    was_written_to(ada)
    call_back(correction(**{ada.number: "Ada Nkomo"}))
    run()
    call_back(revocation(Credential.objects.current().get()))
    run()
    assert recalled() == {"ada@example.test"}


def test_a_large_one_waits_for_somebody_else():
    an_organization()
    type(an_organization()).objects.update(recalls_alone_up_to=1)
    ada, ben = issued("Ada Nkosi", "Ben Dlamini")
    assert not actions.preview(an_organization(), revocation(ada)).needs_second
    recall = call_back(revocation(ada, ben))
    run()
    ada.refresh_from_db()
    assert ada.status == "valid"
    with pytest.raises(Refused, match="Someone else"):
        actions.agree(recall, dara())
    actions.agree(recall, hana())
    run()
    ada.refresh_from_db()
    assert ada.status == "revoked"
    with pytest.raises(Refused, match="begun already"):
        actions.agree(recall, hana())


def test_it_is_stopped_and_what_is_left_stays():
    type(an_organization()).objects.update(recalls_alone_up_to=0)
    (ada,) = issued("Ada Nkosi")
    recall = call_back(revocation(ada))
    assert actions.stop(recall, dara()) == 1
    run()
    ada.refresh_from_db()
    assert ada.status == "valid"
    with pytest.raises(Refused, match="stopped"):
        actions.agree(recall, hana())
    call_back(revocation(ada))  # It may be called back again.


def test_what_was_done_cannot_be_stopped():
    recall = call_back(revocation(*issued("Ada Nkosi")))
    run()
    with pytest.raises(Refused, match="done already"):
        actions.stop(recall, dara())


def test_wrong_names_on_many_certificates_are_corrected():
    right = ("Zoë Nkosi", "Thandi Dlamini")
    wrong = issued("Zoe Nkosi", "Tandi Dlamini")
    send()
    order = correction(**{each.number: name for each, name in zip(wrong, right, strict=True)})
    recall = call_back(order)
    run()
    rows = recall.recalled.select_related("successor").order_by("pk")
    assert [row.successor.slots["holder_name"] for row in rows] == list(right)
    assert set(right) <= set(Person.objects.values_list("printed_name", flat=True))
    send()
    assert Message.objects.filter(key__startswith="certificate:").count() == 4
    assert [each for each in findings() if "not earned" not in each.problem] == []


def test_what_changed_meanwhile_is_left_and_says_why():
    (ada,) = issued("Ada Nkosi")
    call_back(revocation(ada))
    issuing.revoke(ada, dara(), "Misconduct", Reason.MISCONDUCT)
    run()
    (row,) = Recalled.objects.all()
    assert (row.refused, ada.revoked_because) == ("It has been revoked already.", "Misconduct")
    assert not Message.objects.filter(key__startswith="recalled:").exists()


def test_of_two_who_call_it_back_the_second_reads_who_was_first():
    (ada,) = issued("Ada Nkosi")
    call_back(revocation(ada))
    with pytest.raises(Refused, match=f"Dara has asked to revoke {ada.number} already"):
        actions.call_back(an_organization(), hana(), revocation(ada), expected=1)
    assert Recall.objects.count() == 1


def test_more_or_fewer_than_were_shown_are_not_called_back():
    with pytest.raises(Refused, match="1 by now, not 2"):
        call_back(revocation(*issued("Ada Nkosi")), expected=2)


def test_while_a_key_is_said_to_be_stolen_nothing_is_replaced():
    (ada,) = issued("Ada Nkosi")
    keyring.declare_compromise(ada.key, hana(), "Stolen")
    order = Order(True, Reason.SPOILED, "Spoiled", (Wanted(ada.number),))
    call_back(order)
    assert CALL_BACK.run() == 0
    (row,) = Recalled.objects.all()
    assert (row.done_at, row.attempts) == (None, 0)


def test_the_trail_says_who_called_how_many_back():
    call_back(revocation(*issued("Ada Nkosi")))
    said = Entry.objects.get(deed="called certificates back")
    assert (said.actor, said.details["count"]) == (dara(), 1)


def test_who_is_forgotten_leaves_no_name_in_a_recall():
    (ada,) = issued("Ada Nkosy")
    call_back(correction(**{ada.number: "Ada Nkosi"}))
    run()
    person = ada.award.enrolment.person
    assert personal_data.export(person)["called back"][0]["holder_name"] == "Ada Nkosi"
    personal_data.erase(person, an_organization())
    assert Recalled.objects.get().holder_name == ""


def test_the_letter_of_a_new_certificate_says_whose_place_it_takes():
    (ada,) = issued("Ada Nkosy")
    call_back(correction(**{ada.number: "Ada Nkosi"}))
    run()
    send()
    letter = Message.objects.get(key=f"certificate:{ada.award.credentials.current().get().number}")
    assert f"It takes the place of {ada.number}" in letter.text
    assert "Ask for a correction: https://" in letter.text


def test_a_recall_is_a_run_from_when_it_begins_until_its_last_certificate():
    ada, ben = issued("Ada Nkosi", "Ben Dlamini")
    type(an_organization()).objects.update(recalls_alone_up_to=1)
    recall = call_back(revocation(ada, ben))
    assert not tracking.of(recall).exists()
    actions.agree(recall, hana())
    issuing.revoke(ben, dara(), "Misconduct")
    run()
    found = tracking.of(recall).get()
    assert (found.asked_by, found.state) == (dara(), State.DONE)
    assert (found.done, found.failed) == (1, 1)
    (problem,) = RECALLS.problems(recall.pk)
    assert problem.which == ben.number


def test_a_recall_that_is_paused_goes_on_where_it_stood(monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 1)
    recall = call_back(revocation(*issued("Ada Nkosi", "Ben Dlamini", "Cleo Zulu")))
    CALL_BACK.run()
    runs.pause(tracking.of(recall).get(), hana())
    assert (CALL_BACK.waits(), CALL_BACK.run()) == (False, 0)
    runs.resume(tracking.of(recall).get(), hana())
    run()
    found = tracking.of(recall).get()
    assert (found.state, found.done) == (State.DONE, 3)


def test_a_recall_that_is_cancelled_as_a_run_is_stopped(monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 1)
    recall = call_back(revocation(*issued("Ada Nkosi", "Ben Dlamini")))
    CALL_BACK.run()
    runs.cancel(tracking.of(recall).get(), RECALLS, hana())
    recall.refresh_from_db()
    assert (recall.stopped_at is None, tracking.of(recall).get().state) == (False, State.CANCELLED)
    assert list(RECALLS.problems(recall.pk)) == []


def test_what_is_stuck_of_a_recall_is_tried_again():
    recall = call_back(revocation(*issued("Ada Nkosi")))
    Recalled.objects.update(attempts=PATIENCE, problem="The disk is full.")
    assert [each.says for each in RECALLS.problems(recall.pk)] == ["The disk is full."]
    assert runs.retry(tracking.of(recall).get(), RECALLS, dara()) == 1
    run()
    assert tracking.of(recall).get().state is State.DONE


def test_the_run_ends_without_those_who_were_forgotten_meanwhile():
    ada, ben = issued("Ada Nkosi", "Ben Dlamini")
    recall = call_back(revocation(ada, ben))
    personal_data.erase(ada.award.enrolment.person, an_organization())
    run()
    found = tracking.of(recall).get()
    assert (found.state, found.total, found.done) == (State.DONE, 1, 1)


def test_what_was_revoked_and_has_ended_is_not_promised_another():
    (credential,) = issued("Ada Nkosi")
    issuing.revoke(credential, dara(), "Misconduct", Reason.MISCONDUCT)
    Credential.objects.update(valid_until=timezone.now())
    wanted = (Wanted(credential.number),)
    order = Order(True, Reason.APPEAL_UPHELD, "An appeal was upheld", wanted)
    seen = actions.preview(an_organization(), order)
    assert "Its time is over" in seen.unfit[credential.number]
