import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../config.ts'
import { imapOptions, openTransport } from '../desk/run.ts'
import { openSession, type Session } from '../mailbox/imap-session.ts'
import { MailboxError } from '../mailbox/mailbox.ts'
import { composeMail } from '../outbox/mime.ts'
import { domainOf, sameAddress } from '../values/email-address.ts'
import { instant } from '../values/instant.ts'
import type { EmailAddress } from '../values/names.ts'
import { patience } from './doctor-mail.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

/** `selector`: of the DKIM signature that the letter had when it came back. */
export type Sending = { readonly findings: readonly Finding[]; readonly selector?: string }
const waitAtMost = 60_000

/**
 * A letter by the same transport as all others. To our own address it goes with a tag (`verification+doctor@…`), as answers
 * to letters come, and is looked for in the mailbox, taken out again, and its signature told.
 */
export async function sendOne(config: Config, to: EmailAddress): Promise<Sending> {
  const own = sameAddress(to, config.address) && 'imap' in config.mailbox
  const at = config.address.indexOf('@')
  const recipient = own
    ? (`${config.address.slice(0, at)}+doctor${config.address.slice(at)}` as EmailAddress)
    : to
  const id = `doctor.${Date.now()}.${process.pid}@${domainOf(config.address)}`
  const sent = await send(config, recipient, id)
  if (!own || sent.result !== 'ok' || !('imap' in config.mailbox)) return { findings: [sent] }
  try {
    const back = await comeBack(config.mailbox.imap, recipient, id)
    return { ...back, findings: [sent, ...back.findings] }
  } catch (error) {
    if (!(error instanceof MailboxError)) throw error
    return { findings: [sent, fail('round trip', error.message)] }
  }
}

async function send(config: Config, to: EmailAddress, id: string): Promise<Finding> {
  const transport = openTransport(config.outgoing, config.address)
  const domain = domainOf(config.address)
  const text = `This letter was sent by "vouch doctor" on ${hostname()}.\n\nIf you read it, outgoing mail works. Look at its headers: there should be a\nDKIM-Signature with d=${domain} (its s= is your selector), and spf=pass,\ndkim=pass and dmarc=pass in Authentication-Results, which the receiving server\nwrote.\n`
  try {
    const bytes = await composeMail(
      {
        subject: `A letter from the doctor of ${config.name}`,
        text,
        html: `<pre>${text.replaceAll('"', '&quot;')}</pre>`,
        images: [],
      },
      {
        from: { name: config.name, address: config.address },
        to,
        replyTo: config.address,
        messageId: `<${id}>`,
        date: instant(Date.now()),
        automatic: 'auto-generated',
      },
    )
    const { result, said } = await transport.send(bytes, { from: config.address, to, id })
    return result === 'accepted'
      ? ok('test letter', `to ${to}: taken (${said})`)
      : fail('test letter', `to ${to}: ${result} (${said}). ${whatToDo(result, said, config.address)}`)
  } finally {
    await transport.close()
  }
}

/** By the class of the answer: what is refused now may be taken later, and not every refusal is about who sends. */
export function whatToDo(result: string, said: string, address: string): string {
  if (/^4\d\d\b/.test(said))
    return 'That is for now (greylisting, a limit, a server that is busy): try again in a few minutes. The desk does so by itself.'
  if (/\b[45]\.7\.[01]\b.*\b(?:spam|content|reputation|black|block|policy)|\bspam\b/i.test(said))
    return 'The server takes the letter for spam: look at what it says of this machine (its reverse name, SPF, DKIM, block lists).'
  return result === 'refused'
    ? `Let outgoing.smtp send as ${address}, and look whether the recipient exists.`
    : 'Check outgoing.smtp: host, port, tls, user and password file.'
}

type Imap = Extract<Config['mailbox'], { imap: unknown }>['imap']
/** A running desk moves it to `done` (its own letters are never answered), so both folders are looked into. */
async function comeBack(imap: Imap, to: EmailAddress, id: string): Promise<Sending> {
  const session = await openSession({ ...imapOptions(imap), timeouts: patience }, () => undefined)
  const began = performance.now()
  try {
    while (performance.now() - began < waitAtMost) {
      for (const folder of [imap.inbox, imap.done]) {
        const headers = await takeOut(session, folder, id)
        if (headers !== undefined) return arrived(headers, to, performance.now() - began)
      }
      await pause(1000)
    }
  } finally {
    session.close()
  }
  return {
    findings: [
      fail(
        'round trip',
        `No letter to ${to} came back within ${waitAtMost / 1000} s. Answers to letters come to such addresses: let the mail server deliver them (Postfix and Dovecot: recipient_delimiter = +), and look for the letter among the spam.`,
      ),
    ],
  }
}
async function takeOut(session: Session, folder: string, id: string): Promise<string | undefined> {
  const { client } = session
  const box = await client.mailboxOpen(folder).catch(() => undefined) // Done may not be there yet
  if (box === undefined || box.exists === 0) return undefined
  const [uid] = await session.ask('searching', () =>
    client.search({ header: { 'message-id': id } }, { uid: true }),
  )
  if (uid === undefined) return undefined
  const mail = await session.ask('fetching', () =>
    client.fetchOne(String(uid), { headers: true }, { uid: true }),
  )
  await client.messageDelete(String(uid), { uid: true })
  return mail.headers?.toString('latin1') ?? ''
}
function arrived(headers: string, to: EmailAddress, ms: number): Sending {
  const back = ok('round trip', `a letter to ${to} came back after ${(ms / 1000).toFixed(1)} s`)
  const unfolded = headers.replace(/\r?\n[ \t]+/g, ' ')
  const domain = domainOf(to)
  for (const [line] of unfolded.matchAll(/^DKIM-Signature:.*$/gim)) {
    const tag = (name: string): string | undefined =>
      new RegExp(`[:;]\\s*${name}=\\s*([^;\\s]+)`).exec(line)?.[1]
    const selector = tag('s')
    if (tag('d')?.toLowerCase() === domain && selector !== undefined)
      return { findings: [back, ok('signature', `DKIM, d=${domain}, s=${selector}`)], selector }
  }
  const unsigned = `The letter came without a DKIM signature of ${domain}. Let your mail server sign (OpenDKIM or rspamd; a provider: in its settings), or letters end among the spam.`
  return { findings: [back, warn('signature', unsigned)] }
}
