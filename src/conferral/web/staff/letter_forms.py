"""What staff fill in to say a letter in other words."""

from typing import Any

from django import forms

from conferral.foundation.accounts.languages import direction_of
from conferral.foundation.letters.words import LONGEST_BODY, LONGEST_LINE, Words


class WordsForm(forms.Form):
    """`after`: the version that they have seen. Text of another language than it is for (English
    that waits for somebody to write Arabic over it) is read in its own direction."""

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

    def __init__(
        self, *args: Any, language: str, written_in: str | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        is_translated = written_in in (None, language)
        direction = direction_of(language) if is_translated else "auto"
        for field in self.fields.values():
            field.widget.attrs |= {"lang": language, "dir": direction}

    @property
    def words(self) -> Words:
        said = self.cleaned_data
        return Words(said["subject"], said["heading"], said["body"])
