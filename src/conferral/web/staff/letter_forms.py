"""What staff fill in to say a letter in other words."""

from django import forms

from conferral.foundation.letters.words import LONGEST_BODY, LONGEST_LINE, Words


class WordsForm(forms.Form):
    """`after`: the version that they have seen."""

    subject = forms.CharField(max_length=LONGEST_LINE)
    heading = forms.CharField(
        required=False, max_length=LONGEST_LINE, help_text="In large letters above it; optional."
    )
    body = forms.CharField(
        label="Text",
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def words(self) -> Words:
        said = self.cleaned_data
        return Words(said["subject"], said["heading"], said["body"])
