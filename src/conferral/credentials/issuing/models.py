"""Signed credentials, the shapes they fill, and the status lists that can take them back."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from conferral.credentials.issuing import addresses
from conferral.credentials.transparency.models import Entry
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.approval import Approvable
from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.learning.accreditation.models import Accreditation
from conferral.learning.awards.life import Marks, State, state_of
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion
from credkit import canonical

SIGNED_AGAIN_AFTER = timedelta(hours=6)


class Use(StrEnum):
    """What a key signs."""

    CREDENTIALS = "credentials"  # And status lists: Ed25519.
    DOCUMENTS = "documents"  # PDFs and tokens, whose readers seldom know another kind: P-256.


class IssuerKeyQuerySet(models.QuerySet["IssuerKey"]):
    def for_use(self, use: Use) -> Self:
        return self.filter(use=use)

    def in_use(self, use: Use) -> Self:
        """The one that signs now, if there is one."""
        return self.filter(use=use, valid_until=None)


class IssuerKey(models.Model):
    """A public key of an organization. Old keys stay: they verify what they signed for ever."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="issuer_keys")
    use = models.CharField(max_length=20, default=Use.CREDENTIALS)
    name = models.CharField(
        max_length=80, unique=True
    )  # Under which the vault holds its other half.
    multikey = models.CharField(max_length=80, unique=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    # Stolen: from this moment on, and from this size of the public log on, it proves nothing.
    compromised_at = models.DateTimeField(null=True)
    cutoff_size = models.PositiveBigIntegerField(null=True)
    began_by = models.ForeignKey("KeyChange", models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey("KeyChange", models.PROTECT, null=True, related_name="+")

    objects = IssuerKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "use"],
                condition=Q(valid_until=None),
                name="one_current_key_of_a_use",
            )
        ]

    def __str__(self) -> str:
        return self.verification_method

    @property
    def verification_method(self) -> str:
        return f"{self.organization.did}#{self.multikey}"


class KeyChangeKind(StrEnum):
    ROTATION = "rotation"
    COMPROMISE = "compromise"


class KeyChangeQuerySet(WaitingQuerySet["KeyChange"]):
    def open(self) -> Self:
        return self.filter(carried_out_at=None, withdrawn_at=None)

    def confirmed(self) -> Self:
        return self.open().filter(approved_at__isnull=False)

    def halting(self, use: Use) -> Self:
        """Those for which nothing of that use is signed until a second person has decided."""
        stolen = self.open().filter(kind=KeyChangeKind.COMPROMISE)
        return stolen.filter(key__use=use, key__valid_until=None)


class KeyChange(Approvable, Waiting):
    """That a key ends, and why: one person says so, another confirms it, the worker does it."""

    organization = models.ForeignKey(Organization, models.PROTECT)
    key = models.ForeignKey(IssuerKey, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KeyChangeKind])
    because = models.CharField(max_length=200)
    since = models.DateTimeField(null=True)  # Of a compromise: when others may first have had it.
    cutoff_size = models.PositiveBigIntegerField(null=True)  # And how large the log was then.
    carried_out_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = KeyChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "kind"],
                condition=Q(carried_out_at=None, withdrawn_at=None),
                name="one_open_change_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.key}"


class Purpose(StrEnum):
    """What a set bit on a status list means (Bitstring Status List, section 2.2)."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


PLACES = {
    Purpose.REVOCATION: ("status_list", "status_index", "revoked_at"),
    Purpose.SUSPENSION: ("suspension_list", "suspension_index", "suspended_at"),
}
"""On which list of that purpose a credential is, where on it, since when its bit is set."""


class StatusListQuerySet(WaitingQuerySet["StatusList"]):
    def to_be_signed(self, now: datetime) -> Self:
        """Those that have changed; and those of this morning, for whoever takes them away to
        look at later: when a list was signed is all that says how old it is."""
        return self.filter(Q(published_at=None) | Q(published_at__lt=now - SIGNED_AGAIN_AFTER))


class StatusList(Waiting):
    """A list of bits. Its places are taken at random, so that none tells who came when."""

    organization = models.ForeignKey(Organization, models.PROTECT)
    purpose = models.CharField(max_length=20, default=Purpose.REVOCATION)
    taken = models.BinaryField()  # One bit for each place that has a credential.
    count = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)  # None: a bit has changed since.
    document = models.JSONField(null=True)  # As signed and published last.

    objects = StatusListQuerySet.as_manager()

    def __str__(self) -> str:
        return addresses.status_list_url(self.pk)


class Shape(models.Model):
    """What all credentials of one course version say alike. Never changed, never deleted."""

    version = models.ForeignKey(CourseVersion, models.PROTECT)
    accreditation = models.ForeignKey(  # As it is now; as it was then stands in `facts`.
        Accreditation, models.SET_NULL, null=True, related_name="shapes"
    )
    sha256 = models.CharField(max_length=64, unique=True)  # Of the template's canonical bytes.
    template = models.JSONField()  # The document, with placeholders where the slots are.
    facts = models.JSONField()  # The wording that pages and prints show, frozen beside it.
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version} {self.sha256[:8]}"


class CredentialQuerySet(WaitingQuerySet["Credential"]):
    def of(self, organization: Organization) -> Self:
        return self.filter(award__enrolment__version__course__organization=organization)

    def held_by(self, person: Person) -> Self:
        return self.filter(award__enrolment__person=person)

    def kept(self) -> Self:
        """Those whose holder has not been forgotten."""
        return self.filter(erased_at=None)

    def current(self) -> Self:
        """Those that no other one has taken the place of: one for each award that was issued."""
        return self.filter(replaced_by=None)

    def logged(self) -> Self:
        """Those whose leaf stands in a signed checkpoint: only they may leave the house."""
        return self.filter(entry__index__isnull=False)

    def past_cutoff(self) -> Self:
        """Those that a stolen key sealed too late to count, and that nothing was done about."""
        late = Q(entry__index__gte=F("key__cutoff_size")) | Q(entry__index=None)
        void = self.current().kept().filter(late, key__cutoff_size__isnull=False)
        return void.filter(revoked_at=None)


class Credential(Waiting):
    """A credential as the values of its slots and its proof; the document is made from both."""

    number = models.CharField(max_length=32, unique=True)
    award = models.ForeignKey(Award, models.PROTECT, related_name="credentials")
    shape = models.ForeignKey(Shape, models.PROTECT)
    slots = models.JSONField()
    key = models.ForeignKey(IssuerKey, models.PROTECT)
    signature = models.BinaryField(max_length=64)
    digest = models.BinaryField(max_length=32)  # Of the secured document's canonical bytes.
    log_salt = models.BinaryField(max_length=32)
    entry = models.OneToOneField(Entry, models.PROTECT)
    status_list = models.ForeignKey(StatusList, models.PROTECT)
    status_index = models.PositiveIntegerField()
    # Its own place on a list of its own; None for those issued before there were such lists.
    suspension_list = models.ForeignKey(StatusList, models.PROTECT, null=True, related_name="+")
    suspension_index = models.PositiveIntegerField(null=True)
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=200, blank=True)  # The world may read it.
    suspended_at = models.DateTimeField(null=True)
    suspended_because = models.CharField(max_length=200, blank=True)  # This, too.
    suspended_until = models.DateField(null=True)  # By when somebody wants to have decided.
    # By number, which is known before the row is there: so the old row can name its successor
    # before it comes, and no award ever has two that are current.
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, to_field="number", null=True, related_name="replaces"
    )
    # The next one of the same course, by the same holder. This one counts to its own end.
    renewed_by = models.OneToOneField(
        "self", models.PROTECT, to_field="number", null=True, related_name="renews"
    )
    names_successor = models.BooleanField(default=True)  # May its page lead to the newer one?
    is_specimen = models.BooleanField(default=False)
    printed_at = models.DateTimeField(null=True)  # None: waits for its certificate.
    page_made_at = models.DateTimeField(null=True)  # None: waits for its page to be prepared.
    erased_at = models.DateTimeField(null=True)  # Its holder was forgotten; nothing can show it.

    objects = CredentialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(replaced_by=None),
                name="one_current_credential_per_award",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(revoked_at__isnull=False),
                name="replaced_credential_is_revoked",
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("number")), name="no_credential_replaces_itself"
            ),
            models.CheckConstraint(
                condition=~Q(renewed_by=F("number")), name="no_credential_renews_itself"
            ),
            models.CheckConstraint(
                condition=Q(suspended_until=None) | Q(suspended_at__isnull=False),
                name="only_a_suspension_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="one_credential_per_status_index"
            ),
            models.UniqueConstraint(
                fields=["suspension_list", "suspension_index"],
                name="one_credential_per_suspension_index",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(printed_at=None),
                name="credential_unprinted",
            ),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(page_made_at=None, erased_at=None, printed_at__isnull=False),
                name="credential_without_page",
            ),
            models.Index(
                fields=["erased_at"],
                condition=Q(erased_at__isnull=False),
                name="credential_forgotten",
            ),
            models.Index(fields=["-issued_at"], name="credential_by_time"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def url(self) -> str:
        return addresses.credential_url(self.number)

    @property
    def proves_nothing(self) -> bool:
        """A specimen, or of an organization that issues nothing else."""
        return self.is_specimen or self.key.organization.is_specimen

    def state(self, now: datetime) -> State:
        """Where it is in its life."""
        return state_of(
            Marks(
                issued_at=self.issued_at,
                valid_until=self.valid_until,
                suspended_at=self.suspended_at,
                revoked_at=self.revoked_at,
                is_replaced=self.replaced_by_id is not None,
                is_renewed=self.renewed_by_id is not None,
            ),
            now,
        )

    @property
    def status(self) -> str:
        """In a word, for lists; a verification says more."""
        state = self.state(timezone.now())
        if state is not State.ISSUED:
            return str(state)
        return "specimen" if self.is_specimen else "valid"


class Event(models.Model):
    """A turn in the life of a credential or a key, as the public log has it. Never changed."""

    organization = models.ForeignKey(Organization, models.PROTECT)
    credential = models.ForeignKey(Credential, models.PROTECT, null=True, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    document = models.JSONField()  # What was hashed; it names no person.
    salt = models.BinaryField(max_length=32)
    entry = models.OneToOneField(Entry, models.PROTECT)

    class Meta:
        indexes = [models.Index(fields=["organization", "-at"], name="event_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def text(self) -> str:
        """The document as it was hashed (RFC 8785)."""
        return canonical.jcs(self.document).decode()
