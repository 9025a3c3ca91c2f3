"""Somebody of whom two organizations keep everything that can be kept of a person."""

from datetime import date
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    FileField,
    Model,
    QuerySet,
    TextField,
)
from django.utils import timezone

from cast import PASSED, a_course, a_person, an_import, an_organization, hana
from conferral import worker
from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Plea
from conferral.credentials.cases.models import Case, Kind, Outcome
from conferral.credentials.delivery.entrance import send_entrance
from conferral.credentials.delivery.models import Resent, Stop
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.models import Kind as Form
from conferral.credentials.issuing.models import Credential
from conferral.credentials.recalls.models import Recalled
from conferral.credentials.verification import consenting
from conferral.credentials.verification.models import Looks, Share
from conferral.credentials.verification.showing import Choice, choose
from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.consents.actions import Word
from conferral.foundation.consents.models import Guardian
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.mail.models import BadAddress, Bounce, Message
from conferral.foundation.staff.models import Invitation, SavedFilter
from conferral.learning.accreditation.models import Qualification
from conferral.learning.awards.models import Award, Hindsight
from conferral.learning.catalog.models import Instructor
from conferral.learning.moderation.models import Entrant, Opinion
from conferral.learning.progress.models import Enrolment, Judgement, Measure
from conferral.learning.renewal.models import PointsLine, Reminder, Renewal
from conferral.learning.review.models import Review
from conferral.oversight.privacy.links import links, way_to_organization

NAME, EMAIL = "Zinhle Mabaso-Quist", "zinhle@example.test"
Dump = dict[tuple[str, Any], tuple[Any, ...]]
"""Every row of every table, by table and key."""


def somebody_known_twice() -> tuple[Person, Organization, Organization]:
    """She has learnt at both, been on the staff of both, and had a hand in all that people do."""
    both = an_organization(), an_organization("Beacon", "BC")
    for organization in both:
        version = a_course(f"care-{organization.number_prefix.lower()}", organization)
        an_import((NAME, EMAIL, PASSED), ("Mallory Smith", EMAIL, PASSED), version=version)
    worker.run_until_idle()
    person = a_person(NAME, EMAIL)
    for organization in both:
        _learns(person, organization)
        _is_written_of(person, organization)
        _had_a_hand(person, organization)
    consenting.say(person, Purpose.PROFILE, both[0], Word(True, "own page"))
    Guardian.objects.create(
        person=person, name="Nomsa", relation="aunt", of_age_on=date(2020, 1, 1)
    )
    send_entrance(EMAIL)
    return person, *both


def dump() -> Dump:
    return {
        (model._meta.label, row[0]): row
        for model in apps.get_models(include_auto_created=True)
        for row in QuerySet(model).values_list("pk", *_columns(model))
    }


def rows_of(organization: Organization) -> set[tuple[str, Any]]:
    """The keys in a dump of all that is the organization's."""
    return {
        (model._meta.label, key)
        for model in apps.get_models(include_auto_created=True)
        if (way := way_to_organization(model))
        for key in QuerySet(model).filter(**{way: organization}).values_list("pk", flat=True)
    }


def credential_at(organization: Organization, person: Person) -> Credential:
    return Credential.objects.of(organization).get(award__enrolment__person=person)


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _learns(person: Person, organization: Organization) -> None:
    credential = credential_at(organization, person)
    award, now = credential.award, timezone.now()
    enrolment = award.enrolment
    Award.objects.filter(pk=award.pk).update(mark=81)
    sign_now(credential, Form.JWT)
    proof = ContentFile(b"%PDF-1.7", name="poll.pdf")  # The same for both.
    asked = cases.ask(enrolment, Plea(Kind.NAME, f"I am {NAME}.", "Zinhle Quist"), proof)
    cases.ask(enrolment, Plea(Kind.QUESTION, f"{NAME} asks."))
    Case.objects.filter(pk=asked.pk).update(
        answered_at=now, answered_by=person, outcome=Outcome.DISMISSED, answer=f"Dear {NAME}"
    )
    again = Enrolment.objects.create(
        person=person, version=enrolment.version, cycle=2, evaluated_at=now
    )
    on = {"opens_on": now.date(), "ends_on": now.date(), "closes_on": now.date(), "looked_at": now}
    Renewal.objects.create(award=award, enrolment=again, recognized_because=NAME, **on)
    choose(credential, Choice(NameMode.FULL, is_listed=True), person)
    for model in (Measure, Reminder, Looks, Share, Stop, Resent, Recalled, Entrant):
        leading = {"enrolment": enrolment, "award": award, "credential": credential}
        known = {name: row for name, row in leading.items() if name in _names(model)}
        _a_row(model, organization, person, **known)
    Recalled.objects.filter(credential=credential).update(holder_name=NAME)
    _a_row(Judgement, organization, person, enrolment=enrolment, remark=f"{NAME} is able.")
    left = {"left_at": now, "left_by": person, "left_because": NAME}
    _a_row(Hindsight, organization, person, award=award, **left)
    theirs = Entrant.objects.get(award=award)
    _a_row(Opinion, organization, person, entrant=theirs, remark=f"{NAME}: yes", signed_as=NAME)


def _is_written_of(person: Person, organization: Organization) -> None:
    _a_row(BadAddress, organization, person, address=EMAIL, person=person, said=EMAIL)
    letter = Message.objects.filter(organization=organization, person=person).first()
    _a_row(Bounce, organization, person, message=letter, address=EMAIL, said=EMAIL)
    nobodys = _a_row(Message, organization, person, to=EMAIL, person=None, key=f"x:{organization}")
    Message.objects.filter(pk=nobodys.pk).update(text=NAME, sent_at=timezone.now())
    guardian = {"to": "aunt@example.test", "text": NAME, "sent_at": timezone.now()}
    key = f"guardian:{person.pk}:{organization.pk}"
    _a_row(Message, organization, person, person=None, key=key, **guardian)
    _a_row(Invitation, organization, hana(), email=EMAIL, name=NAME)
    _a_row(PointsLine, organization, person, email=EMAIL, number=1)
    _a_row(SavedFilter, organization, hana(), name="her", query="q=Zinhle+Mabaso-Quist")


def _had_a_hand(person: Person, organization: Organization) -> None:
    """A row for every column that leads to a person, those of tables to come as well."""
    for link in links():
        ours = QuerySet(link.model).filter(**{link.organization: organization})
        if link.model is Membership or ours.filter(**{link.column: person}).exists():
            continue
        row = ours.first() or _a_row(link.model, organization, person)
        QuerySet(link.model).filter(pk=row.pk).update(**{link.column: person})
    Review.objects.filter(decided_by=person).update(signed_as=NAME)
    teaches = Instructor.objects.get(organization=organization, person=person)
    _a_row(Qualification, organization, person, instructor=teaches, number="In her name")


def _names(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def _a_row(model: type[Model], organization: Organization, person: Person, /, **given: Any) -> Any:
    """One with no more in it than must be, whatever table it is."""
    values = dict(given)
    for field in model._meta.concrete_fields:
        must = not (field.null or field.has_default() or field.blank or field.primary_key)
        if field.name not in values and must:
            values[field.name] = _value(field, organization, person)
    return QuerySet(model).create(**values)


def _value(field: "Field[Any, Any]", organization: Organization, person: Person) -> Any:
    related = field.related_model
    match field:
        case _ if related is Person:
            return person
        case _ if related is Organization:
            return organization
        case _ if related is not None:
            ours = QuerySet(related).filter(**{way_to_organization(related): organization})
            found = None if field.unique else ours.first()
            return found or _a_row(related, organization, person)
        case _ if field.choices:
            return field.choices[0][0]
        case DateTimeField():
            return timezone.now()
        case DateField():
            return timezone.now().date()
        case BooleanField():
            return False
        case CharField() | TextField() | FileField():
            return f"{organization.pk} {field.name} {field.model.__name__}"[: field.max_length]
        case _:
            return QuerySet(field.model).count() + 1
