"""Today, courses, activity and mail: what staff see at a glance."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import (
    PASSED,
    a_course,
    a_moodle_file,
    a_person,
    an_award,
    an_import,
    an_issued_credential,
    an_organization,
    dara,
)
from conferral.credentials.issuing.actions import revoke
from conferral.foundation.audit.trail import record
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail.models import Message
from conferral.learning.progress import actions
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment

pytestmark = pytest.mark.django_db
ZOE = ("Zoë Müller", "zoe@example.test", PASSED)


def text_of(browser, name, *args, **asked):
    return browser.get(reverse(name, args=args), asked).content.decode()


def a_letter(**of):
    kept = {"organization": an_organization(), "key": "k", "to": "zoe@example.test"}
    return Message.objects.create(**kept | of)


def test_a_quiet_day_says_so(registrar):
    assert "Nothing needs you today" in text_of(registrar, "today")


def test_what_needs_a_person_is_named(registrar):
    version = a_course()
    actions.upload(version.course, dara(), "draft.csv", a_moodle_file(ZOE))
    a_letter(attempts=PATIENCE - 2, problem="The mail server does not answer")
    award = an_award("Ada Nkosi", version)
    award.attempts, award.problem = PATIENCE, "No key"
    award.save()
    text = text_of(registrar, "today")
    assert "3 things need you today" in text
    assert "draft.csv" in text
    assert "1 letter could not be sent" in text
    assert "Try what is stuck again" in text
    assert "<bdi>The certificate of Ada Nkosi</bdi> cannot be signed" in text
    assert "No key" in text


def test_a_running_import_stands_there_with_its_bar(registrar):
    an_import(ZOE)
    text = text_of(registrar, "today")
    assert "Import: course_completion.csv" in text
    assert 'role="progressbar"' in text


def test_the_chart_is_also_a_table_and_a_spreadsheet(registrar):
    an_issued_credential()
    assert "1 certificate was issued in the last twelve months, 0 of them accredited" in text_of(
        registrar, "today"
    )
    answer = registrar.get(reverse("issued-csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 13
    assert lines[-1] == f"{timezone.now():%Y-%m},1,0"


def test_a_course_says_in_words_when_it_is_completed_and_what_is_left(registrar):
    an_import(("Zoë Müller", "zoe@example.test", "Not completed"))
    READ_IMPORTS.run()
    text = text_of(registrar, "course", "first-aid")
    assert "To earn it, complete “Read: scene safety”" in text
    assert "Zoë Müller" in text
    assert "Pass “Final quiz”." in text


def test_a_course_lists_the_certificate_of_who_has_one(registrar):
    credential = an_issued_credential(version=a_course())
    assert credential.number in text_of(registrar, "course", "first-aid")


def test_a_course_asks_no_more_questions_for_more_learners(
    registrar, django_assert_max_num_queries
):
    an_import(*((f"Learner {n}", f"l{n}@example.test", PASSED) for n in "abcdefgh"))
    READ_IMPORTS.run()
    with django_assert_max_num_queries(16):
        text_of(registrar, "course", "first-aid")


@pytest.mark.parametrize("page", ["courses", "imports", "certificates", "mail"])
def test_an_empty_page_says_what_will_stand_there(registrar, page):
    assert 'class="empty"' in text_of(registrar, page)


def test_activity_names_who_did_what(registrar):
    an_import(ZOE)
    text = text_of(registrar, "activity")
    assert "started an import" in text
    assert "Dara" in text


def test_activity_is_found_by_who_did_it_what_was_done_and_the_day(registrar):
    an_import(ZOE)
    today = f"{timezone.localdate()}"
    assert "started an import" in text_of(registrar, "activity", q="dara", since=today)
    assert "started an import" in text_of(registrar, "activity", q="STARTED", until=today)
    assert "Nothing matches" in text_of(registrar, "activity", q="Zoë")
    assert "Nothing matches" in text_of(registrar, "activity", until="2001-02-28")
    assert "started an import" in text_of(registrar, "activity", until="2001-02-31")


def test_activity_calls_things_as_people_do(registrar, printed):
    revoke(printed, dara(), "Issued in error")
    text = text_of(registrar, "activity")
    assert printed.number in text
    assert "Workplace First Aid, version 1" in text


def test_activity_leads_to_what_it_is_about(registrar):
    enrolment = an_award().enrolment
    for target in (enrolment, enrolment.person, enrolment.version.course):
        record(dara(), "looked at it", target, an_organization())
    text = text_of(registrar, "activity", q="looked")
    assert f'href="{reverse("learner", args=[enrolment.pk])}">enrolment {enrolment.pk}</a>' in text
    assert f'href="{reverse("course", args=["first-aid"])}">first-aid</a>' in text
    assert f"<bdi>{enrolment.person.printed_name}</bdi>" in text


def test_nobody_sees_the_activity_of_others(client, stranger):
    an_import(ZOE)
    client.force_login(stranger)
    assert "started an import" not in text_of(client, "activity")


def test_mail_shows_the_problem_and_tries_again_when_asked(registrar):
    letter = a_letter(attempts=PATIENCE, problem="No such mailbox")
    assert "No such mailbox" in text_of(registrar, "mail", state="stuck")
    registrar.post(reverse("mail-retry", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.attempts == 0


def test_mail_can_be_shown_by_state(registrar):
    a_letter(key="a", to="sent@example.test", sent_at=timezone.now())
    a_letter(key="b", to="waits@example.test")
    for state, shown, hidden in (("sent", "sent@", "waits@"), ("waiting", "waits@", "sent@")):
        text = text_of(registrar, "mail", state=state)
        assert shown in text
        assert hidden not in text


def test_a_sent_letter_is_not_sent_again(registrar):
    letter = a_letter(sent_at=timezone.now())
    assert registrar.post(reverse("mail-retry", args=[letter.pk])).status_code == 404


def test_who_has_not_earned_it_yet_stands_first_on_the_page_of_a_course(registrar):
    an_issued_credential("Ada Nkosi")
    Enrolment.objects.create(person=a_person("Zoë Müller"), version=a_course())
    page = registrar.get(reverse("course", args=["first-aid"])).context["page"]
    assert [each.person.printed_name for each in page] == ["Zoë Müller", "Ada Nkosi"]
