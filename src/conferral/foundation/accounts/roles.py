"""Who may do what."""

from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    REGISTRAR = "registrar"
    AUDITOR = "auditor"


class Right(StrEnum):
    SEE_REGISTER = "see the register"
    EDIT_COURSES = "edit courses"
    APPROVE = "approve"
    IMPORT_PROGRESS = "import progress"
    REVOKE = "revoke"
    SEE_MAIL = "see mail"
    SEE_AUDIT = "see the audit trail"
    MANAGE_KEYS = "manage keys"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.AUTHOR: frozenset({Right.SEE_REGISTER, Right.EDIT_COURSES}),
    Role.REVIEWER: frozenset({Right.SEE_REGISTER, Right.APPROVE}),
    Role.REGISTRAR: frozenset(
        {
            Right.SEE_REGISTER,
            Right.IMPORT_PROGRESS,
            Right.REVOKE,
            Right.SEE_MAIL,
            Right.SEE_AUDIT,
        }
    ),
    Role.AUDITOR: frozenset({Right.SEE_REGISTER, Right.SEE_AUDIT}),
}


def roles_with(right: Right) -> frozenset[Role]:
    return frozenset(role for role, rights in RIGHTS.items() if right in rights)
