"""The words of letters: which there are, what they say, how they look, what was said before."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.languages import LANGUAGES, in_order, name_of
from conferral.foundation.accounts.roles import Right
from conferral.foundation.letters import actions
from conferral.foundation.letters.kinds import LetterKind
from conferral.foundation.letters.known import kinds
from conferral.foundation.letters.specimens import specimen
from conferral.foundation.letters.words import Words
from conferral.foundation.letters.writing import in_force, own_words, picture_of
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.letter_page import letter_page
from conferral.web.staff.brand_picture import in_a_letter
from conferral.web.staff.letter_forms import WordsForm
from conferral.web.staff.letter_page import groups, versions


@requires(Right.EDIT_ORGANIZATION)
def letter_words(request: MemberRequest) -> HttpResponse:
    context = {
        "groups": groups(request.organization),
        "language": request.organization.language,
        "language_name": name_of(request.organization.language),
    }
    return render(request, "staff/letters.html", context)


@requires(Right.EDIT_ORGANIZATION)
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def letter_edit(request: MemberRequest, code: str, language: str) -> HttpResponse:
    """What was typed is saved, or sent to whoever typed it, to be looked at."""
    kind = _kind(code, language)
    if request.method != "POST":
        if wanted := request.GET.get("language", ""):
            return redirect("letter-edit", _kind(code, wanted).code, wanted)
        return _shown(request, kind, language, _opened(request, kind, language))
    form = WordsForm(request.POST, language=language)
    if form.is_valid() and _done(request, kind, language, form):
        return redirect(f"{reverse('letter-edit', args=[code, language])}?{_news(request)}")
    return _shown(request, kind, language, form)


@require_POST
@requires(Right.EDIT_ORGANIZATION)
def letter_reset(request: MemberRequest, code: str, language: str) -> HttpResponse:
    try:
        actions.reset(request.organization, _kind(code, language), language, request.user)
    except Refused:
        return redirect("letter-edit", code, language)  # Somebody was faster; the page shows it.
    return redirect(f"{reverse('letter-edit', args=[code, language])}?reset=yes")


@requires(Right.EDIT_ORGANIZATION)
@xframe_options_sameorigin
def letter_preview(request: MemberRequest, code: str, language: str) -> HttpResponse:
    """As somebody would see it: what was typed, or what is in force."""
    kind = _kind(code, language)
    try:
        shown = specimen(
            request.organization,
            kind,
            language,
            _typed(request, kind),
            picture=in_a_letter(request.organization) if picture_of(kind) else "",
        )
    except RefusedPart as refused:
        return _slip(f"This cannot be sent yet: {refused.part}", str(refused))
    return _slip(shown.subject, shown.text) if "plain" in request.POST else letter_page(shown.html)


def _kind(code: str, language: str) -> LetterKind:
    if code not in kinds() or language not in LANGUAGES:
        raise Http404("There is no such letter.")
    return kinds()[code]


def _opened(request: MemberRequest, kind: LetterKind, language: str) -> WordsForm:
    found = in_force(kind, own_words(request.organization, kind), in_order(language))
    seen = versions(request.organization, kind, language)
    return WordsForm(
        initial={
            "subject": found.words.subject,
            "heading": found.words.heading,
            "body": found.words.body,
            "after": seen[0].kept.pk if seen else 0,
        },
        language=language,
        written_in=found.language,
    )


def _done(request: MemberRequest, kind: LetterKind, language: str, form: WordsForm) -> bool:
    """False, with what stands in the way beside its field."""
    organization, person = request.organization, request.user
    try:
        if "test" in request.POST:
            actions.send_test(organization, person, kind, form.words, language)
        else:
            after = form.cleaned_data["after"]
            actions.reword(organization, kind, language, form.words, person, after=after)
    except RefusedPart as refused:
        form.add_error(refused.part, str(refused))
    except Refused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _news(request: MemberRequest) -> str:
    return "sent=yes" if "test" in request.POST else "saved=yes"


def _typed(request: MemberRequest, kind: LetterKind) -> Words | None:
    """None where nothing was: then what is in force is shown."""
    if request.method != "POST":
        return None
    said = request.POST
    words = Words(said.get("subject", ""), said.get("heading", ""), said.get("body", ""))
    return actions.checked(kind, words)


def _slip(title: str, text: str) -> HttpResponse:
    """It stands in the frame of the letter, under the policy of letters: no sheet is fetched."""
    said = {"title": title, "text": text}
    return letter_page(render_to_string("letters/slip.html", said))


def _shown(
    request: MemberRequest, kind: LetterKind, language: str, form: WordsForm
) -> HttpResponse:
    own = own_words(request.organization, kind)
    found = in_force(kind, own, in_order(language))
    context = {
        "kind": kind,
        "form": form,
        "language": language,
        "language_name": name_of(language),
        "languages": [(each, name_of(each), each in own) for each in LANGUAGES],
        "is_own": language in own,
        "in_force": found,
        "is_translated": found.language == language,
        "written_in": name_of(found.language),
        "versions": versions(request.organization, kind, language),
    }
    return render(request, "staff/letter.html", context, status=422 if form.errors else 200)
