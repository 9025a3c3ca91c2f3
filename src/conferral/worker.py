"""The belt: the stages in the order in which a row travels from a file to an inbox."""

from importlib import import_module

from django.template.loader import get_template
from django.urls import resolve

from conferral.credentials.anchoring.jobs import ANCHOR
from conferral.credentials.blockcerts.jobs import PLANT
from conferral.credentials.cases.chores import REMIND_OF_CASES
from conferral.credentials.delivery.jobs import (
    ANNOUNCE_PRINTED,
    REVOKE_STOPPED,
    TELL_HOLDERS,
    WITHHOLD_LETTERS,
    WRITE_AGAIN,
)
from conferral.credentials.delivery.pictures import picture_of
from conferral.credentials.designs.jobs import FORGET_FILES, PRINT_LOGGED
from conferral.credentials.envelopes.jobs import SIGN_ENVELOPES
from conferral.credentials.issuing.chores import TELL_OF_EXPIRED
from conferral.credentials.issuing.jobs import CHANGE_KEYS, ISSUE_AWARDS, PUBLISH_STATUS_LISTS
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.sealing.chores import WARN_OF_CERTIFICATES
from conferral.credentials.sealing.jobs import WRITE_REQUESTS
from conferral.credentials.transparency.jobs import COSIGN, SEQUENCE
from conferral.credentials.verification.chores import LOOK_AFTER_CONSENTS
from conferral.credentials.verification.consenting import SHOW_AS_CONSENTED
from conferral.credentials.verification.jobs import INHERIT_SHOWINGS
from conferral.credentials.verification.looks import COUNT_LOOKS, SUM_UP_LOOKS
from conferral.foundation import alarm
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.jobs import stage as chores_of
from conferral.foundation.chores.stages import noted
from conferral.foundation.mail.jobs import READ_RETURNED, sending
from conferral.foundation.staff.jobs import LEND_ROLES
from conferral.foundation.webhooks.jobs import SEND_NOTICES
from conferral.learning.accreditation.chores import WARN_OF_ENDINGS
from conferral.learning.awards.chores import LOOK_AGAIN, WRITE_ABOUT_LATE
from conferral.learning.awards.jobs import EVALUATE_CHANGED, SETTLE_CHANGED, TELL_WAITING
from conferral.learning.moderation.chores import LOOK_AFTER_ROUNDS
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.renewal.chores import (
    LOOK_AFTER_RENEWALS,
    REMIND_HOLDERS,
    SUM_UP_ENDINGS,
)
from conferral.learning.renewal.jobs import ENTER_POINTS, RENEW_CHANGED
from conferral.learning.review.chores import REMIND_LATE
from conferral.oversight.privacy.chores import FORGET_SESSIONS, FORGET_WHO_ASKED
from conferral.oversight.running.jobs import TELL_OF_RUNS
from conferral.oversight.selfcheck.jobs import BEGIN_SELFCHECK, LOOK_AT_OURS
from conferral.web.verify.jobs import MAKE_PAGES

CHORES: tuple[Chore, ...] = (
    WARN_OF_ENDINGS,
    LOOK_AGAIN,
    LOOK_AFTER_ROUNDS,
    WRITE_ABOUT_LATE,
    REMIND_LATE,
    WARN_OF_CERTIFICATES,
    REMIND_OF_CASES,
    FORGET_WHO_ASKED,
    FORGET_SESSIONS,
    LOOK_AFTER_CONSENTS,
    SUM_UP_LOOKS,
    BEGIN_SELFCHECK,
    LOOK_AFTER_RENEWALS,
    REMIND_HOLDERS,
    SUM_UP_ENDINGS,
    TELL_OF_EXPIRED,
)
_IN_ORDER = (
    LEND_ROLES,
    READ_IMPORTS,
    EVALUATE_CHANGED,
    ENTER_POINTS,
    RENEW_CHANGED,
    SETTLE_CHANGED,
    TELL_WAITING,
    CHANGE_KEYS,
    ISSUE_AWARDS,
    CALL_BACK,
    REVOKE_STOPPED,
    INHERIT_SHOWINGS,
    SHOW_AS_CONSENTED,
    PUBLISH_STATUS_LISTS,
    SEQUENCE,
    PRINT_LOGGED,
    MAKE_PAGES,
    ANNOUNCE_PRINTED,
    WITHHOLD_LETTERS,
    TELL_HOLDERS,
    WRITE_AGAIN,
    TELL_OF_RUNS,
    sending(picture_of),
    READ_RETURNED,
    SEND_NOTICES,
    SIGN_ENVELOPES,
    WRITE_REQUESTS,
    FORGET_FILES,
    COUNT_LOOKS,
    LOOK_AT_OURS,
    COSIGN,
    PLANT,
    ANCHOR,
    chores_of(CHORES),
)
STAGES = tuple(noted(alarm.watched(stage)) for stage in _IN_ORDER)

_ON_FIRST_USE = (  # Modules that libraries load only when something is printed.
    "babel.numbers",
    "cryptography.hazmat.backends.openssl.backend",
    "fontTools.ttLib.tables.C_F_F_",
    "fontTools.ttLib.tables._c_m_a_p",
    "fontTools.ttLib.tables._g_l_y_f",
    "fontTools.ttLib.tables._h_e_a_d",
    "fontTools.ttLib.tables._h_h_e_a",
    "fontTools.ttLib.tables._h_m_t_x",
    "fontTools.ttLib.tables._l_o_c_a",
    "fontTools.ttLib.tables._m_a_x_p",
    "fontTools.ttLib.tables._p_o_s_t",
)


def load() -> None:
    """Load, before the stages run side by side, what they would load on the way.

    Of two threads that load the same circle of modules at once, one may find half a module; and
    in a process that is about to end, nothing is loaded any more. A certificate would be postponed
    for it.
    """
    for module in _ON_FIRST_USE:
        import_module(module)
    resolve("/")  # The addresses of all pages.
    get_template("verify/show.html")  # The libraries of all templates.


def run_until_idle() -> None:
    """Move every due row as far as it goes, in this process and without the engine.

    As the engine does: whoever has nothing due is not asked to run.
    """
    while sum(stage.run() for stage in STAGES if stage.waits()):
        pass
