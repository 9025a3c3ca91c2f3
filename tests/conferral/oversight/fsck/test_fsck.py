"""Whatever is changed behind our back is found, and named."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings

from cast import PASSED, a_course, an_import, an_organization, dara
from conferral import worker
from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential, Event, IssuerKey, Shape, StatusList
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.transparency import head, log
from conferral.credentials.transparency.head import Head
from conferral.credentials.transparency.models import Entry, SignedCheckpoint, Tile
from conferral.foundation import vault
from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.models import Entry as Line
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Import, ImportRow, ModuleResult
from conferral.oversight.fsck.finding import MEANINGS, Invariant
from conferral.oversight.fsck.run import CHECKS, findings
from conferral.oversight.privacy import actions as privacy
from credkit import status_list

pytestmark = pytest.mark.django_db

PEOPLE = ("Ada Nkosi", "Zoë Dlamini", "Thabo Mokoena", "Nomsa Khumalo")


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker, tmp_path_factory):
    """A small register in which everything has happened: made once, never kept."""
    home = tmp_path_factory.mktemp("register")
    own = {
        "MEDIA_ROOT": home / "files",
        "LOG_HEAD": home / "log-head",
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    }
    vault.allow_signing()  # Before the first test does.
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**own):
            _live()
        yield own
        transaction.set_rollback(True)


def _live():
    rows = [(name, f"{name.split()[0].lower()}@example.test", PASSED) for name in PEOPLE]
    an_import(*rows, version=a_course())
    worker.run_until_idle()
    _, revoked, *_ = Credential.objects.order_by("pk")
    issuing.revoke(revoked, dara(), "The exam was withdrawn.", Reason.ISSUED_IN_ERROR)
    worker.run_until_idle()


@pytest.fixture(autouse=True)
def _register(files, settings):
    for name, value in files.items():
        setattr(settings, name, value)


def found():
    return {(finding.invariant, finding.row.partition(" ")[0]) for finding in findings()}


def row(model, place=0):
    return model.objects.order_by("pk")[place]


def label(instance):
    return f"{instance._meta.label}:{instance.pk}"


def test_a_register_that_was_left_alone_is_sound():
    assert Credential.objects.count() == 4
    assert list(findings()) == []


def test_what_was_revoked_before_its_letter_was_written_needs_none():
    certificate = row(Certificate)
    issuing.revoke(certificate.credential, dara(), "Lost.", Reason.ISSUED_IN_ERROR)
    certificate.delivery.delete()
    assert Invariant.LETTERS not in {code for code, _ in found()}


def test_every_invariant_is_checked_and_has_words():
    assert set(CHECKS) == set(Invariant) == set(MEANINGS)


def test_every_finding_says_what_to_do():
    Credential.objects.filter(pk=row(Credential).pk).update(number="X", signature=b"", slots={})
    Entry.objects.filter(index=2).update(index=99)
    every = list(findings())
    assert len(every) > 8
    for finding in every:
        assert finding.row
        assert finding.problem
        assert finding.remedy


CHANGES = {
    "a lost line": (ImportRow, {"enrolment": None}, Invariant.INTAKE, Import),
    "another count of lines": (Import, {"lines": 9}, Invariant.INTAKE, None),
    "another commitment": (Entry, {"commitment": b"x" * 32}, Invariant.LEAVES, None),
    "another hash in a tile": (Tile, {"hashes": b"x" * 160}, Invariant.ROOTS, None),
    "a tile cut short": (Tile, {"hashes": b""}, Invariant.ROOTS, None),
    "another root": (SignedCheckpoint, {"root": b"x" * 32}, Invariant.GROWTH, None),
    "another note": (SignedCheckpoint, {"note": "log\n1\nx\n"}, Invariant.GROWTH, None),
    "another size": (SignedCheckpoint, {"size": 77}, Invariant.GROWTH, None),
    "another digest": (Credential, {"digest": b"x" * 32}, Invariant.LEAVES, None),
    "another signature": (Credential, {"signature": b"x" * 64}, Invariant.LEAVES, None),
    "another salt": (Credential, {"log_salt": b"x" * 32}, Invariant.LEAVES, None),
    "another event": (Event, {"document": {"event": "reinstated"}}, Invariant.LEAVES, None),
    "another shape": (Shape, {"template": {"x": "y"}}, Invariant.LEAVES, None),
    "another DID key": (IssuerKey, {"multikey": "z6Mk"}, Invariant.LEAVES, Credential),
    "an unsaid revocation": (
        Credential,
        {"revoked_at": datetime(2026, 1, 1, tzinfo=UTC)},
        Invariant.STATUS,
        None,
    ),
    "a revocation without a line": (
        Credential,
        {"revoked_at": datetime(2026, 1, 1, tzinfo=UTC)},
        Invariant.TRAIL,
        None,
    ),
    "another hash of a file": (Certificate, {"sha256": "0" * 64}, Invariant.FILES, None),
    "a lost file": (Certificate, {"file": "gone.pdf"}, Invariant.FILES, None),
    "another number": (Credential, {"number": "SP-1"}, Invariant.NUMBERS, None),
    "another deed": (Line, {"deed": "slept"}, Invariant.TRAIL, None),
    "other details": (Line, {"details": {"so": "so"}}, Invariant.TRAIL, None),
    "another link": (Line, {"previous": "1" * 64}, Invariant.TRAIL, None),
    "no letter": (Certificate, {"announced_at": None}, Invariant.LETTERS, Delivery),
    "another holder": (Person, {"uuid": "0" * 32}, Invariant.EVIDENCE, Credential),
    "a failed quiz": (ModuleResult, {"passed": False}, Invariant.EVIDENCE, Award),
    "an unissued award": (Award, {"issued_at": None}, Invariant.EVIDENCE, None),
    "something left": (
        Credential,
        {"erased_at": datetime(2026, 1, 1, tzinfo=UTC)},
        Invariant.ERASURE,
        None,
    ),
    "a key that ends too early": (
        IssuerKey,
        {"valid_until": datetime(2001, 1, 1, tzinfo=UTC)},
        Invariant.KEYS,
        None,
    ),
    "another count of places": (StatusList, {"count": 2}, Invariant.COUNTERS, None),
    "a place given back": (StatusList, {"taken": bytes(16384)}, Invariant.COUNTERS, Credential),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_row_is_named(change):
    model, values, invariant, blamed = CHANGES[change]
    changed = _the_row(model, values)
    model.objects.filter(pk=changed.pk).update(**values)
    named = found()
    where = f"{blamed._meta.label}:" if blamed else label(changed)
    assert [row for code, row in named if code == invariant and row.startswith(where)], named


def _the_row(model, values):
    """The row whose change must be seen, where not every row will do."""
    if model is ModuleResult:
        return model.objects.get(module__code="final-quiz", enrolment=row(Award).enrolment)
    if model is Person:
        return row(Credential).award.enrolment.person
    if model is Line:
        return row(model, 1)
    return row(model)


DELETIONS = {
    "a credential": (Credential, Invariant.ENTRIES, "transparency.Entry:"),
    "an event": (Event, Invariant.ENTRIES, "transparency.Entry:"),
    "a credential and its line": (Credential, Invariant.TRAIL, "issuing.Credential"),
    "an entry": (Entry, Invariant.ENTRIES, "transparency.Entry"),
    "a tile": (Tile, Invariant.ROOTS, "tile/0/000"),
    "a line in the middle": (Line, Invariant.TRAIL, "audit.Entry:"),
    "a letter": (Delivery, Invariant.LETTERS, "designs.Certificate:"),
    "a line of a file": (ImportRow, Invariant.INTAKE, "progress.Import:"),
}


@pytest.mark.parametrize("deletion", DELETIONS)
def test_a_deleted_row_is_missed(deletion):
    model, invariant, where = DELETIONS[deletion]
    gone = row(model, 1) if model is Line else row(model)
    with undone():  # Before anyone looks at the foreign keys.
        _delete(model, gone.pk)
        named = found()
    assert [each for code, each in named if code == invariant and each.startswith(where)], named


@contextmanager
def undone():
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def _delete(model, pk):
    """As somebody with a database prompt would, who does not care for foreign keys."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # PostgreSQL looks at them at the end as it is.
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [pk])


def test_the_end_of_the_trail_cannot_be_cut_off():
    last_seen = Line.objects.get(hash=head.read().trail)
    _delete(Line, last_seen.pk)
    Line.objects.filter(pk__gt=last_seen.pk).delete()
    assert (Invariant.TRAIL, "audit.Entry") in found()


def test_the_last_line_of_a_deed_is_missed_before_the_log_has_seen_it():
    issuing.revoke(row(Credential), dara(), "Another reason.", Reason.ISSUED_IN_ERROR)
    assert list(findings()) == []
    _delete(Line, Line.objects.latest("pk").pk)
    assert (Invariant.TRAIL, label(row(Credential))) in found()


def test_a_key_that_nobody_made_is_found():
    key = row(IssuerKey)
    Line.objects.filter(target=label(key)).update(target="issuing.IssuerKey:0")
    assert (Invariant.TRAIL, label(key)) in found()


def test_a_key_that_the_log_was_never_told_of_is_found():
    key = row(IssuerKey)
    slipped_in = IssuerKey.objects.create(
        organization=key.organization,
        use=key.use,
        name="slipped-in",
        multikey=f"{key.multikey[:-1]}x",
        valid_from=key.valid_from - timedelta(days=2),
        valid_until=key.valid_from - timedelta(days=1),
    )
    told = {each.row for each in findings() if "never told" in each.problem}
    assert told == {f"{label(slipped_in)} (slipped-in)"}


def test_what_was_told_of_another_organizations_key_does_not_count():
    other = an_organization("Mallory", "ML")
    with undone():
        Event.objects.filter(kind="key-added").update(organization=other)
        assert (Invariant.KEYS, label(row(IssuerKey))) in found()


def test_a_bit_that_is_set_for_nobody_is_found():
    listed = row(StatusList)
    taken = Credential.objects.filter(status_list=listed)
    bits = set(taken.filter(revoked_at__isnull=False).values_list("status_index", flat=True))
    free = next(place for place in range(99_999) if place not in bits)
    listed.document["credentialSubject"]["encodedList"] = status_list.encode({*bits, free})
    listed.save()
    assert Invariant.STATUS in {finding.invariant for finding in findings()}


def test_a_changed_file_is_found():
    printed = row(Certificate)
    with open(printed.file.path, "ab") as file:
        file.write(b"%")
    try:
        assert (Invariant.FILES, label(printed)) in found()
    finally:
        with open(printed.file.path, "rb+") as file:
            file.truncate(printed.file.size - 1)


def test_a_database_that_is_older_than_its_log_is_found(settings, tmp_path):
    settings.LOG_HEAD = tmp_path / "log-head"
    head.write(Head(log.sign(99, bytes(32))))
    assert (Invariant.GROWTH, "keys/log-head") in found()


def test_the_erased_are_no_finding(monkeypatch):
    monkeypatch.setattr(privacy, "_leave_nothing_on_disk", lambda: None)  # Not in a transaction.
    privacy.erase(row(Credential).award.enrolment.person, dara(), row(Credential).key.organization)
    assert list(findings()) == []


def test_a_file_of_the_erased_is_found_when_the_belt_has_left_it():
    credential = row(Credential)
    long_ago = datetime.now(UTC) - timedelta(days=1)
    Credential.objects.filter(pk=credential.pk).update(slots={}, log_salt=b"", erased_at=long_ago)
    assert (Invariant.ERASURE, label(credential.certificate)) in found()
