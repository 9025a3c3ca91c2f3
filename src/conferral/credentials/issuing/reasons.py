"""Why a certificate is taken back or comes back: a code for machines, its wording for everyone."""

from enum import StrEnum


class Reason(StrEnum):
    """The code stands in the public log; the wording is the least that the public is told."""

    ISSUED_IN_ERROR = "issued-in-error"
    WRONG_NAME = "wrong-name"
    RESULTS_CORRECTED = "results-corrected"
    MISCONDUCT = "misconduct"
    HOLDER_ASKED = "holder-asked"
    LOST = "lost"
    SPOILED = "spoiled"
    KEY_STOLEN = "key-stolen"
    APPEAL_UPHELD = "appeal-upheld"
    UNDER_REVIEW = "under-review"
    COMPLAINT = "complaint"
    REVIEW_ENDED = "review-ended"
    OTHER = "other"

    @property
    def wording(self) -> str:
        return _WORDINGS[self]


_WORDINGS = {
    Reason.ISSUED_IN_ERROR: "Issued in error",
    Reason.WRONG_NAME: "The name was wrong",
    Reason.RESULTS_CORRECTED: "Results were corrected",
    Reason.MISCONDUCT: "Misconduct was established",
    Reason.HOLDER_ASKED: "The holder asked for it",
    Reason.LOST: "The holder has lost it",
    Reason.SPOILED: "The print was spoiled",
    Reason.KEY_STOLEN: "The key that signed it was stolen",
    Reason.APPEAL_UPHELD: "An appeal was upheld",
    Reason.UNDER_REVIEW: "The results are being reviewed",
    Reason.COMPLAINT: "A complaint is being looked into",
    Reason.REVIEW_ENDED: "The review found nothing against it",
    Reason.OTHER: "For another reason",
}

TO_REVOKE = (
    Reason.ISSUED_IN_ERROR,
    Reason.WRONG_NAME,
    Reason.RESULTS_CORRECTED,
    Reason.MISCONDUCT,
    Reason.HOLDER_ASKED,
)
TO_SUSPEND = (Reason.UNDER_REVIEW, Reason.COMPLAINT, Reason.HOLDER_ASKED)
TO_REPLACE = (
    Reason.WRONG_NAME,
    Reason.RESULTS_CORRECTED,
    Reason.LOST,
    Reason.SPOILED,
    Reason.KEY_STOLEN,
    Reason.APPEAL_UPHELD,
    Reason.HOLDER_ASKED,
)
TO_REINSTATE = (
    Reason.REVIEW_ENDED,
    Reason.APPEAL_UPHELD,
    Reason.ISSUED_IN_ERROR,
    Reason.HOLDER_ASKED,
)
