/** A delivery status notification as Postfix writes it. */
export const dsn = (more: { status?: string; diagnostic?: string; action?: string } = {}) => {
  const { status = '5.1.1', diagnostic = '550 5.1.1 <pat@customer.example>: unknown user', action = 'failed' } = more
  return lines(`From: MAILER-DAEMON@mx.customer.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4XyZ.1764000000/mx"

This is a MIME-encapsulated message.

--4XyZ.1764000000/mx
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4XyZ.1764000000/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example
Arrival-Date: Mon, 2 Mar 2026 04:01:00 -0500 (EST)

Final-Recipient: rfc822; pat@customer.example
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp;
    ${diagnostic}

--4XyZ.1764000000/mx
Content-Type: message/rfc822

From: Acme Cloud <status@acme.example>
Auto-Submitted: auto-generated

Slow.
--4XyZ.1764000000/mx--
`)
}

/** A complaint (RFC 5965) about a mail whose List-Unsubscribe names `address`. */
export const complaint = (address: string, type = 'abuse') =>
  lines(`From: feedback@provider.example
Subject: FW: Investigating
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="fbl"

--fbl
Content-Type: text/plain

This is an email abuse report.

--fbl
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: Provider/1.0
Version: 1

--fbl
Content-Type: message/rfc822

From: status@acme.example
List-Unsubscribe: <https://status.acme.example/u/x>, <mailto:${address}>

Slow.
--fbl--
`)

export const outOfOffice = lines(`From: pat@customer.example
Subject: Out of office
Auto-Submitted: auto-replied

I am away. Status: 5.1.1
`)

export const unsubscribeMail = lines(`From: pat@customer.example
Subject: unsubscribe

`)

function lines(text: string) {
  return text.replaceAll('\n', '\r\n')
}
