"""The pages of moderators: what waits for whom, what is said of a result, and how a round ends."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cast import chika, dara, imani, jabu
from conferral.learning.accreditation.models import Document
from conferral.learning.awards.links import token_of
from conferral.learning.awards.models import Award
from conferral.learning.moderation import actions
from conferral.learning.moderation.models import ModerationRound, Opinion, Outcome
from moderating import a_moderated_course, a_round, judged, not_upheld
from waiting import settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    client.force_login(imani())
    return client


def shown(browser, the_round):
    answer = browser.get(reverse("moderation-round", args=[the_round.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_names_what_waits_for_whom(moderator):
    mine = a_round(a_moderated_course())
    settled(a_moderated_course("fire", title="Fire"), 3)
    answer = moderator.get(reverse("moderation"))
    queue = answer.context["queue"]
    assert [each.round for each in queue.mine] == [mine]
    assert [each.count for each in queue.unopened] == [3]
    moderator.force_login(jabu())
    queue = moderator.get(reverse("moderation")).context["queue"]
    assert ([each.round for each in queue.others], queue.mine) == ([mine], ())


def test_a_moderator_opens_a_round_by_hand(moderator):
    version = a_moderated_course()
    settled(version, 8)
    answer = moderator.post(reverse("moderation-open", args=[version.pk]))
    the_round = ModerationRound.objects.get()
    assert answer["Location"] == reverse("moderation-round", args=[the_round.pk])
    assert "2 of 8 results drawn, 25 %." in shown(moderator, the_round)


def test_a_result_is_judged_with_a_paper_and_the_page_comes_back_to_it(moderator):
    the_round = a_round(a_moderated_course())
    entrant = the_round.entrants.drawn()[1]
    said = {f"{entrant.pk}-outcome": "not upheld", f"{entrant.pk}-remark": "Not signed."}
    paper = SimpleUploadedFile("log.pdf", b"%PDF-1.7\n")
    address = reverse("moderation-judge", args=[entrant.pk])
    answer = moderator.post(address, said | {f"{entrant.pk}-file": paper})
    assert answer["Location"].endswith("#result-2")
    assert Opinion.objects.get().document.name == "log.pdf"
    assert "Not signed." in shown(moderator, the_round)


def test_a_no_without_a_reason_is_refused_and_nothing_is_lost(moderator):
    the_round = a_round(a_moderated_course())
    entrant = the_round.entrants.drawn()[0]
    paper = SimpleUploadedFile("log.pdf", b"%PDF-1.7\n")
    answer = moderator.post(
        reverse("moderation-judge", args=[entrant.pk]),
        {f"{entrant.pk}-outcome": "not upheld", f"{entrant.pk}-file": paper},
    )
    assert answer.status_code == 409
    assert "Say what is wrong with it" in answer.content.decode()
    assert not Opinion.objects.exists()
    assert not Document.objects.exists()  # A paper that belongs to nothing nobody would find.


def test_a_round_is_concluded_only_by_who_means_it(moderator):
    the_round = a_round(a_moderated_course())
    judged(the_round, imani())
    address = reverse("moderation-conclude", args=[the_round.pk])
    assert moderator.post(address, {"outcome": "upheld"}).status_code == 422
    assert moderator.post(address, {"outcome": "upheld", "sure": "on"}).status_code == 302
    the_round.refresh_from_db()
    assert the_round.outcome == Outcome.UPHELD


def test_whoever_approved_the_content_reads_why_they_cannot(client):
    the_round = a_round(a_moderated_course())
    client.force_login(chika())
    html = shown(client, the_round)
    assert "You cannot moderate this" in html
    assert "Uphold the round" not in html


def test_a_moderator_is_named(moderator):
    jabu()
    the_round = a_round(a_moderated_course())
    form = {"internal-person": str(jabu().pk)}
    moderator.post(reverse("moderation-assign", args=[the_round.pk, "internal"]), form)
    the_round.refresh_from_db()
    assert the_round.internal_moderator == jabu()


def test_what_was_not_upheld_is_drawn_again_or_rejected(moderator):
    the_round = not_upheld(a_round(a_moderated_course()))
    assert "What becomes of the 8 results that it holds" in shown(moderator, the_round)
    address = reverse("moderation-reject", args=[the_round.pk])
    said = {"because": "Copied.", "sure": "on"}
    assert moderator.post(address, said).status_code == 409  # Nothing was ticked.
    wrong = the_round.entrants.drawn()[0]
    moderator.post(address, said | {"result": [wrong.pk]})
    assert list(Award.objects.exclude(rejected_at=None)) == [wrong.award]
    answer = moderator.post(reverse("moderation-again", args=[the_round.pk]))
    assert answer.status_code == 302
    assert ModerationRound.objects.get(follows=the_round).entrants.count() == 7


def test_who_is_rejected_reads_it_on_their_own_page(client):
    the_round = not_upheld(a_round(a_moderated_course()))
    actions.reject(the_round, imani(), "The log was not yours.")
    enrolment = Award.objects.all()[0].enrolment
    html = client.get(reverse("progress", args=[token_of(enrolment)])).content.decode()
    assert "Your result was not upheld" in html
    assert "The log was not yours." in html
    assert "Well done" not in html


def test_the_page_waiting_leads_to_the_round(client):
    the_round = a_round(a_moderated_course(), 2)
    settled(the_round.version, 1)
    client.force_login(dara())
    html = client.get(reverse("waiting")).content.decode()
    assert html.count(reverse("moderation-round", args=[the_round.pk])) == 2
    assert "See the rounds" in html


def test_today_names_the_round_to_its_moderator_only(client):
    the_round = a_round(a_moderated_course())
    client.force_login(imani())
    (need,) = client.get(reverse("today")).context["decisions"]
    assert (need.about, need.title) == ("Moderation", str(the_round))
    client.force_login(dara())
    assert client.get(reverse("today")).context["decisions"] == []


def test_staff_read_on_the_record_that_it_was_rejected(moderator):
    the_round = not_upheld(a_round(a_moderated_course()))
    actions.reject(the_round, imani(), "The log was not yours.")
    enrolment = Award.objects.all()[0].enrolment
    html = moderator.get(reverse("learner", args=[enrolment.pk])).content.decode()
    assert "Not upheld by moderators" in html
    assert "The log was not yours." in html
