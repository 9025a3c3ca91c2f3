"""The page about a credential, prepared before anybody looks."""

from django.db import models

from conferral.credentials.issuing.models import Credential


class Page(models.Model):
    """Shown only while `rests_on` is what the register says now, so it cannot be out of date."""

    credential = models.OneToOneField(
        Credential, models.CASCADE, primary_key=True, related_name="page"
    )
    rests_on = models.CharField(max_length=64)  # A digest of all that it was made from.
    good_until = models.DateTimeField(null=True, db_index=True)  # Then time alone changes it.
    body = models.BinaryField()  # Compressed, with a place for when it was checked.
    seal = models.BinaryField(max_length=32)  # Ours: whoever writes to the database makes no page.

    def __str__(self) -> str:
        return f"page of {self.credential_id}"
