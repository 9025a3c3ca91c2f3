"""Every page there is, by name, and its address on a site that is being looked at."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from journeys import completions
from journeys.browsing import Visitor

AddressOf = Callable[..., str]
"""The address of a certificate: by its status, and by its course where that matters."""

REFUSALS = frozenset(
    {
        "not-found",
        "withheld",
        "no-page",
        "no-such-course",
        "letters-nowhere",
        "share-ended",
        "guardian-ended",
    }
)
"""The pages that are answered with a status above 400."""

NAMES = (
    "home",
    "verify",
    "verify-slip",
    "offline",
    "valid",
    "valid-accredited",
    "valid-arabic",
    "valid-withheld",
    "expired",
    "suspended",
    "revoked",
    "specimen",
    "not-found",
    "withheld",
    "no-page",
    "achievement",
    "anchors",
    "me-find",
    "me",
    "me-going-on",
    "me-privacy",
    "me-data",
    "me-course",
    "me-course-open",
    "profile",
    "shared",
    "share-ended",
    "guardian",
    "guardian-ended",
    "course-page",
    "course-questions",
    "course-announcement",
    "sign-in",
    "outbox",
    "letter",
    "letter-itself",
    "today",
    "find",
    "find-rooms",
    "find-nothing",
    "keyboard",
    "organizations",
    "issue",
    "first-steps",
    "courses",
    "course",
    "course-scored",
    "course-new",
    "version",
    "version-draft",
    "version-difference",
    "version-facts",
    "version-modules",
    "version-people",
    "criterion",
    "cohorts",
    "cohort",
    "reports",
    "employers",
    "designs",
    "design",
    "learner",
    "learners",
    "settings",
    "types",
    "type",
    "type-new",
    "people",
    "member",
    "account",
    "account-emails",
    "account-confirm",
    "account-sessions",
    "sites",
    "instructors",
    "instructor",
    "approvals",
    "approval",
    "accreditations",
    "accreditation",
    "accreditation-new",
    "accreditation-calendar",
    "bodies",
    "body",
    "body-new",
    "qualifications",
    "review",
    "waiting",
    "waiting-release",
    "waiting-hold",
    "moderation",
    "moderation-round",
    "frameworks",
    "framework",
    "alignments",
    "imports",
    "import-new",
    "import-preview",
    "import-incomplete",
    "import-progress",
    "certificates",
    "expiring",
    "points",
    "points-table",
    "renewal-rule",
    "learner-renewal",
    "learner-consents",
    "jobs",
    "runs",
    "run",
    "recalls",
    "recall",
    "recall-new",
    "reported-since",
    "replace",
    "award-holding",
    "cases",
    "case",
    "just-issued",
    "batches",
    "batch",
    "batch-dry-run",
    "brakes",
    "letter-words",
    "letter-edit",
    "letter-edit-arabic",
    "webhooks",
    "reconciliation",
    "reconciliation-place",
    "dry-run",
    "certificates-none",
    "selfcheck",
    "certificate",
    "certificate-suspended",
    "certificate-revoked",
    "activity",
    "keys",
    "mail",
    "mail-stuck",
    "addresses",
    "addresses-mended",
    "address",
    "letters",
    "letters-nowhere",
    "letters-again",
    "letters-again-none",
    "no-such-course",
)

_BAD_ADDRESS = """
from cast import a_person
from conferral.foundation.accounts.models import Organization
from conferral.foundation.mail.models import BadAddress
from conferral.foundation.mail.topics import Topic
from conferral.foundation.mail.wishes import Subscription
house = Organization.objects.get(number_prefix="SP")
nobody = a_person("Lindiwe Radebe", "lindiwe@nowhere.example")
known = dict(organization=house, address=nobody.email, person=nobody, mended_at=None)
BadAddress.objects.get_or_create(**known, defaults={"status": "5.1.2"})
print(Subscription(nobody, house, Topic.REMINDERS).url)
"""
_CONNECTED = """
from allauth.socialaccount.models import SocialAccount
from conferral.foundation.accounts.models import Person
who = Person.objects.get(email="{email}")
SocialAccount.objects.get_or_create(user=who, provider="school", uid="1")
"""
_WITHOUT_EMAIL = "Name,Final quiz\nAyanda Nkosi,71\n"


def every(staff: Visitor, address_of: AddressOf, folder: Path) -> dict[str, str]:
    """Addresses by name. Two files are uploaded, so that there is something to confirm."""
    found = _public(staff, address_of) | _of_the_staff(staff, address_of, folder)
    found |= _of_the_catalog(staff) | _of_accreditation(staff) | _of_recalls(staff)
    found |= _of_mail(staff) | _of_runs(staff) | _of_the_account(staff)
    assert found.keys() == set(NAMES)
    return found


def _public(staff: Visitor, address_of: AddressOf) -> dict[str, str]:
    revoked, letter = address_of("revoked"), _letter_of_a_certificate(staff)
    return {
        "home": "/",
        "verify": "/verify",
        "verify-slip": "/verify?number=SP-7K3M9-QXD2H-8WNX",
        "offline": "/verify/offline",
        "valid": address_of("valid", "mel"),
        "valid-accredited": address_of("valid", "first-aid"),
        "valid-arabic": _public_page_of(staff, "عبد الرحمن بن محمد"),
        "valid-withheld": _withheld(staff),
        "expired": address_of("expired"),
        "suspended": address_of("suspended"),
        "revoked": revoked,
        "specimen": address_of("specimen"),
        "not-found": "/c/SP-00000-00000-0000",
        "withheld": f"{revoked}.pdf",
        "no-page": "/nowhere",
        "achievement": _linked(staff, "/staff/courses/mel", "/achievements/"),
        "anchors": "/log/anchors",
        "me-find": "/me/find",
        "guardian-ended": "/guardians/made-up",
        "share-ended": "/s/abcdefghijklmnopqrstuv",
        **_own_pages(staff),
        "me-going-on": "/me/in-progress",
        "me-privacy": "/me/privacy",
        "me-data": "/me/data",
        "course-page": _answered(staff, "mel"),
        "course-questions": "/staff/courses/mel/questions",
        "course-announcement": "/staff/courses/mel/letter",
        "sign-in": "/account/sign-in",
        "outbox": "/outbox/",
        "letter": letter,
        "letter-itself": f"{letter}/html",
    }


def _of_the_staff(staff: Visitor, address_of: AddressOf, folder: Path) -> dict[str, str]:
    return {
        "today": "/staff/",
        "find": "/staff/find?q=mo",
        "find-rooms": "/staff/find",
        "find-nothing": "/staff/find?q=nobody+at+all",
        "keyboard": "/staff/keyboard",
        "organizations": "/staff/organizations",
        "issue": "/staff/issue",
        "cohorts": "/staff/cohorts",
        "cohort": _linked(staff, "/staff/cohorts", "/staff/cohorts/of/"),
        "reports": "/staff/reports",
        "employers": "/staff/employers",
        "designs": "/staff/designs",
        "design": "/staff/designs/first-aid/1?name=arabic",
        "learners": "/staff/learners",
        "first-steps": "/staff/first-steps",
        "courses": "/staff/courses",
        "course": "/staff/courses/first-aid",
        "course-scored": "/staff/courses/mel",
        "approvals": "/staff/approvals",
        "approval": "/staff/courses/first-aid/versions/1/approval",
        "review": "/staff/courses/first-aid/versions/2/approval",
        "waiting": "/staff/waiting",
        "just-issued": "/staff/just-issued",
        "batches": "/staff/batches",
        "brakes": "/staff/settings/brakes",
        "letter-words": "/staff/settings/letters",
        "letter-edit": "/staff/settings/letters/certificate/en",
        "letter-edit-arabic": "/staff/settings/letters/ends-soon/ar",
        "webhooks": "/staff/settings/webhooks",
        "reconciliation": "/staff/reconciliation",
        "reconciliation-place": _linked(staff, "/staff/reconciliation", "/reconciliation/place"),
        "dry-run": "/staff/courses/first-aid/versions/1/dry-run",
        "waiting-release": "/staff/waiting/release",
        "waiting-hold": "/staff/waiting/hold",
        "moderation": "/staff/moderation",
        "moderation-round": _linked(staff, "/staff/moderation", "/staff/moderation/"),
        "frameworks": "/staff/frameworks",
        "framework": _linked(staff, "/staff/frameworks", "/staff/frameworks/"),
        "alignments": "/staff/courses/project-finance/versions/2/alignments?q=monitor",
        "imports": "/staff/imports",
        "import-new": "/staff/imports/new",
        "import-preview": _draft(staff, folder),
        "import-incomplete": _incomplete_draft(staff, folder),
        "import-progress": _linked(staff, "/staff/", "/progress"),
        "certificates": "/staff/certificates",
        "expiring": "/staff/expiring?days=365",
        "points": "/staff/points",
        "points-table": _points(staff, folder),
        "renewal-rule": "/staff/courses/first-aid/renewal",
        "learner-consents": f"{_linked(staff, '/staff/courses/mel', '/staff/learners/')}/consents",
        "learner-renewal": f"{_linked(staff, '/staff/courses/mel', '/staff/learners/')}/renewal",
        "jobs": "/staff/jobs",
        "selfcheck": "/staff/selfcheck",
        "certificates-none": "/staff/certificates?q=nobody+at+all",
        "certificate": f"/staff/certificates/{_number(address_of('valid'))}",
        "certificate-suspended": f"/staff/certificates/{_number(address_of('suspended'))}",
        "certificate-revoked": f"/staff/certificates/{_number(address_of('revoked'))}",
        "activity": "/staff/activity",
        "keys": "/staff/keys",
        "mail": "/staff/mail",
        "mail-stuck": "/staff/mail?state=stuck",
        "no-such-course": "/staff/courses/nowhere",
    }


def _of_the_catalog(staff: Visitor) -> dict[str, str]:
    """With a draft that differs, a certificate type, a site and an instructor."""
    house = staff.site.conferral
    house("courses", "new-version", "project-finance")
    house("courses", "edit", "project-finance", "--set", "hours=48", "--set", "level=NQF level 4")
    house("types", "set", "attendance", "--kind", "attendance", "--title", "Attended")
    house("sites", "set", "soweto", "Soweto campus")
    house("instructors", "set", "Dr Thabo Mokoena", "--title", "Lecturer")
    course = "/staff/courses/project-finance/versions"
    return {
        "course-new": "/staff/courses/new",
        "version": f"{course}/1",
        "version-draft": f"{course}/2",
        "version-difference": f"{course}/2/difference",
        "version-facts": f"{course}/2/facts",
        "version-modules": f"{course}/2/modules",
        "version-people": f"{course}/2/people",
        "criterion": f"{course}/2/criterion",
        "learner": _linked(staff, "/staff/courses/mel", "/staff/learners/"),
        "settings": "/staff/settings",
        "types": "/staff/settings/types",
        "type": "/staff/settings/types/attendance",
        "type-new": "/staff/settings/types/new",
        "people": "/staff/settings/people",
        "member": _linked(staff, "/staff/settings/people", "/staff/settings/people/"),
        "sites": "/staff/settings/sites",
        "instructors": "/staff/settings/instructors",
        "instructor": _linked(staff, "/staff/settings/instructors", "/staff/settings/instructors/"),
    }


def _of_the_account(staff: Visitor) -> dict[str, str]:
    """With one service that vouches for the administrator, beside one that does not."""
    staff.site.runs(_CONNECTED.format(email=staff.site.email))
    return {
        "account": "/account/",
        "account-emails": "/account/emails",
        "account-confirm": "/account/confirm/letter",
        "account-sessions": "/account/sessions",
    }


def _of_accreditation(staff: Visitor) -> dict[str, str]:
    """With a condition, a review, a standard and a registration that ends soon."""
    staff.site.runs(_VOUCHED)
    return {
        "accreditations": "/staff/accreditations",
        "accreditation": _first_of(staff, "/staff/accreditations", "NBVA/2024/00317"),
        "accreditation-new": "/staff/accreditations/new",
        "accreditation-calendar": "/staff/accreditations/calendar",
        "bodies": "/staff/bodies",
        "body": _first_of(staff, "/staff/bodies", "National Board for Vocational Accreditation"),
        "body-new": "/staff/bodies/new",
        "qualifications": "/staff/qualifications",
    }


def _of_runs(staff: Visitor) -> dict[str, str]:
    """With letters to forty learners, paused, two of which did not arrive."""
    staff.site.runs(_PAUSED)
    return {"runs": "/staff/runs", "run": _linked(staff, "/staff/runs", "/staff/runs/")}


def _of_recalls(staff: Visitor) -> dict[str, str]:
    """With a recall that nobody has agreed to, a case, a batch, and an award that is held."""
    staff.site.runs(_CALLED_BACK)
    return {
        "recalls": "/staff/recalls",
        "recall": _first_of(staff, "/staff/recalls", "The print was spoiled"),
        "recall-new": "/staff/recalls/new",
        "reported-since": "/staff/recalls/since",
        "replace": f"{_linked(staff, _VALID, '/staff/certificates/SP')}/replace",
        "award-holding": f"{_linked(staff, '/staff/courses/mel', '/staff/learners/')}/holding",
        "batch": (batch := _linked(staff, "/staff/batches", "/staff/batches/")),
        "batch-dry-run": f"{batch}/dry-run",
        "cases": "/staff/cases",
        "case": _linked(staff, "/staff/cases", "/staff/cases/"),
    }


_PAUSED = """
from cast import bruno
from conferral.foundation.runs import actions, tracking
from conferral.learning.catalog.models import Course
from conferral.learning.progress.models import Announcement
course, author = Course.objects.get(code="mel"), bruno()
said = {"subject": "The room has changed", "by": author, "count": 40}
row = Announcement.objects.create(course=course, **said)
run = tracking.begin(row, course.organization, author, what=row.subject, total=40)
tracking.advance(row, done=22, failed=2)
actions.pause(run, author)
"""
_VALID = "/staff/certificates?state=valid"
_CALLED_BACK = """
from cast import dara, hana
from django.utils import timezone
from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Plea
from conferral.credentials.cases.models import Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.accounts.models import Organization
from conferral.foundation.brakes.models import Batch
from conferral.learning.awards.models import Hindsight
Organization.objects.update(recalls_alone_up_to=0)
credential = Credential.objects.current().filter(revoked_at=None, is_specimen=False).last()
enrolment = credential.award.enrolment
plea = Plea(Kind.NAME, "I have another name since March.", "Ayanda Dlamini")
cases.ask(enrolment, plea)
organization = credential.key.organization
order = Order(True, Reason.SPOILED, "The print was spoiled", (Wanted(credential.number),))
recalls.call_back(organization, dara(), order, expected=1)
Organization.objects.update(recalls_alone_up_to=50)
late = Credential.objects.current().filter(
    revoked_at=None, suspended_at=None, valid_until=None, renewed_by=None, is_specimen=False
).first()
Hindsight.objects.get_or_create(
    award=late.award,
    defaults={"completed_on": late.award.completed_on, "mark": 97, "known_at": timezone.now()},
)
batch = Batch.objects.create(
    organization=organization, count=1, usual=12, most=500, submitted_by=dara(),
    submitted_at=timezone.now(), approved_at=timezone.now(), approved_by=hana(),
)
batch.awards.add(credential.award)
"""
_VOUCHED = """
from datetime import date
from cast import hana
from conferral.learning.accreditation import actions, bodies
from conferral.learning.accreditation.models import Accreditation, Standard
from conferral.learning.catalog.models import Instructor
from vouching import registered
row = Accreditation.objects.get(number="NBVA/2024/00317")
actions.add_condition(row, "A second assessor is appointed", date(2099, 1, 1), hana())
actions.plan_review(row, "Sample of portfolios", date(2026, 1, 1), hana())
lines = "It is fair.\\nIt is moderated."
standard = Standard(area="assessment", title="Assessment of practice", criteria=lines)
bodies.add_standard(row.body, standard, hana())
who, _ = Instructor.objects.get_or_create(organization=row.body.organization, name="Lerato Dube")
registered(who, date(2030, 1, 1))
"""


_OPENED = """
import json, os, pathlib
from datetime import timedelta
from cast import a_person
from django.utils import timezone
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import consenting, guardians, sharing
from conferral.credentials.verification.models import Profile
from conferral.foundation.accounts.links import entrance_url
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.consents.actions import Word
from conferral.foundation.consents.models import Guardian
from conferral.foundation.consents.wording import Purpose
from conferral.learning.awards.models import Award
certified = Award.objects.filter(issued_at__isnull=False).values("enrolment__person")
learning = Person.objects.filter(enrolments__award=None, pk__in=certified)
learner = learning.order_by("pk").first()
consenting.say(learner, Purpose.PROFILE, Organization.objects.first(), Word(True, "own page"))
mine = learner.enrolments.order_by("pk")
held = Credential.objects.current().filter(award__enrolment__person=learner).first()
pages = {
    "me": entrance_url(learner),
    "me-course": f"/me/courses/{mine.filter(award__issued_at__isnull=False).first().pk}",
    "me-course-open": f"/me/courses/{mine.filter(award=None).first().pk}",
    "profile": Profile.objects.get(person=learner).url,
    "shared": sharing.share(held, learner, days=7, label="An employer").url,
}
of_age = timezone.localdate() + timedelta(days=900)
young = a_person("Naledi Moeti", "naledi.moeti@nowhere.example")
named = dict(name="Palesa Moeti", relation="mother", of_age_on=of_age)
pages["guardian"] = guardians.url_of(Guardian.objects.create(person=young, **named))
place = pathlib.Path(os.environ["CONFERRAL_HOME"]) / "own-pages.json"
place.write_text(json.dumps(pages))
"""


def _own_pages(staff: Visitor) -> dict[str, str]:
    """The way in for a learner who has a certificate and is learning on, and what lies behind it;
    with the public page that they want."""
    staff.site.runs(_OPENED)
    found = json.loads((staff.site.home / "own-pages.json").read_text())
    return {name: urlsplit(address).path for name, address in found.items()}


def _first_of(visitor: Visitor, where: str, name: str) -> str:
    """The address behind the first link of that name."""
    visitor.go(where)
    link = visitor.page.get_by_role("link", name=name, exact=True).first
    return link.get_attribute("href") or ""


def _of_mail(staff: Visitor) -> dict[str, str]:
    """With one bad address that no journey mends."""
    said = staff.site.clerk.python(_BAD_ADDRESS)
    assert said.returncode == 0, said.stderr
    return {
        "addresses": "/staff/mail/addresses",
        "addresses-mended": "/staff/mail/addresses?state=mended",
        "address": _linked(staff, "/staff/mail/addresses", "/staff/mail/addresses/"),
        "letters": urlsplit(said.stdout.strip()).path,
        "letters-nowhere": "/letters/made-up",
        "letters-again": "/staff/letters-again?course=mel&all=found",
        "letters-again-none": "/staff/letters-again",
    }


def _linked(visitor: Visitor, where: str, part: str) -> str:
    """The address of the first link on the page `where` that has `part` in its address."""
    visitor.go(where)
    found = visitor.page.locator(f'main a[href*="{part}"]').first.get_attribute("href")
    assert found, f"{where} has no link to {part}."
    return found


def _letter_of_a_certificate(staff: Visitor) -> str:
    """The newest one: other letters are text alone."""
    staff.go("/outbox/")
    letters = staff.page.locator('main a[href*="/outbox/"]')
    return letters.filter(has_text="Your certificate: ").first.get_attribute("href") or ""


_ANSWERS = [
    {
        "question": "May I sit the exam twice?",
        "answer": "Yes, *twice*:\n\n- in June\n- in May",
    },
    {"question": "Who helps me?", "answer": "Look at [our pages](https://saypro.example/help)."},
]


def _answered(staff: Visitor, code: str) -> str:
    """The public page of a course of which something was asked."""
    file = staff.site.home / "answers.json"
    file.write_text(json.dumps(_ANSWERS))
    assert staff.site.conferral("questions", "set", code, file).returncode == 0
    return f"/learn/sp/{code}"


def _public_page_of(staff: Visitor, learner: str) -> str:
    found = _linked(staff, f"/staff/certificates?q={learner}", "/staff/certificates/SP")
    return f"/c/{_number(found)}"


def _withheld(staff: Visitor) -> str:
    """The page of somebody who shows strangers no name; nobody else looks for this one."""
    valid = [row["url"] for row in staff.site.certificates() if row["status"] == "valid"]
    address = str(valid[len(valid) // 2])
    staff.site.conferral("certificates", "show-name", _number(address), "withheld")
    return address


def _draft(staff: Visitor, folder: Path) -> str:
    report = completions.a_report(["Nandipha Ledwaba"], failed=["Ann Lee"], half=["明 王"])
    return _uploaded(staff, completions.written(folder, report, "first-aid-draft.csv"))


def _incomplete_draft(staff: Visitor, folder: Path) -> str:
    return _uploaded(staff, completions.written(folder, _WITHOUT_EMAIL, "no-email.csv"))


def _uploaded(staff: Visitor, file: Path) -> str:
    """The path of its preview."""
    staff.go("/staff/imports/new?course=first-aid")
    staff.page.get_by_label("File", exact=True).set_input_files(file)
    staff.page.get_by_role("button", name="Look at it").click()
    staff.page.wait_for_url(re.compile(r"/imports/\d+$"))
    return staff.page.url.removeprefix(staff.site.address)


def _points(staff: Visitor, folder: Path) -> str:
    """The path of what a table would bring."""
    table = folder / "workshop.csv"
    table.write_text("email,day,title,points\nann@example.test,2026-06-14,Workshop,ten\n")
    staff.go("/staff/points")
    staff.page.get_by_label("File").set_input_files(table)
    staff.page.get_by_role("button", name="Look at it").click()
    staff.page.wait_for_url(re.compile(r"/points/\d+$"))
    return staff.page.url.removeprefix(staff.site.address)


def _number(address: str) -> str:
    return address.rpartition("/")[2]
