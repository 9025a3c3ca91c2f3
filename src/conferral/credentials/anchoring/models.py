"""Checkpoints that strangers far away have written down: in Bitcoin, or on a chain of one's own."""

from typing import Self

from django.db import models
from django.db.models import Q

from conferral.credentials.transparency.models import SignedCheckpoint
from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Waiting, WaitingQuerySet
from credkit.anchors import merkle_path


class Kind(models.TextChoices):
    OPENTIMESTAMPS = "opentimestamps", "Bitcoin, by OpenTimestamps"
    ETHEREUM = "ethereum", "a chain like Ethereum"


class AnchorQuerySet(WaitingQuerySet["Anchor"]):
    def held(self) -> Self:
        return self.filter(held_at__isnull=False)

    def unfinished(self) -> Self:
        return self.filter(held_at=None)

    def shown(self) -> Self:
        """Those that strangers are told of, the newest first."""
        sent = self.exclude(sent_at=None).select_related("checkpoint")
        return sent.order_by("-checkpoint__size", "kind", "place")

    def over(self, index: int, origin: str) -> Self:
        """Those that hold a tree with the entry at `index` in it, the earliest tree first."""
        trees = self.held().filter(checkpoint__size__gt=index, checkpoint__origin=origin)
        return trees.select_related("checkpoint").order_by("checkpoint__size", "pk")


class Anchor(Waiting):
    """One checkpoint at one place. It waits to be sent, then to be held by a block."""

    kind = models.CharField(max_length=20, choices=Kind)
    place = models.CharField(max_length=300)  # A calendar's address, or a chain: "eip155:1".
    checkpoint = models.ForeignKey(SignedCheckpoint, models.PROTECT, related_name="anchors")
    chosen_at = models.DateTimeField(auto_now_add=True)
    proof = models.BinaryField(default=b"")  # A `.ots` file, or a signed transaction.
    sent_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)  # When we learned that a block holds it.
    block = models.PositiveBigIntegerField(null=True)
    block_hash = models.CharField(max_length=66, blank=True)  # Where the place tells it.
    transaction = models.CharField(max_length=66, blank=True)  # Its hash, on a chain.
    # Of the tree of documents that the transaction says as well; empty when there is none.
    documents_root = models.BinaryField(max_length=32, default=b"")

    objects = AnchorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "place", "checkpoint"], name="one_anchor_of_a_checkpoint_in_a_place"
            )
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(held_at=None), name="anchor_waits")
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint} at {self.place}"

    @property
    def payload(self) -> bytes:
        """What a transaction says: the log's root, or the node above it and that of documents."""
        root, documents = bytes(self.checkpoint.root), bytes(self.documents_root)
        return merkle_path.both(documents, root) if documents else root


class LeafQuerySet(models.QuerySet["Leaf"]):
    def newest_of(self, organization: Organization) -> int:
        """The highest index in the log of those that have one; -1 if none has."""
        found = self.filter(organization=organization).order_by("-index").first()
        return found.index if found else -1


class Leaf(models.Model):
    """A document that waits for a transaction, or is under one: a salted hash, which names nobody.

    `index`: of the entry of the same document in the log.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    index = models.PositiveBigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)
    anchor = models.ForeignKey(Anchor, models.PROTECT, null=True, related_name="leaves")

    objects = LeafQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-index"], name="leaf_by_organization"),
            models.Index(fields=["index"], condition=Q(anchor=None), name="leaf_waits"),
        ]

    def __str__(self) -> str:
        return f"leaf of entry {self.index}"
