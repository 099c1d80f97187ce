import { createTransport } from 'nodemailer'
import { simpleParser } from 'mailparser'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A letter as its recipient gets it. */
export type Received = {
  readonly to: string
  readonly subject: string
  readonly kind: string // of the letter, told by the caller
  readonly messageId: string
  readonly replyTo: string
  readonly text: string
  readonly html: string
  readonly raw: Buffer
}

/** Hands a mail to the desk's SMTP intake as any mail program would. */
export async function sendMail(
  port: number,
  mail: {
    readonly from: string
    readonly name: string
    readonly to: string
    readonly subject: string
    readonly text: string
    readonly inReplyTo?: string
  },
): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  await transport.sendMail({
    from: { name: mail.name, address: mail.from },
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    ...(mail.inReplyTo !== undefined && { inReplyTo: mail.inReplyTo, references: mail.inReplyTo }),
  })
  transport.close()
}

/** Opens the letter with this Message-ID in the outgoing mailbox. */
export async function openLetter(
  sent: string,
  messageId: string,
  kind: string,
): Promise<Received | undefined> {
  for (const name of await readdir(join(sent, 'new'))) {
    const raw = await readFile(join(sent, 'new', name))
    if (!raw.includes(messageId)) continue
    const mail = await simpleParser(raw)
    if (mail.messageId !== messageId) continue
    return {
      to: Array.isArray(mail.to) ? '' : (mail.to?.value[0]?.address ?? ''),
      subject: mail.subject ?? '',
      kind,
      messageId,
      replyTo: mail.replyTo?.value[0]?.address ?? '',
      text: mail.text ?? '',
      html: mail.html === false ? '' : mail.html,
      raw,
    }
  }
  return undefined
}

/** The parts of the form that the forgetful operator leaves out at first. */
export type Missing = 'phone and location' | 'nothing'
export function submission(about: {
  readonly domain: string
  readonly authority: string
  readonly directTlsPort: number
  readonly website: string
  readonly admin: string
  readonly missing: Missing
}): string {
  const lines = [
    `Domain: ${about.domain}`,
    `Certificate authority: ${about.authority}`,
    `TLS-only client port: ${about.directTlsPort}`,
    `Website: ${about.website}`,
    `Administrator: ${about.admin}`,
    `Email: admin@${about.domain}`,
    `JabberID: admin@${about.domain}`,
    ...(about.missing === 'nothing'
      ? ['Telephone: +43 1 5811800', 'Latitude: 48.2082', 'Longitude: 16.3738']
      : []),
    'Server software: Prosody 0.12',
    `Description: A public service of the embedded world at ${about.domain}`,
  ]
  return `Hello,\n\nplease list our service.\n\n${lines.join('\n')}\n\nThank you,\n${about.admin}\n`
}
