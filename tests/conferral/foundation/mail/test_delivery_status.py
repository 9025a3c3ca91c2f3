"""What mail servers report, in the shapes in which they write it."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounced import COMPLAINT, HOLIDAY, QMAIL, SHAPES, a_report, written
from conferral.foundation.mail.delivery_status import MOST, Kind, Unreadable, read

_ID = "<7.0123456789abcdef0123456789abcdef@saypro.example>"

# RFC 3464, appendix E.1, with the returned letter's headers after it.
_RFC_3464 = b"""\
From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>
Message-Id: <199407072116.RAA14128@CS.UTK.EDU>
Subject: Returned mail: Cannot send message for 5 days
To: <owner-info-mime@cs.utk.edu>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
      boundary="RAA14128.773615765/CS.UTK.EDU"

--RAA14128.773615765/CS.UTK.EDU

The original message was received at Sat, 2 Jul 1994 17:10:28 -0400
from root@localhost

   ----- The following addresses had delivery problems -----
<louisl@larry.slip.umd.edu>  (unrecoverable error)

--RAA14128.773615765/CS.UTK.EDU
content-type: message/delivery-status

Reporting-MTA: dns; cs.utk.edu

Original-Recipient: rfc822;louisl@larry.slip.umd.edu
Final-Recipient: rfc822;louisl@larry.slip.umd.edu
Action: failed
Status: 4.0.0
Diagnostic-Code: smtp; 426 connection timed out
Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400

--RAA14128.773615765/CS.UTK.EDU
content-type: message/rfc822

[original message goes here]

--RAA14128.773615765/CS.UTK.EDU--
"""


@pytest.mark.parametrize("shape", SHAPES)
def test_what_failed_is_read_in_every_common_shape(shape):
    (report, *others) = read(a_report(_ID, shape=shape))
    assert not others
    assert (report.kind, report.status) == (Kind.FAILED, "5.1.1")
    assert report.letters[0] == _ID


def test_the_example_of_the_specification_is_read():
    (report,) = read(_RFC_3464)
    assert (report.kind, report.status) == (Kind.FAILED, "4.0.0")
    assert report.said == "426 connection timed out"


def test_what_the_server_said_is_one_line_without_its_type():
    (report,) = read(a_report(_ID, to="ada@example.test"))
    assert report.said == (
        "550 5.1.1 <ada@example.test>: Recipient address rejected: "
        "User unknown in virtual mailbox table"
    )


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("delayed", Kind.DELAYED),
        ("delivered", Kind.ARRIVED),
        ("relayed", Kind.ARRIVED),
        ("expanded", Kind.ARRIVED),
    ],
)
def test_other_actions_are_told_apart(action, kind):
    (report,) = read(a_report(_ID, action=action, status="4.4.1"))
    assert report.kind is kind


def test_a_complaint_is_read():
    (report,) = read(written(COMPLAINT, message_id=_ID))
    assert (report.kind, report.letters) == (Kind.COMPLAINT, (_ID,))


def test_not_spam_is_no_complaint():
    (report,) = read(written(COMPLAINT.replace("abuse\nUser", "not-spam\nUser"), message_id=_ID))
    assert report.kind is Kind.ARRIVED


def test_an_encoded_status_of_an_international_report_is_read():
    plain = a_report(_ID, shape="international").decode()
    head, fields, tail = plain.partition("Reporting-MTA")
    body, rest = (fields + tail).split("\n--b\n", 1)
    hidden = base64.encodebytes(body.encode()).decode()
    encoded = head.rstrip() + f"\nContent-Transfer-Encoding: base64\n\n{hidden}\n--b\n{rest}"
    (report,) = read(encoded.encode())
    assert report.status == "5.1.1"


@pytest.mark.parametrize(
    "raw",
    [
        written(QMAIL, message_id=_ID),
        written(HOLIDAY, message_id=_ID),
        b"",
        b"\xff\xfe\x00",
        a_report(_ID, action="vanished"),
        a_report(_ID, status="gone"),
        a_report(_ID).replace(b"message/delivery-status", b"text/plain"),
        b"x" * (MOST + 1),
    ],
    ids=["qmail", "holiday", "empty", "noise", "action", "status", "no part", "long"],
)
def test_what_is_no_report_is_never_guessed_at(raw):
    with pytest.raises(Unreadable):
        read(raw)


def test_boxes_in_boxes_without_end_are_left_alone():
    deep = b"".join(
        b'Content-Type: multipart/report; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)
    )
    with pytest.raises(Unreadable):
        read(deep)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw):
    _read_or_refuse(raw)


@given(
    st.sampled_from(sorted(SHAPES)),
    st.integers(0, 2500),
    st.integers(0, 40),
    st.binary(max_size=20),
)
def test_a_damaged_report_is_read_or_refused(shape, start, length, other):
    whole = a_report(_ID, shape=shape)
    _read_or_refuse(whole[:start] + other + whole[start + length :])


def _read_or_refuse(raw):
    try:
        reports = read(raw)
    except Unreadable:
        return
    assert all(report.said.isprintable() and len(report.letters) <= 20 for report in reports)
