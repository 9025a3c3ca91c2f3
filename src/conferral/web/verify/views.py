"""The page behind the QR code, and the files beside it. No cookie, no index, no referrer."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from conferral.credentials.designs.certificate import SMALL_WIDTH, png_of
from conferral.credentials.issuing import number
from conferral.credentials.verification import actions, forms
from conferral.credentials.verification.forms import Form
from conferral.credentials.verification.log_proof import tlog_proof
from conferral.foundation.refusal import Refused
from conferral.web.shared.answers import JSON, document, json_document, not_modified
from conferral.web.verify import pages, summary
from conferral.web.verify.giving import (
    ALWAYS_ASK,
    a_file,
    discreet,
    given,
    no_json,
    not_found,
    withheld,
)
from conferral.web.verify.looking import looked

PROOF = "text/plain; charset=utf-8"  # C2SP tlog-proof.
LD_JSON, PDF, PNG = "application/ld+json", "application/pdf", "image/png"
_SMALL_PNG = Form("small.png", PNG, partial(png_of, width=SMALL_WIDTH))
VC = ("application/vc", "application/vc+ld+json")  # VC 2.0, and as drafts of it had it.


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "verify/home.html")


@discreet
def ask(request: HttpRequest) -> HttpResponse:
    """A number, typed as people type. GET, so that it needs no cookie."""
    typed = request.GET.get("number", "").strip()
    if not typed:
        return render(request, "verify/ask.html")
    try:
        return redirect("certificate", text=number.parse(typed))
    except number.NotANumber as slip:
        said = {"typed": typed[:80], "hint": slip.hint, "meant": number.suggestions(typed)}
        return render(request, "verify/ask.html", said)


@discreet
def certificate(request: HttpRequest, text: str) -> HttpResponse:
    """The certificate in words, or in the form that the reader prefers."""
    match request.get_preferred_type(["text/html", JSON, LD_JSON, *VC, PDF, PNG]):
        case None | "text/html":
            answer = _page(request, text)
        case "application/pdf":
            answer = certificate_pdf(request, text)
        case "image/png":
            answer = certificate_png(request, text)
        case json:
            answer = _json(request, text, json)
    patch_vary_headers(answer, ["Accept"])
    return answer


@discreet
def credential_json(request: HttpRequest, text: str) -> HttpResponse:
    return _json(request, text, LD_JSON)


@discreet
def certificate_pdf(request: HttpRequest, text: str) -> HttpResponse:
    return _file(request, text, forms.PDF)


@discreet
def certificate_png(request: HttpRequest, text: str) -> HttpResponse:
    is_small = request.GET.get("width") == str(SMALL_WIDTH)
    return _file(request, text, _SMALL_PNG if is_small else forms.PNG)


@discreet
def certificate_blockcert(request: HttpRequest, text: str) -> HttpResponse:
    return _file(request, text, forms.BLOCKCERT)


@discreet
def certificate_form(request: HttpRequest, text: str, ending: str) -> HttpResponse:
    """The badge as SVG, or a token: as a file."""
    form = forms.FORMS.get(ending.lower())
    if form is None:
        raise Http404(ending)
    return _file(request, text, form)


@discreet
def log_proof(request: HttpRequest, text: str) -> HttpResponse:
    """It names nobody, so it is given for revoked certificates, too: they were issued."""
    credential = actions.find(text)
    if credential is None:
        return not_found(request, text)
    try:
        proof = tlog_proof(credential)
    except Refused as refused:
        return withheld(request, credential, refused, status=404)
    answer = document(request, proof, PROOF, cache=ALWAYS_ASK)
    answer["Content-Disposition"] = f'attachment; filename="{credential.number}.tlog-proof"'
    return answer


def _page(request: HttpRequest, text: str) -> HttpResponse:
    now = timezone.now()
    edition = pages.edition(text, now)
    if edition is None:
        return not_found(request, text)
    answer = HttpResponse(headers={"ETag": edition.etag, "Cache-Control": ALWAYS_ASK})
    if (unchanged := not_modified(request, answer)) is not answer:
        return unchanged
    page = edition.page()
    if page is None:
        return not_found(request, text)
    answer.content = page
    looked(request, edition.standing.credential, now)
    if edition.standing.is_listed:
        answer["X-Robots-Tag"] = "all"
    return answer


def _json(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    credential = actions.find(text)
    if credential is None:
        return no_json(request, text)
    said, status = summary.answered(credential)
    kind = content_type if "@context" in said else JSON
    answer = json_document(request, said, kind, cache=ALWAYS_ASK)
    if status != 200:
        answer.status_code = status
    return answer


def _file(request: HttpRequest, text: str, form: Form) -> HttpResponse:
    return given(request, text, partial(a_file, request, form))
