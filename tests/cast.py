"""The people and things of our tests.

Ada learns, Bruno writes, Chika approves, Dara registers, Emil audits; Femi knows the subject, Gugu
trains, Hana keeps the accreditations; Imani and Jabu moderate; Mallory lies.
"""

import io
from datetime import UTC, date, datetime, timedelta

from django.core.files.base import ContentFile

from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.jobs import PUBLISH_STATUS_LISTS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency import log
from conferral.credentials.transparency.jobs import SEQUENCE
from conferral.foundation import approval
from conferral.foundation.accounts.models import Membership, Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.brakes.models import Brakes
from conferral.learning.accreditation.models import Accreditation, Body
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course, CourseVersion, Module
from conferral.learning.frameworks import actions as frameworks
from conferral.learning.frameworks.models import Framework
from conferral.learning.progress import actions as progress
from conferral.learning.progress.models import Enrolment, Import

MODULES = (
    ("scene-safety", "Read: scene safety"),
    ("practical-log", "Practical log"),
    ("final-quiz", "Final quiz"),
)
CRITERION = {
    "all": [{"completed": "scene-safety"}, {"completed": "practical-log"}, {"passed": "final-quiz"}]
}


def an_organization(name: str = "SayPro", prefix: str = "SP") -> Organization:
    """An issuer with its signing key; the log has its key, too."""
    host = f"{name.lower()}.example"
    organization, is_new = Organization.objects.get_or_create(
        number_prefix=prefix,
        defaults={
            "name": name,
            "url": f"https://{host}/",
            "did": f"did:web:verify.{host}",
            "email": f"certificates@{host}",
        },
    )
    if is_new:
        log.make_key()
        keyring.make_first_key(organization)
        # Nobody waits in tests, and a thousand are nothing unusual.
        Brakes.objects.create(organization=organization, undo_minutes=0, unusual_from=0)
    return organization


def a_person(name: str, email: str = "") -> Person:
    email = email or f"{name.split()[0].lower()}@example.test"
    person, is_new = Person.objects.get_or_create(email=email, defaults={"printed_name": name})
    if is_new:
        person.set_password("correct horse battery")
        person.save()
    return person


def a_member(name: str, role: Role, organization: Organization | None = None) -> Person:
    person = a_person(name)
    Membership.objects.get_or_create(
        person=person, organization=organization or an_organization(), role=role
    )
    return person


def bruno() -> Person:
    return a_member("Bruno", Role.AUTHOR)


def chika() -> Person:
    return a_member("Chika", Role.REVIEWER)


def dara() -> Person:
    return a_member("Dara", Role.REGISTRAR)


def emil() -> Person:
    return a_member("Emil", Role.AUDITOR)


def femi() -> Person:
    return a_member("Femi", Role.EXPERT)


def gugu() -> Person:
    return a_member("Gugu", Role.TRAINER)


def hana() -> Person:
    return a_member("Hana", Role.OFFICER)


def imani() -> Person:
    return a_member("Imani", Role.MODERATOR)


def jabu() -> Person:
    return a_member("Jabu", Role.MODERATOR)


def a_course(
    code: str = "first-aid", organization: Organization | None = None, **of_version: object
) -> CourseVersion:
    """An approved version of a course with three modules; all of them must be done."""
    version = a_draft(code, organization, **of_version)
    approval.submit(version, bruno(), version.course.organization)
    approval.approve(version, chika(), version.course.organization)
    return version


def a_draft(
    code: str = "first-aid", organization: Organization | None = None, **of_version: object
) -> CourseVersion:
    """Bruno's: nobody else has seen it yet."""
    organization = organization or an_organization()
    course, _ = Course.objects.get_or_create(organization=organization, code=code)
    version = CourseVersion.objects.create(
        course=course,
        **{
            "number": course.versions.count() + 1,
            "title": "Workplace First Aid",
            "description": "Scene safety, bleeding and resuscitation.",
            "criterion_json": CRITERION,
            "hours": 24,
            "level": "NQF level 2",
            "instructor_name": "Dr Thabo Mokoena",
            "instructor_role": "Course instructor",
            "edited_by": bruno(),
        }
        | of_version,
    )
    for position, (module, title) in enumerate(MODULES):
        Module.objects.create(version=version, code=module, title=title, position=position)
    return version


def a_body(organization: Organization | None = None) -> Body:
    body, _ = Body.objects.get_or_create(
        organization=organization or an_organization(),
        name="National Board",
        defaults={"url": "https://accreditor.example/"},
    )
    return body


def a_framework() -> Framework:
    """A preview of two places."""
    table = b"code,name,url\nFA.1,Treat wounds,https://f.test/1\nFA.2,Call help,https://f.test/2\n"
    return frameworks.bring_in(an_organization(), bruno(), "first-aid.csv", table)


def an_accreditation(version: CourseVersion) -> Accreditation:
    accreditation = Accreditation.objects.create(
        body=a_body(version.course.organization),
        number="NBVA/2024/00317",
        statement="This course meets the Board’s published standard.",
        valid_from=date(2020, 1, 1),
    )
    accreditation.courses.add(version.course)
    return accreditation


def an_award(name: str = "Ada Nkosi", version: CourseVersion | None = None) -> Award:
    enrolment = Enrolment.objects.create(
        person=a_person(name), version=version or a_course(), evaluated_at=datetime.now(UTC)
    )
    return Award.objects.create(
        enrolment=enrolment, earned_at=datetime.now(UTC), completed_on=date(2026, 6, 14)
    )


def an_issued_credential(
    name: str = "Ada Nkosi", version: CourseVersion | None = None, *, days_ago: int = 0
) -> Credential:
    """Signed, logged, its status list published; not printed yet."""
    at = datetime.now(UTC) - timedelta(days=days_ago)
    (credential,) = issuing.issue([an_award(name, version)], at)
    publish()
    credential.refresh_from_db()
    return credential


def publish() -> None:
    """Let the log and the status lists say what the register says."""
    SEQUENCE.run()
    PUBLISH_STATUS_LISTS.run()


def a_moodle_file(
    *rows: tuple[str, str, str],
    name: str = "course_completion.csv",
    at: str = "2026-06-14 23:30:00",
) -> ContentFile:
    """(name, e-mail, state of the quiz) as Moodle exports them; the other modules are done."""
    out = io.StringIO()
    out.write('ID,Name,"Email address"')
    for _, title in MODULES:
        out.write(f',"{title}","{title} - Completion date"')
    out.write(',"Course complete"\n')
    for number, (learner, email, quiz) in enumerate(rows, start=11):
        done = f"Completed,{at}"
        escaped = learner.replace('"', '""')
        out.write(f'{number},"{escaped}",{email},{done},{done},"{quiz}",{at},\n')
    return ContentFile(out.getvalue().encode(), name)


PASSED = "Completed (achieved pass grade)"
FAILED = "Completed (did not achieve pass grade)"


def an_import(
    *rows: tuple[str, str, str], version: CourseVersion | None = None, **of_file: str
) -> Import:
    """Uploaded and confirmed; the belt has not touched it yet."""
    course = (version or a_course()).course
    file = a_moodle_file(*rows, **of_file)
    batch = progress.upload(course, dara(), file.name or "", file)
    progress.confirm(batch, dara())
    return batch
