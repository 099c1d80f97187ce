import { callbackify } from 'node:util'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { sameAddress } from '../values/email-address.ts'
import { instant, mailDate } from '../values/instant.ts'
import { mailLimit } from './limits.ts'
import { deliver, makeMaildir } from './maildir.ts'
import { MailboxError } from './mailbox.ts'

export type SmtpIntake = { readonly host: string; readonly port: number; close(): Promise<void> }
export type SmtpIntakeOptions = {
  readonly host: string
  readonly port: number // 0: a free one
  readonly maildir: string
  readonly address: string // the desk's; with plus-addresses
  readonly mailLimit?: number
  readonly now?: () => number
}

/**
 * A small SMTP server for the desk's own address, nothing else: no relaying, no AUTH, no bounces. The 250 after the
 * dot is said when the mail lies in the Maildir and on the disk (RFC 5321 §6.1).
 */
export async function openSmtpIntake(options: SmtpIntakeOptions): Promise<SmtpIntake> {
  await makeMaildir(options.maildir)
  const limit = options.mailLimit ?? mailLimit
  const now = options.now ?? Date.now
  const answer = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> => {
    const body = await collect(stream, limit).catch(() => {
      throw reply(451, '4.3.0 Reading it failed, please try again')
    })
    if (body === undefined)
      throw reply(552, `5.3.4 Mail over ${limit} bytes is not taken; please send text only`)
    await deliver(options.maildir, [Buffer.from(trace(session, now()), 'latin1'), ...body]).catch(() => {
      throw reply(451, '4.3.0 It cannot be stored at the moment, please try again later')
    })
    return '2.6.0 Kept'
  }
  const server = new SMTPServer({
    name: domainOf(options.address),
    banner: 'Vouch',
    size: limit,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    logger: false,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 1000,
    onRcptTo: ({ address }, _session, done) => {
      if (isDesk(address, options.address)) return done()
      done(
        reply(
          550,
          `5.1.1 This is the desk of ${options.address}; mail for other addresses is not taken here`,
        ),
      )
    },
    onData: (stream, session, done) => {
      callbackify(answer)(stream, session, done)
    },
  })
  server.on('error', () => undefined) // one client's trouble; smtp-server has closed that connection
  const listening = await new Promise<{ address: string; port: number }>((done, failed) => {
    const fail = (error: Error): void =>
      failed(
        new MailboxError(
          `SMTP cannot listen on ${options.host}:${options.port} (${'code' in error ? String(error.code) : error.message}). Is another one running there?`,
        ),
      )
    server.server.once('error', fail)
    server.listen(options.port, options.host, () => {
      server.server.removeListener('error', fail)
      const at = server.server.address()
      done(at !== null && typeof at === 'object' ? at : { address: options.host, port: options.port })
    })
  })
  return { host: options.host, port: listening.port, close: () => new Promise((done) => server.close(done)) }
}

/** `verification@…`, `verification+anything@…`; servers fold case, so do we. */
export function isDesk(address: string, desk: string): boolean {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at).split('+')[0] ?? ''
  return at > 0 && sameAddress(`${local}@${address.slice(at + 1)}`, desk)
}
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
const reply = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code })

/** The whole of it; undefined when it is over the limit (then the rest is read and thrown away, so that the client hears why). */
async function collect(stream: SMTPServerDataStream, limit: number): Promise<Uint8Array[] | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size <= limit) chunks.push(chunk)
  }
  return size > limit || stream.sizeExceeded ? undefined : chunks
}
/** What a delivering server adds (RFC 5321 §4.4): the envelope, which bounces and plus-addresses are told by. */
function trace({ envelope, remoteAddress, hostNameAppearsAs }: SMTPServerSession, at: number): string {
  const plain = (text: unknown): string => String(text).replace(/[^\x21-\x7e]|[<>()]/g, '')
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
  const to = envelope.rcptTo.map(({ address }) => plain(address))[0] ?? ''
  return [
    `Return-Path: <${plain(from)}>`,
    `Delivered-To: ${to}`,
    `Received: from ${plain(hostNameAppearsAs) || 'unknown'} ([${plain(remoteAddress)}]) by ${plain(to.split('@')[1] ?? '')} (Vouch) with ESMTP;`,
    ` ${mailDate(instant(at))}`,
    '',
  ].join('\r\n')
}
