"""Certificate types: who speaks for an accreditor, and what cannot change once approved."""

from dataclasses import replace

import pytest

from cast import a_course, a_member, an_organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import RefusedPart
from conferral.learning.catalog import certificate_types
from conferral.learning.catalog.certificate_types import Terms, terms_of
from conferral.learning.catalog.models import CertificateKind, CertificateType, Change, Lacking

pytestmark = pytest.mark.django_db

COMPLETION = Terms(CertificateKind.COMPLETION, "Certificate of Completion")
COMPETENCE = Terms(CertificateKind.COMPETENCE, "Certificate of Competence", True)


def lindiwe():
    return a_member("Lindiwe", Role.ADMINISTRATOR)


def a_type(terms=COMPLETION, code="completion"):
    return certificate_types.add(an_organization(), code, terms, lindiwe())


def test_a_type_is_made_and_written_down():
    made = a_type()
    assert terms_of(CertificateType.objects.get(pk=made.pk)) == COMPLETION
    assert Entry.objects.last().details["title"] == "Certificate of Completion"


@pytest.mark.parametrize("kind", ["statement of results", "competence", "accredited"])
def test_what_is_an_accreditor_s_to_say_needs_an_accreditation(kind):
    terms = Terms(CertificateKind(kind), "Certificate")
    with pytest.raises(RefusedPart, match="speaks for an accreditor") as refused:
        a_type(terms)
    assert refused.value.part == "needs_accreditation"
    assert a_type(replace(terms, needs_accreditation=True)).needs_accreditation


@pytest.mark.parametrize(
    ("terms", "part"),
    [
        (replace(COMPLETION, title=" "), "title"),
        (replace(COMPETENCE, if_lacking=Lacking.DOWNGRADE), "downgraded_title"),
        (replace(COMPLETION, released_by=Role.AUDITOR), "released_by"),
        (replace(COMPLETION, moderation_percent=0), "moderation_percent"),
        (replace(COMPLETION, moderation_percent=101), "moderation_percent"),
        (replace(COMPLETION, external_moderation=True), "external_moderation"),
    ],
)
def test_terms_that_cannot_stand_are_refused_by_name(terms, part):
    with pytest.raises(RefusedPart) as refused:
        a_type(terms)
    assert refused.value.part == part


@pytest.mark.parametrize("code", ["completion", "Completion", ""])
def test_a_code_is_a_code_and_there_once(code):
    a_type()
    with pytest.raises(RefusedPart):
        a_type(code=code)


def test_a_change_lets_awards_be_looked_at_again():
    kind = a_type()
    certificate_types.change(kind, replace(COMPLETION, released_by=Role.REGISTRAR), lindiwe())
    assert Change.objects.get().number == 1
    assert Entry.objects.last().details == {"code": "completion", "released_by": "registrar"}


def test_nothing_changed_is_no_change():
    certificate_types.change(a_type(), COMPLETION, lindiwe())
    assert not Change.objects.exists()


def test_what_an_approved_version_claims_stays():
    kind = a_type()
    a_course(certificate_type=kind)
    with pytest.raises(RefusedPart, match="Copy the type"):
        certificate_types.change(kind, replace(COMPLETION, title="Diploma"), lindiwe())
    certificate_types.change(kind, replace(COMPLETION, released_by=Role.REGISTRAR), lindiwe())
    assert CertificateType.objects.get().released_by == Role.REGISTRAR


@pytest.mark.parametrize("part", ["title", "downgraded_title"])
def test_no_title_is_turned_around_by_what_nobody_sees(part):
    with pytest.raises(RefusedPart, match="RIGHT-TO-LEFT OVERRIDE") as refused:
        a_type(replace(COMPLETION, **{part: "Certificate\u202e"}))
    assert refused.value.part == part
    made = a_type(replace(COMPLETION, **{part: "Certi\u200bficate"}))
    assert getattr(made, part) == "Certificate"
