"""Reports of mail servers in the shapes in which the common ones write them, about any letter."""

from textwrap import dedent

_POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.provider.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: certificates@saypro.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="8A1F.1"

This is a MIME-encapsulated message.

--8A1F.1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.provider.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

--8A1F.1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.provider.example
X-Postfix-Queue-ID: 8A1F
Arrival-Date: Sun, 22 Nov 2026 06:00:00 +0200 (SAST)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; inbound.provider.example
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected:
    User unknown in virtual mailbox table

--8A1F.1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <certificates@saypro.example>
Message-ID: {message_id}
From: SayPro <certificates@saypro.example>
Subject: Your certificate

--8A1F.1--
"""

_EXIM = """\
Return-path: <>
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@smtp.school.example>
To: certificates@saypro.example
References: {message_id}
Content-Type: multipart/report; report-type=delivery-status; boundary=1700-eximdsn-42
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1700-eximdsn-42
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

--1700-eximdsn-42
Content-type: message/delivery-status

Reporting-MTA: dns; smtp.school.example

Action: {action}
Final-Recipient: rfc822;{to}
Status: {status}
Remote-MTA: dns; mx.school.example
Diagnostic-Code: smtp; 550 No such person at this address

--1700-eximdsn-42
Content-type: message/rfc822

Return-path: <certificates@saypro.example>
Message-ID: {message_id}
Subject: Your certificate
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8

Well done.
--inner--

--1700-eximdsn-42--
"""

_EXCHANGE = """\
From: Microsoft Outlook <MicrosoftExchange329e71ec@college.example>
To: "certificates@saypro.example" <certificates@saypro.example>
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_84c2_"
Subject: Undeliverable: Your certificate
Message-ID: <b7f1@college.example>
In-Reply-To: {message_id}
References: {message_id}
MIME-Version: 1.0

--_84c2_
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="_e1d0_"

--_e1d0_
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Delivery has failed to these recipients or groups:

--_e1d0_
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: base64

PGh0bWw+PGJvZHk+RGVsaXZlcnkgaGFzIGZhaWxlZDwvYm9keT48L2h0bWw+

--_e1d0_--

--_84c2_
Content-Type: message/delivery-status

Reporting-MTA: dns;EXCH01.college.example
Received-From-MTA: dns;mail.saypro.example
Arrival-Date: Sun, 22 Nov 2026 04:00:00 +0000

Final-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 {status} RESOLVER.ADR.RecipNotFound; not found

--_84c2_
Content-Type: message/rfc822

From: SayPro <certificates@saypro.example>
Subject: Your certificate
Message-ID: {message_id}

--_84c2_--
"""

_GMAIL = """\
From: Mail Delivery Subsystem <mailer-daemon@mail.provider.example>
To: certificates@saypro.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: {message_id}
In-Reply-To: {message_id}
X-Failed-Recipients: {to}
Message-ID: <6740.170a.gmr@mail.provider.example>
Content-Type: multipart/report; boundary="0000000000005e"; report-type=delivery-status

--0000000000005e
Content-Type: multipart/related; boundary="0000000000006a"

--0000000000006a
Content-Type: text/plain; charset="UTF-8"

** Address not found **

--0000000000006a--
--0000000000005e
Content-Type: message/delivery-status

Reporting-MTA: dns; provider.example
Received-From-MTA: dns; certificates@saypro.example
X-Original-Message-ID: {message_id}

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550-{status} The email account that you tried to reach does not exist.
Last-Attempt-Date: Sat, 21 Nov 2026 22:00:00 -0800 (PST)

--0000000000005e
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: Your certificate

--0000000000005e--
"""

_INTERNATIONAL = """\
From: MAILER-DAEMON@mx.provider.example
To: certificates@saypro.example
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=global-delivery-status; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Не доставлено.
--b
Content-Type: message/global-delivery-status

Reporting-MTA: dns; mx.provider.example

Final-Recipient: utf-8; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} Нет такого ящика

--b
Content-Type: message/global-headers

Subject: Ваш сертификат
Message-ID: {message_id}

--b--
"""

COMPLAINT = """\
From: <abusedesk@provider.example>
To: <abuse@saypro.example>
Subject: FW: Your certificate ends soon
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
     boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report for an email message.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

From: <certificates@saypro.example>
Subject: Your certificate ends soon
Message-ID: {message_id}

A reminder.
--part1_13d.2e68ed54_boundary--
"""

QMAIL = """\
From: MAILER-DAEMON@old.example
To: certificates@saypro.example
Subject: failure notice

Hi. This is the qmail-send program at old.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ada@example.test>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: {message_id}
"""

HOLIDAY = """\
From: ada@example.test
To: certificates@saypro.example
Subject: Out of office: Your certificate
Auto-Submitted: auto-replied
In-Reply-To: {message_id}

I am back on Monday.
"""

SHAPES = {
    "Postfix": _POSTFIX,
    "Exim": _EXIM,
    "Exchange": _EXCHANGE,
    "Gmail": _GMAIL,
    "international": _INTERNATIONAL,
}


def a_report(
    message_id: str,
    *,
    shape: str = "Postfix",
    to: str = "ada@example.test",
    action: str = "failed",
    status: str = "5.1.1",
) -> bytes:
    return written(SHAPES[shape], message_id=message_id, to=to, action=action, status=status)


def written(shape: str, **words: str) -> bytes:
    return dedent(shape).format(**words).encode()
