/** A submission as an operator's mail program writes it: a form in prose, in text and in HTML, signed by a server, 3.5 KB. */
export function submission(n, domain = `s${n}.example`) {
  const boundary = `=-${n}-boundary`
  const form = `Domain: ${domain}
Certificate authority: Let's Encrypt
Website: https://${domain}/
Administrator: Alex Admin
Email: admin@${domain}
JabberID: admin@${domain}
Telephone: +43 1 5811800
Latitude: 48.2082
Longitude: 16.3738
Server software: Prosody 0.12
Description: A public service for everybody at ${domain}
`
  const prose = 'We run this service since many years and would be glad to see it in your list. '.repeat(8)
  const html = form
    .trim()
    .split('\n')
    .map((line) => `<p>${line}</p>`)
    .join('\n')
  const signature = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=x; bh=${'A'.repeat(43)}=;\n b=${'B'.repeat(70)}\n ${'B'.repeat(70)}\n ${'B'.repeat(70)}`
  return `Received: from mx.${domain} by mail.desk.example with ESMTPS; Sun, 22 Nov 2026 10:00:00 +0000
DKIM-Signature: ${signature}
From: "Alex Admin" <admin@${domain}>
To: verification@desk.example
Subject: =?utf-8?Q?Please_list_${domain}_=E2=80=94_submission?=
Message-ID: <submission-${n}-${process.pid}@${domain}>
Date: Sun, 22 Nov 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="${boundary}"

--${boundary}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hello,

${form}
${prose}
--${boundary}
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

<html><body>${html}<p>${prose}</p></body></html>
--${boundary}--
`.replaceAll('\n', '\r\n')
}
