"""Fill an empty register with the demonstration; leave one that has it as it is."""

from django.conf import settings
from django.utils import timezone

from conferral import worker
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import Credential
from conferral.demo import catalogue, frameworks, learners, lives, staffing, vouching
from conferral.demo.courses import COURSES
from conferral.demo.staffing import House


def load() -> None:
    """Each step is done once, so an interrupted load goes on where it stopped."""
    house = staffing.house()
    keyring.make_first_key(house.organization)
    _catalogue(house)
    learners.take_in(house)
    learners.judge(house)
    worker.run_until_idle()
    learners.moderate(house)
    learners.show_every_state(house)
    lives.let_renew(house)
    lives.call_back(house)
    lives.let_ask(house)
    worker.run_until_idle()


def an_example() -> str:
    """The address of a valid certificate."""
    valid = Credential.objects.filter(revoked_at=None, suspended_at=None, is_specimen=False)
    newest = valid.order_by("-issued_at", "pk").first()
    return newest.url if newest else settings.SITE_URL


def _catalogue(house: House) -> None:
    today = timezone.localdate(timezone=house.organization.zone)
    catalogue.furnish(house)
    frameworks.take_in(house)
    vouching.introduce(house)
    for course in catalogue.everything():
        catalogue.write(house, course)
    vouching.vouch(house, today)
    vouching.register_teachers(house, today)
    for course in COURSES:
        catalogue.approve(house, course)
    catalogue.ask_for_a_second_version(house)
    catalogue.begin_a_draft(house)
    catalogue.leave_a_review_undecided(house, today)
