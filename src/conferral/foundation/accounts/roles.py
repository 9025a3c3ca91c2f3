"""Who may do what."""

from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    EXPERT = "subject expert"
    TRAINER = "trainer"
    OFFICER = "accreditation officer"
    MODERATOR = "moderator"
    REGISTRAR = "registrar"
    AUDITOR = "auditor"


class Right(StrEnum):
    SEE_REGISTER = "see the register"
    EDIT_COURSES = "edit courses"
    REVIEW_CONTENT = "review content"
    COMMENT = "comment on content"
    APPROVE = "approve"
    MANAGE_ACCREDITATION = "manage accreditation"
    SEE_EVIDENCE = "see evidence"
    MODERATE = "moderate"
    EVALUATE = "evaluate learners"
    RELEASE = "release certificates"
    EDIT_ORGANIZATION = "edit the organization"
    IMPORT_PROGRESS = "import progress"
    REVOKE = "revoke"
    ANSWER = "answer learners"
    SEE_MAIL = "see mail"
    SEE_AUDIT = "see the audit trail"
    MANAGE_KEYS = "manage keys"
    MANAGE_PEOPLE = "manage people"
    VIEW_AS = "see the site as somebody else"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.AUTHOR: frozenset({Right.SEE_REGISTER, Right.EDIT_COURSES, Right.COMMENT}),
    Role.REVIEWER: frozenset(
        {Right.SEE_REGISTER, Right.REVIEW_CONTENT, Right.COMMENT, Right.APPROVE}
    ),
    Role.EXPERT: frozenset(
        {Right.SEE_REGISTER, Right.REVIEW_CONTENT, Right.COMMENT, Right.APPROVE}
    ),
    Role.TRAINER: frozenset(
        {Right.SEE_REGISTER, Right.REVIEW_CONTENT, Right.COMMENT, Right.APPROVE, Right.EVALUATE}
    ),
    Role.OFFICER: frozenset(
        {
            Right.SEE_REGISTER,
            Right.REVIEW_CONTENT,
            Right.APPROVE,
            Right.MANAGE_ACCREDITATION,
            Right.SEE_EVIDENCE,
            Right.RELEASE,
            Right.ANSWER,
        }
    ),
    Role.MODERATOR: frozenset(
        {Right.SEE_REGISTER, Right.REVIEW_CONTENT, Right.COMMENT, Right.MODERATE}
    ),
    Role.REGISTRAR: frozenset(
        {
            Right.SEE_REGISTER,
            Right.IMPORT_PROGRESS,
            Right.EVALUATE,
            Right.RELEASE,
            Right.REVOKE,
            Right.ANSWER,
            Right.SEE_MAIL,
            Right.SEE_AUDIT,
        }
    ),
    Role.AUDITOR: frozenset({Right.SEE_REGISTER, Right.SEE_AUDIT, Right.SEE_EVIDENCE}),
}


def roles_with(right: Right) -> frozenset[Role]:
    return frozenset(role for role, rights in RIGHTS.items() if right in rights)
