"""The letters with which certificates go to their holders, and what each of them is told."""

from datetime import date

from conferral.credentials.delivery.linkedin import entry_of
from conferral.credentials.designs.certificate import words_of
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential, Event
from conferral.credentials.verification.showing import mode_of, shows_name
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.letters.kinds import COURSE, FIRST_NAME, LetterKind, Readers
from conferral.foundation.letters.words import Fact, Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.learning.awards.links import progress_url
from conferral.learning.progress.models import Enrolment

KEY = "certificate:"  # So begins the key of each letter that a certificate goes with.
_SITE = "https://certificates.example.org"
_NUMBER = "SP-7K3M-9QXD-24"
_NUMBERED = Variable("number", "the number of the certificate", _NUMBER, Shown.FACT)
_PAGE = Variable("url", "the certificate’s public page", f"{_SITE}/c/{_NUMBER}", Shown.BUTTON)
_BECAUSE = Variable(
    "because", "the reason that was given", "Results are being looked at.", may_be_empty=True
)
OF_THE_ONE_BEFORE = (
    Variable(
        "older_until",
        "the last day of the certificate that it renewed; empty where there is none",
        date(2026, 12, 31),
        may_be_empty=True,
    ),
    Variable(
        "own_page",
        "the learner’s own page, which says how that can be renewed; empty likewise",
        f"{_SITE}/progress/…",
        Shown.LINK,
        may_be_empty=True,
    ),
)

CERTIFICATE = LetterKind(
    code="certificate",
    title="Your certificate is ready",
    when="A certificate was issued, replaced, renewed, or is sent again.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(
        FIRST_NAME,
        COURSE,
        Variable(
            "accredited_by",
            "who vouches for the course; empty where it is not accredited",
            "National Board for Vocational Accreditation",
            may_be_empty=True,
        ),
        Variable("replaces", "the number of the one whose place it takes", "", may_be_empty=True),
        Variable("picture", "a picture of it", "", Shown.PICTURE, may_be_empty=True),
        Variable(
            "url",
            "where they open it; their own page where strangers do not see their name",
            f"{_SITE}/c/{_NUMBER}",
            Shown.BUTTON,
            is_needed=True,
        ),
        Variable(
            "pdf_url",
            "the PDF; empty where strangers do not see their name, as the next two",
            f"{_SITE}/c/{_NUMBER}.pdf",
            Shown.LINK,
            may_be_empty=True,
        ),
        Variable(
            "linkedin_url",
            "LinkedIn’s form, filled in",
            "https://www.linkedin.com/profile/add",
            Shown.LINK,
            may_be_empty=True,
        ),
        Variable(
            "badge_url",
            "the badge with the signed credential in it (Open Badges)",
            f"{_SITE}/c/{_NUMBER}.svg",
            Shown.LINK,
            may_be_empty=True,
        ),
        _NUMBERED,
        Variable("issued_on", "the day of issue", "28 June 2026", Shown.FACT),
        Variable(
            "valid_until",
            "its last day; empty where it does not end",
            "27 June 2029",
            Shown.FACT,
            may_be_empty=True,
        ),
        Variable(
            "seen_instead",
            "what strangers see where they do not see the name; empty where they do",
            "",
            may_be_empty=True,
        ),
        Variable(
            "own_page", "the learner’s own page", f"{_SITE}/progress/…", Shown.LINK, is_needed=True
        ),
        Variable("verify_at", "where numbers are checked", "certificates.example.org"),
    ),
)
SUSPENDED = LetterKind(
    code="suspended",
    title="Your certificate is suspended",
    when="A certificate was suspended.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(FIRST_NAME, COURSE, _BECAUSE, _PAGE, _NUMBERED),
)
REINSTATED = LetterKind(
    code="reinstated",
    title="Your certificate counts again",
    when="The suspension of a certificate has ended.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(FIRST_NAME, COURSE, _PAGE, _NUMBERED),
)
REVOKED = LetterKind(
    code="revoked",
    title="Your certificate was revoked",
    when="A certificate was revoked by itself; recalls have letters of their own.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(FIRST_NAME, COURSE, _BECAUSE, _PAGE, _NUMBERED, *OF_THE_ONE_BEFORE),
)
ENTRANCE = LetterKind(
    code="entrance",
    title="Everything of yours",
    when="Somebody typed their address on the page “Find my certificates”.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(
        FIRST_NAME,
        Variable("url", "the way in", f"{_SITE}/me/…", Shown.BUTTON, is_needed=True),
    ),
)
KINDS = (CERTIFICATE, SUSPENDED, REINSTATED, REVOKED, ENTRANCE)
OF_TURN = {Kind.SUSPENDED: SUSPENDED, Kind.REINSTATED: REINSTATED, Kind.REVOKED: REVOKED}
_INSTEAD = {NameMode.FULL: "", NameMode.INITIALS: "your initials", NameMode.WITHHELD: "nothing"}


def certificate_letter(
    writer: Writer, certificate: Certificate, to: str, edition: int = 1
) -> Message:
    """`writer`: of CERTIFICATE. `edition`: which letter about it this is; each has a key, and so a
    Message-ID, of its own."""
    credential = certificate.credential
    person = credential.award.enrolment.person
    reader = Reader(to, person.language, person.pk)
    key = key_of(credential) + (f":{edition}" if edition > 1 else "")
    return writer.write(credential.key.organization, reader, key, _facts(credential, key))


def key_of(credential: Credential) -> str:
    """Of the first letter about it; the others begin with it."""
    return f"{KEY}{credential.number}"


def turn_letter(writer: Writer, event: Event, credential: Credential, reader: Reader) -> Message:
    """`writer`: of OF_TURN[event.kind]."""
    revoked = event.kind == Kind.REVOKED  # What was suspended may be revoked by now, for more.
    because = credential.revoked_because if revoked else credential.suspended_because
    key = f"turn:{event.pk}"
    facts: dict[str, Fact] = {
        "first_name": _first_name(credential) or "holder",
        "course": credential.shape.facts["course"],
        "because": because,
        "url": credential.url,
        "number": credential.number,
    }
    if revoked:
        facts |= facts_of_the_one_before(credential.award.enrolment, key)
    return writer.write(event.organization, reader, key, facts)


def facts_of_the_one_before(enrolment: Enrolment, key: str) -> dict[str, Fact]:
    """What OF_THE_ONE_BEFORE stand for. `enrolment`: with its renewal, and that one's award.
    `key`: of the letter."""
    renewal = getattr(enrolment, "renewal", None)
    if renewal is None or renewal.award.ended_at:
        return {"older_until": "", "own_page": ""}
    return {"older_until": renewal.ends_on, "own_page": progress_url(enrolment, key)}


def _facts(credential: Credential, key: str) -> dict[str, Fact]:
    data, own_page = words_of(credential), progress_url(credential.award.enrolment, key)
    replaced, vouches = getattr(credential, "replaces", None), data.accreditation
    facts: dict[str, Fact] = {
        "first_name": _first_name(credential),
        "course": data.course,
        "accredited_by": vouches.organization if vouches and data.label else "",
        "replaces": replaced.number if replaced else "",
        "picture": credential.number,
        "number": data.number,
        "issued_on": data.issued,
        "valid_until": data.expires or "",
        "seen_instead": _INSTEAD[mode_of(credential)],
        "own_page": own_page,
        "verify_at": data.verify_short,
    }
    return facts | _addresses(credential, own_page)


def _addresses(credential: Credential, own_page: str) -> dict[str, Fact]:
    """Where strangers may not have the paper, the holder has a way of their own to it."""
    if not shows_name(credential):
        return {"url": own_page, "pdf_url": "", "linkedin_url": "", "badge_url": ""}
    return {
        "url": credential.url,
        "pdf_url": f"{credential.url}.pdf",
        "linkedin_url": entry_of(credential).address,
        "badge_url": f"{credential.url}.svg",
    }


def _first_name(credential: Credential) -> str:
    return next(iter(str(credential.slots.get("holder_name", "")).split()), "")
