"""How the brakes are set; why something is stopped or cancelled."""

from django import forms

from conferral.foundation.brakes.terms import Terms


class BrakesForm(forms.Form):
    undo_minutes = forms.IntegerField(
        label="Letters leave after so many minutes",
        min_value=0,
        max_value=1440,
        help_text="Until then a mistake can be stopped on the page “Just issued”. "
        "0 sends them at once.",
    )
    unusual_from = forms.IntegerField(
        label="Never hold a day with fewer certificates than this",
        min_value=0,
        max_value=1_000_000,
        help_text="Above it, a second person must look. 0 switches that off.",
    )
    unusual_times = forms.IntegerField(
        label="Hold a day with more than so many times the largest before",
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
