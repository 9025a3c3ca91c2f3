"""How the brakes are set; why something is stopped or cancelled."""

from django import forms

from conferral.foundation.brakes.terms import Terms


class BrakesForm(forms.Form):
    undo_minutes = forms.IntegerField(
        label="Minutes that letters wait",
        min_value=0,
        max_value=1440,
        help_text="Until then a mistake can be stopped on the page “Just issued”. "
        "0 sends them at once.",
    )
    unusual_from = forms.IntegerField(
        label="Certificates in a day that are never held",
        min_value=0,
        max_value=1_000_000,
        help_text="Of more, a second person may have to look. 0: no day is ever held.",
    )
    unusual_times = forms.IntegerField(
        label="Unusual above this many times the largest day before",
        min_value=1,
        max_value=100,
        help_text="The largest day of the last twelve months counts.",
    )

    @property
    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class StopForm(forms.Form):
    because = forms.CharField(
        label="Why?",
        max_length=200,
        initial="It was issued by mistake.",
        help_text="Whoever looks a number up will read it. No names, and nothing private.",
    )


class CancelForm(forms.Form):
    because = forms.CharField(
        label="Why are they not issued?",
        max_length=150,
        help_text="For staff. Each certificate stays held, with this, until somebody lets it go.",
    )
