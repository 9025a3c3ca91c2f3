"""What staff say about keys: why one should end, since when others may have it, its certificate."""

from django import forms

from conferral.credentials.sealing.certificates import MAX_BYTES


class BecauseForm(forms.Form):
    """Why a key should end."""

    because = forms.CharField(
        label="Why?", max_length=200, help_text="Whoever confirms it reads this; so does the trail."
    )


class CompromiseForm(BecauseForm):
    since = forms.DateTimeField(
        label="Since when may others have had it?",
        required=False,
        help_text="Leave it empty for: since now. What the public log knew before keeps its worth.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


class CertificateForm(forms.Form):
    file = forms.FileField(
        label="Certificate",
        allow_empty_file=True,  # Whoever reads it has a better sentence for it.
        help_text="What the authority has sent back, as PEM: its own certificate first, then those "
        "above it.",
        widget=forms.FileInput(attrs={"accept": ".pem,.crt,.cer,.txt"}),
    )

    @property
    def content(self) -> bytes:
        """As much of the file as tells whether it is too large."""
        return bytes(self.cleaned_data["file"].read(MAX_BYTES + 1))
