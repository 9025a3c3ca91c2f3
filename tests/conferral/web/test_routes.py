"""Every address, and what it answers to everybody who may come."""

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

import vouching
from cast import (
    PASSED,
    a_course,
    a_draft,
    a_framework,
    a_member,
    a_moodle_file,
    a_person,
    an_award,
    an_issued_credential,
    an_organization,
    dara,
    femi,
    publish,
)
from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Plea
from conferral.credentials.cases.models import Kind as PleaKind
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.order import Order, Wanted
from conferral.credentials.sealing import actions as sealing
from conferral.credentials.verification import sharing
from conferral.foundation.accounts.roles import RIGHTS, Right, Role
from conferral.foundation.brakes.models import Batch
from conferral.foundation.chores.models import Round
from conferral.foundation.mail.models import BadAddress, Message
from conferral.foundation.runs import tracking
from conferral.foundation.staff import actions as staff
from conferral.foundation.staff import lost_factors
from conferral.foundation.staff.links import token_of as token_of_invitation
from conferral.foundation.webhooks.models import Endpoint
from conferral.learning.awards.links import token_of
from conferral.learning.awards.models import Award
from conferral.learning.progress import actions as progress
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal import taking_in
from conferral.learning.renewal.models import Activity
from conferral.learning.review.comments import comment
from made_once import files_in, made_once
from moderating import a_moderated_course, a_round
from promised import an_anchor
from reviewing import review_of, submitted

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Route:
    right: Right | None = None  # None: anyone may come.
    about: str = ""  # Which thing of the world its address names.
    method: str = "get"
    answers: int = 200
    elsewhere: int = 0  # To members of another organization; 0: the same.
    data: dict[str, str] = field(default_factory=dict)
    signed_in: int = 0  # To everybody who is; 0: the same. Only where anyone may come.


def of_staff(right: Right, about: str = "", method: str = "get", answers: int = 200) -> Route:
    return Route(right, about, method, answers, elsewhere=404 if about else answers)


def own(answers: int = 200, about: str = "", method: str = "get") -> Route:
    """A page about oneself: whoever is not signed in is asked to."""
    return Route(about=about, method=method, answers=302, signed_in=answers)


ROUTES = {
    "home": Route(),
    "verify": Route(),
    "verify-file": Route(method="post", answers=422),  # There is none.
    "offline": Route(),
    "offline-worker": Route(),
    "certificate": Route(about="number"),
    "shared": Route(about="share"),
    "shared-file": Route(about="shared_file"),
    "name-match": Route(about="number", method="post", answers=302),  # No name was typed.
    "credential-json": Route(about="number"),
    "certificate-pdf": Route(about="number"),
    "certificate-png": Route(about="number"),
    "certificate-form": Route(about="form"),
    "log-proof": Route(about="number"),
    "token-proof": Route(about="token"),
    "evidence": Route(about="number"),
    "blockcert": Route(about="number", answers=404),  # Nobody has asked for one.
    "blockcerts-issuer": Route(answers=404),
    "blockcerts-revocations": Route(answers=404),
    "healthz": Route(),
    "did": Route(),
    "key-history": Route(),
    "status-list": Route(about="status_list"),
    "checkpoint": Route(),
    "tile": Route(about="tile"),
    "anchors": Route(),
    "anchored-checkpoint": Route(about="anchor"),
    "anchor-proof": Route(about="anchor"),
    "achievement": Route(about="version"),
    "achievement-image": Route(about="version"),
    "endorsement": Route(about="endorsement"),
    "criterion-schema": Route(),
    "logo": Route(about="organization"),
    "brand-colours": Route(about="organization"),
    "progress": Route(about="enrolment"),
    "progress-ask": Route(about="enrolment", method="post", answers=422),
    "progress-json": Route(about="enrolment"),
    "progress-calendar": Route(about="enrolment"),
    "progress-showing": Route(about="enrolment", method="post", answers=302),
    "progress-share": Route(about="enrolment", method="post", answers=422),  # For no time.
    "progress-share-end": Route(about="holders_share", method="post", answers=302),
    "progress-file": Route(about="holders_file"),
    "progress-picture": Route(about="enrolment"),
    "me-find": Route(),
    "me-enter": Route(about="made_up", answers=302),
    "me": own(),
    "me-leave": own(302, method="post"),
    "me-going-on": own(),
    "me-privacy": own(),
    "me-consent": own(302, "purpose", "post"),
    "me-language": own(302, method="post"),
    "me-letters": own(404, method="post"),  # Of no topic.
    "letters": Route(about="made_up", answers=404),
    "guardian": Route(about="made_up", answers=404),
    "me-data": own(),
    "me-data-file": own(),
    "me-data-correct": own(422, method="post"),
    "me-data-forget": own(422, method="post"),
    "course-page": Route(about="public_course"),
    "course-questions": of_staff(Right.EDIT_COURSES, "course"),
    "course-announcement": of_staff(Right.EDIT_COURSES, "course"),
    "public-profile": Route(about="made_up", answers=404),  # Nobody here wants one.
    "me-everything": own(),
    "me-course": own(404, "learner"),  # Somebody else's, as with all of these.
    "me-calendar": own(404, "learner"),
    "me-ask": own(404, "learner", "post"),
    "me-showing": own(404, "learner", "post"),
    "me-share": own(404, "learner", "post"),
    "me-share-end": own(404, "learners_share", "post"),
    "me-picture": own(404, "learner"),
    "me-file": own(404, "learners_file"),
    "sign-in": Route(signed_in=302),
    "account_login": Route(signed_in=302),
    "account_request_login_code": Route(signed_in=302),
    "account_confirm_login_code": Route(answers=302),  # Nobody has asked for a code.
    "mfa_login_webauthn": Route(answers=302),  # A script asks there.
    "mfa_authenticate": Route(answers=302),  # Nobody is on the way in.
    "account_inactive": Route(),
    "sign-out": Route(method="post", answers=302),
    "account_logout": Route(method="post", answers=302),
    "socialaccount_login_error": Route(),
    "socialaccount_signup": Route(),
    "socialaccount_login_cancelled": Route(),
    "openid_connect_login": Route(about="provider", answers=404),  # There is none.
    "openid_connect_callback": Route(about="provider", answers=404),
    "invited": Route(about="invitation_token", signed_in=409),  # It is for somebody else.
    "after-sign-in": own(302),
    "mfa_index": own(),
    "confirm-by-letter": own(302),  # They have another way.
    "account_reauthenticate": own(),
    "mfa_reauthenticate": own(302),  # They have another way.
    "mfa_reauthenticate_webauthn": own(302),
    "mfa_activate_totp": own(302),  # Show once more that it is you.
    "mfa_deactivate_totp": own(404),  # They have no app.
    "mfa_list_webauthn": own(302),
    "mfa_add_webauthn": own(302),
    "mfa_edit_webauthn": own(302, about="somebody's"),
    "mfa_remove_webauthn": own(302, about="somebody's"),
    "mfa_view_recovery_codes": own(404),
    "mfa_generate_recovery_codes": own(302),
    "mfa_download_recovery_codes": own(404),
    "account_change_password": own(),
    "account_set_password": own(302),  # They have one.
    "account_email": own(),
    "account_email_verification_sent": own(302),  # No address waits.
    "sessions": own(),
    "session-end": own(404, about="somebody's", method="post"),
    "sessions-end-others": own(302, method="post"),
    "socialaccount_connections": own(302),
    "service-disconnect": own(302, about="somebody's"),
    "outbox": Route(answers=404),  # Only a demonstration has one.
    "letter": Route(about="letter", answers=404),
    "letter-html": Route(about="letter", answers=404),
    "today": of_staff(Right.SEE_REGISTER),
    "runs": of_staff(Right.SEE_REGISTER),
    "run": of_staff(Right.SEE_REGISTER, "run"),
    "run-problems": of_staff(Right.IMPORT_PROGRESS, "run"),
    "run-pause": of_staff(Right.IMPORT_PROGRESS, "run", "post", 302),
    "run-resume": of_staff(Right.IMPORT_PROGRESS, "run", "post", 409),  # It is running.
    "run-cancel": of_staff(Right.IMPORT_PROGRESS, "run", "post", 302),
    "run-retry": of_staff(Right.IMPORT_PROGRESS, "run", "post", 409),  # Nothing has failed.
    "run-letter": of_staff(Right.IMPORT_PROGRESS, "run", "post", 302),
    "run-settle": of_staff(Right.IMPORT_PROGRESS, "run", "post", 409),
    "first-steps": of_staff(Right.EDIT_ORGANIZATION),
    "first-steps-letter": of_staff(Right.EDIT_ORGANIZATION, method="post", answers=302),
    "first-steps-specimen": of_staff(Right.EDIT_ORGANIZATION, method="post", answers=302),
    "find": of_staff(Right.SEE_REGISTER),
    "filter-save": Route(Right.SEE_REGISTER, "page", "post", 422, 422),  # Nobody named it.
    "filter-drop": of_staff(Right.SEE_REGISTER, "made_up_key", "post", 404),  # Owners only.
    "keyboard": of_staff(Right.SEE_REGISTER),
    "organizations": of_staff(Right.SEE_REGISTER),
    "act-for": of_staff(Right.SEE_REGISTER, "organization", "post", 302),
    "issue": of_staff(Right.SEE_REGISTER),
    "issued-csv": of_staff(Right.SEE_REGISTER),
    "promise-csv": of_staff(Right.SEE_REGISTER),
    "courses": of_staff(Right.SEE_REGISTER),
    "course-new": of_staff(Right.EDIT_COURSES),
    "course": of_staff(Right.SEE_REGISTER, "course"),
    "version": of_staff(Right.SEE_REGISTER, "course_version"),
    "version-difference": of_staff(Right.SEE_REGISTER, "course_version"),
    "version-document": of_staff(Right.SEE_REGISTER, "course_version"),
    "version-copy": of_staff(Right.EDIT_COURSES, "draft_version", "post", 409),
    "version-delete": of_staff(Right.EDIT_COURSES, "draft_version", "post", 302),
    "version-facts": of_staff(Right.EDIT_COURSES, "draft_version"),
    "version-modules": of_staff(Right.EDIT_COURSES, "draft_version"),
    "version-people": of_staff(Right.EDIT_COURSES, "draft_version"),
    "criterion": of_staff(Right.EDIT_COURSES, "draft_version"),
    "criterion-json": of_staff(Right.SEE_REGISTER, "course_version"),
    "cohorts": of_staff(Right.SEE_REGISTER),
    "cohort": of_staff(Right.SEE_REGISTER, "cohort"),
    "cohort-csv": of_staff(Right.SEE_REGISTER, "cohort"),
    "cohort-put": of_staff(Right.IMPORT_PROGRESS, method="post", answers=422),  # Nobody is chosen.
    "designs": of_staff(Right.SEE_REGISTER),
    "design": of_staff(Right.SEE_REGISTER, "course_version"),
    "design-picture": of_staff(Right.SEE_REGISTER, "course_version"),
    "learners": of_staff(Right.SEE_REGISTER),
    "learners-csv": of_staff(Right.SEE_REGISTER),
    "learner": of_staff(Right.SEE_REGISTER, "learner"),
    "learner-judge": of_staff(Right.EVALUATE, "learner", "post", 422),  # Nothing was said.
    "learner-consents": of_staff(Right.ANSWER, "learner"),
    "learner-said": of_staff(Right.ANSWER, "learner", "post", 422),
    "learner-guardian": of_staff(Right.ANSWER, "learner", "post", 422),
    "learner-guardian-ask": of_staff(Right.ANSWER, "learner", "post", 422),  # Nobody is under age.
    "learner-renewal": of_staff(Right.SEE_REGISTER, "learner"),
    "learner-points": of_staff(Right.EVALUATE, "learner", "post", 422),
    "points-strike": of_staff(Right.EVALUATE, "activity", "post", 422),
    "learner-recognize": of_staff(Right.EVALUATE, "learner", "post", 422),
    "renewal-rule": of_staff(Right.EDIT_COURSES, "course"),
    "points": of_staff(Right.EVALUATE),
    "points-table": of_staff(Right.EVALUATE, "points_table"),
    "points-enter": of_staff(Right.EVALUATE, "points_table", "post", 302),
    "expiring": of_staff(Right.SEE_REGISTER),
    "expiring-csv": of_staff(Right.SEE_REGISTER),
    "expiring-file": of_staff(Right.SEE_REGISTER),
    "jobs": of_staff(Right.SEE_REGISTER),
    "job-now": of_staff(Right.EDIT_ORGANIZATION, "job", "post", 302),
    "learner-measure": of_staff(Right.EVALUATE, "learner", "post", 422),
    "organization": of_staff(Right.EDIT_ORGANIZATION),
    "organization-specimen": of_staff(Right.EDIT_ORGANIZATION),
    "letter-words": of_staff(Right.EDIT_ORGANIZATION),
    # A kind of letter is nobody's: each organization has words of its own for it.
    "letter-edit": Route(Right.EDIT_ORGANIZATION, "letter_kind", answers=200, elsewhere=200),
    "letter-preview": Route(Right.EDIT_ORGANIZATION, "letter_kind", answers=200, elsewhere=200),
    "letter-reset": Route(Right.EDIT_ORGANIZATION, "letter_kind", "post", 302, elsewhere=302),
    "types": of_staff(Right.EDIT_ORGANIZATION),
    "type-new": of_staff(Right.EDIT_ORGANIZATION),
    "type": of_staff(Right.EDIT_ORGANIZATION, "certificate_type"),
    "people": of_staff(Right.MANAGE_PEOPLE),
    "member": of_staff(Right.MANAGE_PEOPLE, "member"),
    "member-give": of_staff(Right.MANAGE_PEOPLE, "member", "post", 422),
    "member-lend": of_staff(Right.MANAGE_PEOPLE, "member", "post", 422),
    "view-as": of_staff(Right.VIEW_AS, "member", "post", 422),  # Nobody said why.
    "member-factor-lost": of_staff(Right.MANAGE_PEOPLE, "member", "post", 422),  # Nobody said why.
    "factor-loss-confirm": of_staff(Right.MANAGE_PEOPLE, "factor_loss", "post", 302),
    "factor-loss-withdraw": of_staff(Right.MANAGE_PEOPLE, "factor_loss", "post", 302),
    "view-as-end": own(302, method="post"),
    "membership-end": of_staff(Right.MANAGE_PEOPLE, "membership", "post", 302),
    "delegation-end": of_staff(Right.MANAGE_PEOPLE, "delegation", "post", 302),
    "invitation-withdraw": of_staff(Right.MANAGE_PEOPLE, "invitation", "post", 302),
    "sites": of_staff(Right.EDIT_ORGANIZATION),
    "instructors": of_staff(Right.EDIT_COURSES),
    "instructor": of_staff(Right.EDIT_COURSES, "instructor"),
    "alignments": of_staff(Right.EDIT_COURSES, "course_version", answers=302),  # It is approved.
    "frameworks": of_staff(Right.EDIT_COURSES),
    "framework": of_staff(Right.EDIT_COURSES, "framework"),
    "framework-confirm": of_staff(Right.EDIT_COURSES, "framework", "post", 302),
    "framework-remove": of_staff(Right.EDIT_COURSES, "framework", "post", 302),
    "approvals": of_staff(Right.SEE_REGISTER),
    "approval-roles": of_staff(Right.EDIT_ORGANIZATION, method="post", answers=302),
    "approval": of_staff(Right.SEE_REGISTER, "course_version"),
    "approval-submit": of_staff(Right.EDIT_COURSES, "course_version", "post", 409),  # It is done.
    "approval-take-back": of_staff(Right.EDIT_COURSES, "under_review", "post", 302),
    "approval-withdraw": of_staff(Right.APPROVE, "course_version", "post", 422),
    "approval-comment": of_staff(Right.COMMENT, "course_version", "post", 422),
    "comment-resolve": of_staff(Right.COMMENT, "comment", "post", 302),
    "review-answers": of_staff(Right.REVIEW_CONTENT, "review", "post", 409),  # Femi is asked.
    "review-decide": of_staff(Right.REVIEW_CONTENT, "review", "post", 422),
    "review-assign": of_staff(Right.EDIT_COURSES, "review", "post", 302),
    "review-delegate": of_staff(Right.REVIEW_CONTENT, "review", "post", 409),
    "imports": of_staff(Right.IMPORT_PROGRESS),
    "import-new": of_staff(Right.IMPORT_PROGRESS),
    "import-preview": of_staff(Right.IMPORT_PROGRESS, "draft"),
    "import-columns": of_staff(Right.IMPORT_PROGRESS, "draft", "post", 302),
    "import-confirm": of_staff(Right.IMPORT_PROGRESS, "draft", "post", 302),
    "import-discard": of_staff(Right.IMPORT_PROGRESS, "draft", "post", 302),
    "import-progress": of_staff(Right.IMPORT_PROGRESS, "batch"),
    "waiting": of_staff(Right.SEE_REGISTER),
    "waiting-csv": of_staff(Right.SEE_REGISTER),
    "waiting-release": of_staff(Right.RELEASE),
    "waiting-hold": of_staff(Right.RELEASE),
    "waiting-let-go": of_staff(Right.RELEASE),
    "version-dry-run": of_staff(Right.SEE_REGISTER, "course_version"),
    "import-dry-run": of_staff(Right.IMPORT_PROGRESS, "draft"),
    "reconciliation": of_staff(Right.SEE_REGISTER),
    "reconciliation-csv": of_staff(Right.SEE_REGISTER),
    "reconciliation-place": of_staff(Right.SEE_REGISTER),
    "resending-new": of_staff(Right.SEE_MAIL),
    "send-again": of_staff(Right.SEE_MAIL, "number", "post", 302),
    "batches": of_staff(Right.SEE_REGISTER),
    "batch": of_staff(Right.SEE_REGISTER, "held_batch"),
    "batch-dry-run": of_staff(Right.SEE_REGISTER, "held_batch"),
    "batch-let-go": of_staff(Right.RELEASE, "held_batch", "post", 422),  # Nobody said how many.
    "batch-cancel": of_staff(Right.RELEASE, "held_batch", "post", 422),
    "just-issued": of_staff(Right.SEE_REGISTER),
    "just-issued-stop": of_staff(Right.REVOKE),
    "brakes": of_staff(Right.EDIT_ORGANIZATION),
    "webhooks": of_staff(Right.EDIT_ORGANIZATION),
    "webhook-try": of_staff(Right.EDIT_ORGANIZATION, "endpoint", "post", 302),
    "webhook-end": of_staff(Right.EDIT_ORGANIZATION, "endpoint", "post", 302),
    "moderation": of_staff(Right.SEE_REGISTER),
    "moderation-open": of_staff(Right.MODERATE, "version_key", "post", 409),  # Nothing waits.
    "moderation-round": of_staff(Right.SEE_REGISTER, "round"),
    "moderation-assign": of_staff(Right.MODERATE, "stage", "post", 422),
    "moderation-judge": of_staff(Right.MODERATE, "drawn", "post", 422),
    "moderation-conclude": of_staff(Right.MODERATE, "round", "post", 422),
    "moderation-again": of_staff(Right.MODERATE, "round", "post", 409),  # It is still open.
    "moderation-reject": of_staff(Right.MODERATE, "round", "post", 422),
    "reports": of_staff(Right.SEE_REGISTER),
    "reports-courses-csv": of_staff(Right.SEE_REGISTER),
    "reports-months-csv": of_staff(Right.SEE_REGISTER),
    "employers": of_staff(Right.SEE_REGISTER),
    "selfcheck": of_staff(Right.SEE_REGISTER),
    "certificates": of_staff(Right.SEE_REGISTER),
    "certificates-csv": of_staff(Right.SEE_REGISTER),
    "staff-certificate": of_staff(Right.SEE_REGISTER, "number"),
    "staff-paper": of_staff(Right.SEE_REGISTER, "paper"),
    "showing": of_staff(Right.REVOKE, "number", "post", 302),
    "replace": of_staff(Right.REVOKE, "number"),
    "revoke": of_staff(Right.REVOKE, "number", "post", 422),  # Nothing was filled in.
    "suspend": of_staff(Right.REVOKE, "number", "post", 422),
    "reinstate": of_staff(Right.REVOKE, "number", "post", 422),
    "recalls": of_staff(Right.SEE_REGISTER),
    "recall-new": of_staff(Right.REVOKE),
    "reported-since": of_staff(Right.SEE_REGISTER),
    "reported-since-leave": of_staff(Right.REVOKE, "number", "post", 422),  # Nothing was said.
    "recall": of_staff(Right.SEE_REGISTER, "recall"),
    "recall-agree": of_staff(Right.REVOKE, "recall", "post", 302),
    "recall-stop": of_staff(Right.REVOKE, "recall", "post", 302),
    "cases": of_staff(Right.ANSWER),
    "case": of_staff(Right.ANSWER, "case"),
    "case-answer": of_staff(Right.ANSWER, "case", "post", 422),
    "exhibit": of_staff(Right.ANSWER, "exhibit"),
    "award-holding": of_staff(Right.RELEASE, "unissued"),
    "award-hold": of_staff(Right.RELEASE, "unissued", "post", 422),
    "award-let-go": of_staff(Right.RELEASE, "unissued", "post", 409),  # Nobody holds it.
    "keys": of_staff(Right.MANAGE_KEYS),
    "key-rotation": of_staff(Right.MANAGE_KEYS, method="post", answers=422),
    "document-key-rotation": of_staff(Right.MANAGE_KEYS, method="post", answers=422),
    "certificate-request-ask": of_staff(Right.MANAGE_KEYS, method="post", answers=302),
    "certificate-request": of_staff(Right.MANAGE_KEYS, "certificate_request"),
    "document-certificate": of_staff(Right.MANAGE_KEYS, method="post", answers=422),
    "suspensions-list": of_staff(Right.EDIT_ORGANIZATION, method="post", answers=302),
    "suspensions-cease": of_staff(Right.EDIT_ORGANIZATION, method="post", answers=409),
    "key-compromise": of_staff(Right.MANAGE_KEYS, "key", "post", 422),
    "key-confirm": of_staff(Right.MANAGE_KEYS, "key_change", "post", 302),
    "key-withdraw": of_staff(Right.MANAGE_KEYS, "key_change", "post", 302),
    "accreditations": of_staff(Right.SEE_REGISTER),
    "accreditation-new": of_staff(Right.MANAGE_ACCREDITATION),
    "accreditation-calendar": of_staff(Right.SEE_REGISTER),
    "accreditation-calendar-file": of_staff(Right.SEE_REGISTER),
    "accreditation": of_staff(Right.SEE_REGISTER, "accreditation"),
    "accreditation-change": of_staff(Right.MANAGE_ACCREDITATION, "accreditation", "post", 422),
    "accreditation-end": of_staff(Right.MANAGE_ACCREDITATION, "accreditation", "post", 422),
    "accreditation-suspend": of_staff(Right.MANAGE_ACCREDITATION, "accreditation", "post", 422),
    "accreditation-withdraw": of_staff(Right.MANAGE_ACCREDITATION, "accreditation", "post", 422),
    "accreditation-reinstate": of_staff(Right.MANAGE_ACCREDITATION, "accreditation", "post", 409),
    "condition-add": of_staff(Right.MANAGE_ACCREDITATION, "accreditation", "post", 422),
    "document-add": of_staff(Right.MANAGE_ACCREDITATION, "accreditation", "post", 422),
    "periodic-review-add": of_staff(Right.MANAGE_ACCREDITATION, "accreditation", "post", 422),
    "condition-met": of_staff(Right.MANAGE_ACCREDITATION, "condition", "post", 302),
    "periodic-review-done": of_staff(Right.MANAGE_ACCREDITATION, "periodic_review", "post", 422),
    "document": of_staff(Right.SEE_EVIDENCE, "document"),
    "bodies": of_staff(Right.SEE_REGISTER),
    "body-new": of_staff(Right.MANAGE_ACCREDITATION),
    "requirement-add": of_staff(Right.MANAGE_ACCREDITATION, method="post", answers=422),
    "requirement-drop": of_staff(Right.MANAGE_ACCREDITATION, "requirement", "post", 302),
    "endorsement-add": of_staff(Right.MANAGE_ACCREDITATION, method="post", answers=422),
    "endorsement-withdraw": of_staff(Right.MANAGE_ACCREDITATION, "endorsed", "post", 302),
    "standard-remove": of_staff(Right.MANAGE_ACCREDITATION, "standard", "post", 302),
    "body": of_staff(Right.SEE_REGISTER, "body"),
    "body-change": of_staff(Right.MANAGE_ACCREDITATION, "body", "post", 422),
    "standard-add": of_staff(Right.MANAGE_ACCREDITATION, "body", "post", 422),
    "qualifications": of_staff(Right.SEE_REGISTER),
    "qualification-add": of_staff(Right.MANAGE_ACCREDITATION, method="post", answers=422),
    "qualification-end": of_staff(Right.MANAGE_ACCREDITATION, "qualification", "post", 422),
    "activity": of_staff(Right.SEE_AUDIT),
    "mail": of_staff(Right.SEE_MAIL),
    "try-again": of_staff(Right.IMPORT_PROGRESS, method="post", answers=302),
    "learner-language": of_staff(Right.SEE_MAIL, "learner", "post", 302),
    "learner-letters": of_staff(Right.SEE_MAIL, "learner", "post", 404),  # Of no topic.
    "addresses": of_staff(Right.SEE_MAIL),
    "address": of_staff(Right.SEE_MAIL, "bad_address"),
    "address-mend": of_staff(Right.SEE_MAIL, "bad_address", "post", 422),  # Nothing was typed.
    "mail-late": of_staff(Right.REVOKE, method="post", answers=409),  # Nothing is late.
    "mail-retry": of_staff(Right.SEE_MAIL, "message", "post", 302),
}
VISITORS = ("anonymous", "nobody", *Role, "stranger")


WITHOUT_A_TOKEN = {
    *("progress-ask", "progress-showing", "progress-share", "progress-share-end"),
    *("letters", "guardian", "name-match", "verify-file"),
}
"""Their address is the secret, or they change nothing."""


def routes_in(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes_in(pattern.url_patterns)
        else:
            yield pattern


def test_the_table_has_every_route():
    assert {each.name for each in routes_in(get_resolver().url_patterns)} == set(ROUTES)


def test_no_other_form_is_taken_from_another_site():
    every = routes_in(get_resolver().url_patterns)
    exempt = {each.name for each in every if getattr(each.callback, "csrf_exempt", False)}
    assert exempt == WITHOUT_A_TOKEN


@pytest.fixture(scope="module")
def _folder(tmp_path_factory):
    return tmp_path_factory.mktemp("world")


@pytest.fixture(autouse=True)
def _own_files(settings, _folder):
    """The world's, in every test."""
    for name, place in files_in(_folder).items():
        setattr(settings, name, place)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, _folder):
    with made_once(django_db_blocker, _folder):
        yield a_world()


@pytest.fixture(scope="module")
def badges(world):
    """The cookies of each visitor; everybody signs in once."""
    return {visitor: badge_of(visitor) for visitor in VISITORS}


def badge_of(visitor):
    browser = Client()
    match visitor:
        case "anonymous":
            return browser.cookies.output(header="")
        case "nobody":
            person = a_person("Nobody")
        case "stranger":
            person = a_member("Mallory", Role.ADMINISTRATOR, an_organization("Other", "0T"))
        case role:
            person = a_member(role.title(), role)
    browser.force_login(person)
    return browser.cookies.output(header="")


def a_world():
    """What the addresses name, by the word for it."""
    version = a_course()
    organization = version.course.organization
    organization.colour = "#7a1f5c"
    organization.logo_svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    organization.save()
    credential = an_issued_credential(version=version)
    sign_now(credential, Kind.JWT)
    publish()
    PRINT_LOGGED.run()
    Enrolment.objects.update(cohort="Autumn 2026/27")
    draft, batch = (
        progress.upload(
            version.course, dara(), "f.csv", a_moodle_file(("Zoë", f"{n}@x.test", PASSED))
        )
        for n in "ab"
    )
    progress.confirm(batch, dara())
    change = keyring.propose_rotation(organization, a_person("Second Keeper"), "It is time")
    sealing.write_request(sealing.ask_for_request(organization, a_person("Second Keeper")))
    Authenticator.objects.create(user=dara(), type="totp", data={"secret": "kept"})
    keeper = a_person("Second Keeper")
    loss = lost_factors.report(organization, keeper, dara(), "She called me.")
    under_review = a_draft()
    submission = submitted(under_review, to={Role.EXPERT: femi()})
    message = Message.objects.create(organization=organization, key="k", to="a@x.test")
    bad_address = BadAddress.objects.create(organization=organization, address="gone@x.test")
    the_round = a_round(a_moderated_course("moderated"), 1)
    about_accreditation = vouching.a_world(version)
    held = Batch.objects.create(organization=organization, count=1, usual=0, most=0)
    an_award("Held Back", version)
    Award.objects.unissued().filter(enrolment__version=version).update(batch=held)
    asked = cases.ask(
        credential.award.enrolment,
        Plea(PleaKind.NAME, "My name has changed.", "Nomvula Khumalo"),
        ContentFile(b"%PDF-1.7", name="poll.pdf"),
    )
    called_back = an_issued_credential("Called Back", version)
    organization.recalls_alone_up_to = 0
    order = Order(True, Reason.SPOILED, "Spoiled", (Wanted(called_back.number),))
    recall = recalls.call_back(organization, a_person("Second Keeper"), order, expected=1)
    share = sharing.share(credential, credential.award.enrolment.person, days=7)
    return about_accreditation | {
        "recall": [recall.pk],
        "case": [asked.pk],
        "exhibit": [asked.exhibit_id],
        "unissued": [Award.objects.unissued().filter(batch=held)[0].enrolment_id],
        "held_batch": [held.pk],
        "endpoint": [
            Endpoint.objects.create(organization=organization, url="https://x.example/h").pk
        ],
        "": [],
        "provider": ["nobody-we-know"],
        "somebody's": [2_000_000],
        "invitation_token": [token_of_invitation(invitation(organization))],
        "invitation": [invitation(organization).pk],
        "member": [dara().pk],
        "factor_loss": [loss.pk],
        "membership": [dara().memberships.get().pk],
        "delegation": [a_lent_role(organization, dara()).pk],
        "number": [credential.number],
        "form": [credential.number, "svg"],
        "token": [credential.number, "jwt"],
        "status_list": [credential.status_list_id],
        "tile": ["tile/0/000.p/1"],
        "anchor": [an_anchor().pk],
        "version": [version.uuid],
        "organization": [organization.uuid],
        "letter": ["20260101-000000-1", 0],
        "course": [version.course.code],
        "enrolment": [token_of(credential.award.enrolment)],
        "paper": [credential.number, "pdf"],
        "share": [share.slug],
        "shared_file": [share.slug, "json"],
        "holders_share": [token_of(credential.award.enrolment), share.pk],
        "learners_share": [credential.award.enrolment.pk, share.pk],
        "holders_file": [token_of(credential.award.enrolment), "json"],
        "learner": [credential.award.enrolment.pk],
        "learners_file": [credential.award.enrolment.pk, "json"],
        "made_up": ["made-up"],
        "made_up_key": [0],
        "page": ["learners"],
        "cohort": ["Autumn 2026/27"],
        "purpose": ["profile"],
        "public_course": ["SP", version.course.code],
        "activity": [credential.award.enrolment.pk, _points_of(credential).pk],
        "points_table": [_points_from(organization).pk],
        "job": [Round.objects.create(organization=organization, chore="count").pk],
        "course_version": [version.course.code, version.number],
        "draft_version": ["draft", a_draft("draft", organization).number],
        "letter_kind": ["revoked", "en"],
        "certificate_type": [
            organization.certificate_types.create(
                code="attendance", kind="attendance", title="Certificate of Attendance"
            ).code
        ],
        "instructor": [organization.instructors.create(name="Dr Thabo Mokoena").pk],
        "under_review": [version.course.code, under_review.number],
        "framework": [a_framework().pk],
        "review": [review_of(submission, Role.EXPERT).pk],
        "comment": [comment(version, femi(), "Well done.").pk],
        "version_key": [version.pk],
        "round": [the_round.pk],
        "stage": [the_round.pk, "internal"],
        "drawn": [the_round.entrants.drawn()[0].pk],
        "draft": [draft.pk],
        "batch": [batch.pk],
        "run": [tracking.of(batch).get().pk],
        "message": [message.pk],
        "bad_address": [bad_address.pk],
        "key": [credential.key_id],
        "key_change": [change.pk],
        "certificate_request": [],
    }


def invitation(organization):
    someone = {"name": "New Comer", "email": f"{secrets.token_hex(4)}@example.test"}
    return staff.invite(organization, a_person("Second Keeper"), role=Role.AUDITOR, **someone)


def a_lent_role(organization, person):
    now = timezone.now()
    return staff.delegate(
        organization,
        a_person("Second Keeper"),
        person=person,
        role=Role.REVIEWER,
        begins_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=2),
        because="Chika is away.",
    )


def _points_of(credential):
    return Activity.objects.create(
        organization=credential.key.organization,
        person=credential.award.enrolment.person,
        day=date(2026, 6, 14),
        title="Workshop",
        points=10,
        entered_by=dara(),
    )


def _points_from(organization):
    file = ContentFile(b"email,day,title,points\nada@example.test,2026-06-14,Workshop,10\n")
    return taking_in.look(organization, dara(), "points.csv", file)


@pytest.mark.parametrize("name", ROUTES)
def test_everybody_gets_what_the_table_says(name, world, badges):
    route = ROUTES[name]
    address = reverse(name, args=world[route.about])
    answered, wanted = {}, {}
    for visitor in VISITORS:
        browser = browser_with(badges[visitor])
        with undone():
            answered[visitor] = getattr(browser, route.method)(address).status_code
        wanted[visitor] = wanted_of(route, visitor)
    assert answered == wanted


@pytest.mark.parametrize("name", [name for name in ROUTES if ROUTES[name].method == "get"])
def test_every_answer_has_the_strict_policy_and_what_is_of_the_staff_stays_with_them(
    name, world, badges
):
    client = browser_with(badges[Role.ADMINISTRATOR])
    answer = client.get(reverse(name, args=world[ROUTES[name].about]))
    policy = answer["Content-Security-Policy"]
    assert ROUTES[name].right is None or "private" in answer["Cache-Control"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy or "sandbox" in policy


def test_seen_as_somebody_no_address_of_the_staff_does_anything(world, badges):
    office = browser_with(badges[Role.ADMINISTRATOR])
    with undone():
        office.post(reverse("view-as", args=[dara().pk]), {"view-because": "To see what she sees"})
        answers = {
            name: office.post(reverse(name, args=world[route.about])).status_code
            for name, route in ROUTES.items()
            if route.right
        }
    assert {name: code for name, code in answers.items() if code != 403} == {}


def test_without_a_second_factor_every_address_of_the_staff_leads_to_where_it_is_set_up(
    world, badges, settings
):
    settings.STAFF_NEED_SECOND_FACTOR = True
    office = browser_with(badges[Role.ADMINISTRATOR])
    answers = {
        name: getattr(office, route.method)(reverse(name, args=world[route.about]))
        for name, route in ROUTES.items()
        if route.right
    }
    gate = reverse("mfa_index")
    assert [
        name
        for name, answer in answers.items()
        if answer.status_code != 302 or not answer["Location"].startswith(f"{gate}?next=")
    ] == []


def browser_with(badge):
    """A new one, for whoever has signed in elsewhere."""
    browser = Client()
    browser.cookies.load(badge)
    return browser


def wanted_of(route, visitor):
    if route.right is None:
        return (visitor != "anonymous" and route.signed_in) or route.answers
    if visitor == "anonymous":
        return 302
    if visitor == "stranger":
        return route.elsewhere
    if visitor == "nobody" or route.right not in RIGHTS[Role(visitor)]:
        return 403
    return route.answers


@contextmanager
def undone():
    """Whatever is written inside was never written."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
