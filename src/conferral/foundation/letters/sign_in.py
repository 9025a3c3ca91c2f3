"""The letters of signing in: codes, and what was changed in somebody's account.

They are sent beside the answer, not by the belt: a person waits for a code at the screen.
"""

from conferral.foundation.letters.kinds import CONTACT, NAME, LetterKind, Readers
from conferral.foundation.letters.words import Shown, Variable

_CODE = Variable("code", "what they type", "K7QM-2XRD", Shown.CODE, is_needed=True)
_DEED = (
    NAME,
    Variable("when", "when it was done", "22 November 2026, 10:00", Shown.FACT, is_needed=True),
    Variable("browser", "with which browser", "Firefox on Windows", Shown.FACT),
    Variable(
        "place",
        "from which address of the network, if we are told",
        "203.0.113.7",
        Shown.FACT,
        may_be_empty=True,
    ),
    Variable(
        "url",
        "where they see where they are signed in",
        "https://certificates.example.org/account/sessions",
        Shown.LINK,
        is_needed=True,
    ),
    CONTACT,
)


def _code(code: str, title: str, when: str, *own: Variable) -> LetterKind:
    return LetterKind(code, title, when, Readers.ACCOUNTS, __package__, (*own, _CODE))


def _deed(code: str, title: str, when: str, *own: Variable) -> LetterKind:
    return LetterKind(code, title, when, Readers.ACCOUNTS, __package__, (*_DEED, *own))


SIGN_IN_CODE = _code(
    "sign-in-code", "Code to sign in", "Somebody asks for a code, and has an account.", NAME
)
# It may go to whoever has an address that was mistyped: they learn no name.
ADDRESS_CODE = _code(
    "address-code", "Code for another address", "Somebody adds an address to their account."
)
ADDRESS_CONFIRMED = _deed(
    "address-confirmed",
    "Another address was confirmed",
    "Somebody has typed the code that came to another address of theirs.",
    Variable("address", "the other address", "nomvula@home.example", Shown.STRONG),
)
ADDRESS_CHANGED = _deed(
    "address-changed",
    "Letters go to another address",
    "Somebody chooses another of their addresses. It goes to the one before.",
    Variable("address", "the one to which letters go", "nomvula@home.example", Shown.STRONG),
)
ADDRESS_REMOVED = _deed(
    "address-removed",
    "An address was removed",
    "Somebody removes an address from their account.",
    Variable("address", "the address", "nomvula@home.example", Shown.STRONG),
)
PASSWORD_CHOSEN = _deed(
    "password-chosen", "A password was chosen", "Somebody who had none chooses a password."
)
PASSWORD_CHANGED = _deed(
    "password-changed", "The password was changed", "Somebody changes their password."
)
PASSKEY_ADDED = _deed("passkey-added", "A passkey was added", "Somebody adds a passkey.")
PASSKEY_REMOVED = _deed("passkey-removed", "A passkey was removed", "Somebody removes a passkey.")
APP_SET_UP = _deed(
    "app-set-up", "An authenticator app was set up", "Somebody sets up an authenticator app."
)
APP_REMOVED = _deed(
    "app-removed", "The authenticator app was removed", "Somebody removes their authenticator app."
)
RECOVERY_CODES_MADE = _deed(
    "recovery-codes-made", "New recovery codes were made", "Somebody makes new recovery codes."
)
RECOVERY_CODE_USED = _deed(
    "recovery-code-used",
    "A recovery code was used",
    "Somebody comes in with a recovery code.",
    Variable("left", "how many are left", "9"),
)
SERVICE_CONNECTED = _deed(
    "service-connected",
    "Signed in through another service",
    "Somebody comes in through another service for the first time.",
    Variable("service", "the name of the service", "Example University", Shown.STRONG),
)
SERVICE_REMOVED = _deed(
    "service-removed",
    "Another service was disconnected",
    "Somebody disconnects a service with which they signed in.",
    Variable("service", "the name of the service", "Example University", Shown.STRONG),
)
KINDS = (
    SIGN_IN_CODE,
    ADDRESS_CODE,
    ADDRESS_CONFIRMED,
    ADDRESS_CHANGED,
    ADDRESS_REMOVED,
    PASSWORD_CHOSEN,
    PASSWORD_CHANGED,
    PASSKEY_ADDED,
    PASSKEY_REMOVED,
    APP_SET_UP,
    APP_REMOVED,
    RECOVERY_CODES_MADE,
    RECOVERY_CODE_USED,
    SERVICE_CONNECTED,
    SERVICE_REMOVED,
)
