"""The gate and the register: what a ruling is about, and what hangs on an accreditation."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cast import a_course, an_organization, hana
from conferral.learning.accreditation import actions, bodies, losses
from conferral.learning.accreditation.gate import Outcome
from conferral.learning.accreditation.reasons import Code
from conferral.learning.accreditation.rulings import Rulings
from conferral.learning.catalog.models import CertificateKind, Duty, Lacking
from vouching import a_site, a_teacher, a_type, granted, registered

pytestmark = pytest.mark.django_db

ON = date(2026, 7, 1)


def ruling(version, site=None, on=ON):
    return Rulings(version.course.organization, on).of(version, site)


def codes(version, **where):
    return [reason.code for reason in ruling(version, **where).reasons]


def test_a_version_without_a_type_is_accredited_where_one_is_in_force_and_plain_else():
    version = a_course()
    assert ruling(version).outcome is Outcome.NOT_ASKED
    granted(version, valid_until=ON)
    assert ruling(version).outcome is Outcome.ACCREDITED
    assert ruling(version, on=ON + timedelta(days=1)).outcome is Outcome.NOT_ASKED
    assert ruling(version).title == "Certificate of Completion"


def test_the_type_says_what_is_printed_and_whether_it_waits():
    held = a_course(certificate_type=a_type(Lacking.HOLD))
    lesser = a_course("mel", certificate_type=a_type(Lacking.DOWNGRADE))
    assert (ruling(held).outcome, ruling(held).title) == (Outcome.HELD, "Certificate of Competence")
    assert ruling(lesser).outcome is Outcome.DOWNGRADED
    assert ruling(lesser).title == "Certificate of Completion"


def test_attendance_is_never_accredited():
    kind = a_type(kind=CertificateKind.ATTENDANCE, needs_accreditation=False)
    version = a_course(certificate_type=kind)
    granted(version)
    assert ruling(version).outcome is Outcome.NOT_ASKED


def test_the_scope_is_read_from_the_register():
    version, durban, soweto = a_course(certificate_type=a_type()), a_site(), a_site("Soweto")
    granted(version, sites=[soweto])
    assert codes(version, site=durban) == [Code.SITE]
    assert ruling(version, site=soweto).outcome is Outcome.ACCREDITED


def test_open_conditions_count_and_met_ones_do_not():
    version = a_course(certificate_type=a_type())
    condition = actions.add_condition(granted(version), "A report", None, hana())
    assert codes(version) == [Code.CONDITION]
    actions.meet(condition, hana())
    assert codes(version) == []


def test_who_teaches_counts_and_who_moderates_does_not():
    version = a_course(certificate_type=a_type())
    granted(version)
    registered(a_teacher(version, Duty.MODERATOR), date(2026, 5, 1))
    assert codes(version) == []
    registered(a_teacher(version), date(2026, 5, 1))
    assert codes(version) == [Code.LAPSED]
    assert "Mokoena" in ruling(version).for_staff
    assert "Mokoena" not in ruling(version).because


def test_a_type_may_ask_for_one_body():
    kind = a_type()
    version = a_course(certificate_type=kind)
    granted(version)
    other = bodies.add(
        an_organization(), bodies.Profile("Trade Council", "https://t.example/"), hana()
    )
    requirement = bodies.require(kind, other, "", hana())
    assert codes(version) == [Code.REQUIREMENT]
    bodies.drop_requirement(requirement, hana())
    assert codes(version) == []


def test_it_is_suspended_from_the_day_on_and_in_force_again_afterwards():
    version = a_course()
    accreditation = granted(version)
    today = timezone.now().astimezone(version.course.organization.zone).date()
    actions.suspend(accreditation, "Under inspection", hana())
    assert ruling(version, on=today).outcome is Outcome.NOT_ASKED
    actions.reinstate(accreditation, hana())
    assert ruling(version, on=today).outcome is Outcome.ACCREDITED


def test_a_whole_batch_is_ruled_on_in_few_queries(django_assert_max_num_queries):
    version, other = a_course(certificate_type=a_type()), a_course("mel")
    granted(version, courses=[version.course, other.course])
    registered(a_teacher(version), None)
    rulings = Rulings(version.course.organization, ON)
    with django_assert_max_num_queries(12):
        for _ in range(50):
            rulings.of(version, None)
            rulings.of(other, None)


def test_what_would_lose_the_label_is_named():
    version, other = a_course(), a_course("mel", title="Monitoring")
    first = granted(version, valid_until=ON, courses=[version.course])
    assert [str(loss) for loss in losses.without(first, ON)] == ["Workplace First Aid"]
    assert [str(loss) for loss in losses.after(version.course.organization, ON)] == [
        "Workplace First Aid"
    ]
    granted(other, number="NBVA/2", courses=[version.course, other.course])
    assert losses.without(first, ON) == []
    assert losses.after(version.course.organization, ON) == []
    assert losses.covered(first, ON) == []  # The newer one is printed.


def test_a_loss_says_at_which_sites():
    version, _ = a_course(), a_site("Soweto")
    granted(version)
    limited = granted(version, number="NBVA/2", valid_from=date(2021, 1, 1), sites=[a_site()])
    assert losses.without(limited, ON) == []
    actions.end(version.course.accreditations.get(number="NBVA/2024/00317"), ON, hana())
    assert [str(loss) for loss in losses.after(version.course.organization, ON)] == [
        "Workplace First Aid (Soweto)"
    ]
