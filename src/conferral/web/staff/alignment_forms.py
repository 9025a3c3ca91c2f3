"""What an author fills in to say where a course stands in a framework."""

from django import forms

from conferral.learning.catalog.syllabus import Place
from conferral.learning.frameworks.items import CODE, NAME, TEXT, URL, is_address
from conferral.learning.frameworks.reading import MAX_BYTES

_TYPES = (
    ("", "Not said"),
    ("ceasn:Competency", "Competency (CTDL)"),
    ("ceterms:Credential", "Credential (CTDL)"),
    ("CFItem", "Item of a CASE framework"),
    ("CFRubricCriterion", "Criterion of a CASE rubric"),
    ("ext:saqa.Qualification", "Qualification or unit standard (NQF, SAQA)"),
    ("ext:esco.Concept", "Skill or occupation (ESCO)"),
    ("ext:Objective", "Objective of an examination or a vendor"),
)


class PlaceForm(forms.Form):
    """One place, by hand."""

    name = forms.CharField(max_length=NAME, help_text="As the framework words it.")
    url = forms.CharField(
        label="Web address",
        max_length=URL,
        help_text="Where the framework itself says it; it begins with https://.",
    )
    code = forms.CharField(required=False, max_length=CODE, help_text="Such as 119567 or N10-008.")
    framework = forms.CharField(
        required=False,
        max_length=200,
        help_text="Such as “National Qualifications Framework”.",
    )
    type = forms.ChoiceField(label="What it is", choices=_TYPES, required=False)
    description = forms.CharField(
        required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        if not is_address(url):
            raise forms.ValidationError("An address begins with https:// or http://.")
        return url

    @property
    def place(self) -> Place:
        return Place(**self.cleaned_data)


class FrameworkForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True,  # The reader has a better sentence for it.
        help_text="A CASE package or a CTDL graph (JSON), or a table with names and web addresses "
        f"(CSV), of at most {MAX_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ".json,.jsonld,.csv,.tsv,.txt"}),
    )
