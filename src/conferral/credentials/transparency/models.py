"""The public log: salted commitments in their order, tiles of hashes, signed checkpoints."""

from django.db import models
from django.db.models import Q

from conferral.foundation.belt import Waiting, WaitingQuerySet
from conferral.foundation.outbound import Reach


class Entry(models.Model):
    """A promise of a place in the log. It names nobody: a salted hash, as 32 bytes."""

    commitment = models.BinaryField(max_length=32)
    index = models.PositiveBigIntegerField(null=True, unique=True)  # None: not yet in the log.
    recovered_at = models.DateTimeField(null=True)  # From a copy: what it promised was lost.

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(index=None), name="entry_waiting")]

    def __str__(self) -> str:
        return f"entry {self.index}"


class Tile(models.Model):
    """Up to 256 hashes of one level, from left to right (C2SP tlog-tiles)."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="one_tile_per_place")
        ]

    def __str__(self) -> str:
        return f"tile {self.level}/{self.index}"


class SignedCheckpoint(models.Model):
    origin = models.CharField(max_length=255)  # What the log called itself when it signed this.
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [  # Two trees of one size cannot both commit.
            models.UniqueConstraint(fields=["origin", "size"], name="one_checkpoint_per_size")
        ]

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class WitnessQuerySet(WaitingQuerySet["Witness"]):
    pass


class Witness(Waiting):
    """A stranger who is asked to cosign what we have signed. It waits to be asked again."""

    vkey = models.CharField(max_length=400, unique=True)  # Name and key, as C2SP writes them.
    url = models.URLField()  # Where its add-checkpoint is.
    reach = models.CharField(max_length=20, default=Reach.PUBLIC)  # How far we may go for it.
    size = models.PositiveBigIntegerField(default=0)  # Of the largest tree that it has cosigned.
    asked_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = WitnessQuerySet.as_manager()

    def __str__(self) -> str:
        return self.vkey.partition("+")[0]


class Cosignature(models.Model):
    """A witness's word for one checkpoint; the newest, when it has given it more than once."""

    checkpoint = models.ForeignKey(SignedCheckpoint, models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, models.PROTECT, related_name="cosignatures")
    at = models.DateTimeField()
    line = models.TextField()  # As it stands under the checkpoint.

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="one_cosignature_of_each_witness"
            )
        ]

    def __str__(self) -> str:
        return f"{self.witness} on {self.checkpoint}"
