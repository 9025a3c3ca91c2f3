"""The public log: salted commitments in their order, tiles of hashes, signed checkpoints."""

from django.db import models
from django.db.models import Q


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
