"""Which certificates have been sent to whom."""

from django.db import models

from conferral.credentials.designs.models import Certificate
from conferral.foundation.mail.models import Message


class Delivery(models.Model):
    certificate = models.OneToOneField(Certificate, models.PROTECT)
    message = models.OneToOneField(Message, models.PROTECT)

    def __str__(self) -> str:
        return str(self.message)
