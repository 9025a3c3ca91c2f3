"""The public log: salted commitments in their order, tiles of hashes, signed checkpoints."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """A promise of a place in the log. It names nobody: a salted hash, as 32 bytes."""

    commitment = models.BinaryField(max_length=32)
    index = models.PositiveBigIntegerField(null=True, unique=True)  # None: not yet in the log.

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
    size = models.PositiveBigIntegerField(unique=True)  # Two trees of one size cannot both commit.
    note = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"checkpoint {self.size}"
