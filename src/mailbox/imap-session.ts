import { setImmediate } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'
import { oneLine } from '../values/one-line.ts'
import { mailLimit } from './limits.ts'
import { MailboxError } from './mailbox.ts'

export type ImapOptions = {
  readonly host: string
  readonly port: number
  /** true: TLS from the first byte (993). 'starttls': upgraded, and without it no password is sent. false: in the clear, for loopback. */
  readonly tls: boolean | 'starttls'
  readonly user: string
  readonly password: string | (() => string) // asked for at each login
  readonly inbox?: string // INBOX
  readonly done?: string // Done
  readonly quarantine?: string // Quarantine
  readonly certificateAuthorities?: string // PEM; instead of Node's own roots
  readonly servername?: string // when the certificate names another host than `host`
  readonly mailLimit?: number // bytes
  readonly timeouts?: { readonly connect?: number; readonly answer?: number; readonly idle?: number } // ms
}
export type Session = {
  readonly client: ImapFlow
  readonly validity: number
  readonly since: number // ms, monotonic
  /** A command's answer, or a MailboxError: refused (imapflow says so by `false`), cut off, or none in time. */
  ask<R>(what: string, work: () => Promise<R>): Promise<Exclude<R, false | undefined>>
  alive(): boolean
  close(): void
}

/** Connects, logs in, opens the inbox. Throws MailboxError: one line that says what is wrong and what to do. */
export async function openSession(options: ImapOptions, hint: () => void): Promise<Session> {
  const { connect = 30_000, answer = 60_000, idle = 280_000 } = options.timeouts ?? {}
  const at = `${options.host}:${options.port}`
  let trouble: Error | undefined
  const remember = (entry: { err?: unknown }): void => {
    if (entry?.err instanceof Error && !isClosed(entry.err)) trouble = entry.err // the only place where imapflow tells why a command was refused
  }
  const client = new ImapFlow({
    host: options.host,
    port: options.port,
    secure: options.tls === true,
    doSTARTTLS: options.tls === 'starttls',
    auth: {
      user: options.user,
      pass: typeof options.password === 'string' ? options.password : options.password(),
    },
    ...(options.servername !== undefined && { servername: options.servername }),
    tls: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(options.certificateAuthorities !== undefined && { ca: options.certificateAuthorities }),
    },
    // Never qresync: after a move the next arrivals would raise no event (imapflow 2.1).
    qresync: false,
    disableAutoIdle: true, // we idle when we wait, and only then
    disableCompression: true,
    maxIdleTime: idle,
    connectionTimeout: connect,
    greetingTimeout: connect,
    socketTimeout: Math.max(idle + answer, connect),
    maxLineLength: 8_000_000, // SEARCH answers in one line: a million waiting mails
    maxLiteralSize: (options.mailLimit ?? mailLimit) + 65_536,
    maxResponseSize: (options.mailLimit ?? mailLimit) + 10_000_000,
    logger: { debug: () => undefined, info: () => undefined, warn: remember, error: remember },
  })
  client.on('error', (err) => remember({ err })) // before connect(): without a listener it ends the process
  client.on('close', hint)
  client.on('exists', hint)
  const close = (): void => client.close()
  const ask = async <R>(what: string, work: () => Promise<R>): Promise<Exclude<R, false | undefined>> => {
    trouble = undefined
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<never>((_, failed) => {
      timer = setTimeout(() => {
        close()
        failed(new MailboxError(`The IMAP server ${at} does not answer (${what}).`))
      }, answer)
    })
    try {
      const said = await Promise.race([work(), silence])
      if (said === false || said === undefined) throw trouble ?? new Error('refused')
      return said as Exclude<R, false | undefined>
    } catch (thrown) {
      await setImmediate() // why a connection broke is told by an event, which comes after the rejection
      const error = thrown instanceof Error && isClosed(thrown) && trouble !== undefined ? trouble : thrown
      throw error instanceof MailboxError
        ? error
        : new MailboxError(sentence(options, what, error), { cause: error })
    } finally {
      clearTimeout(timer)
    }
  }
  try {
    await ask('connecting', () => client.connect().then(() => true))
    const box = await ask('opening the inbox', () => client.mailboxOpen(options.inbox ?? 'INBOX'))
    return {
      client,
      validity: Number(box.uidValidity),
      since: performance.now(),
      ask,
      alive: () => client.usable,
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

const isClosed = (error: Error): boolean =>
  'code' in error && (error.code === 'NoConnection' || error.code === 'EConnectionClosed')

type Trouble = Error & {
  readonly code?: string
  readonly authenticationFailed?: boolean
  readonly mailboxMissing?: boolean
  readonly serverResponseCode?: string
  readonly responseText?: string
  readonly reason?: string
}
/** What is wrong, in one line, and what to do. */
function sentence(options: ImapOptions, what: string, error: unknown): string {
  const at = `${options.host}:${options.port}`
  if (!(error instanceof Error)) return `The IMAP server ${at}: ${clean(String(error))}.`
  const {
    code = '',
    authenticationFailed,
    mailboxMissing,
    serverResponseCode,
    responseText,
  } = error as Trouble
  const said = clean(responseText ?? '')
  if (authenticationFailed === true)
    return `The IMAP server ${at} refuses the login of ${clean(options.user)}${said && ` ("${said}")`}. Check mailbox.imap.user and its password file.`
  if (mailboxMissing === true)
    return `The folder ${clean(options.inbox ?? 'INBOX')} does not exist on ${at}. Check mailbox.imap.inbox.`
  if (serverResponseCode === 'OVERQUOTA' || /quota/i.test(said))
    return `The mailbox of ${clean(options.user)} on ${at} is full (${what}): make room.`
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME|SIGNATURE/.test(code))
    return `The certificate of the IMAP server ${at} is not accepted (${clean(error.message)}). If it is your own, name its authority.`
  if (
    code === 'EPROTO' ||
    /^ERR_SSL|wrong version number|packet length too long/i.test(`${code} ${error.message}`)
  )
    return `The IMAP server ${at} does not speak TLS from the first byte. ${tlsHint}`
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return `The IMAP server ${at} cannot be reached (${code}). Check mailbox.imap.host and port.`
  if (/TIMEOUT/.test(code))
    return `The IMAP server ${at} does not answer (${what}).${what === 'connecting' ? ` ${tlsHint}` : ''}`
  if (/STARTTLS/i.test(error.message))
    return `The IMAP server ${at} offers no STARTTLS: ${clean(error.message)}. ${tlsHint}`
  if (code === 'NoConnection' || code === 'EConnectionClosed')
    return `The IMAP server ${at} closed the connection (${what})${reasonOf(error as Trouble)}.`
  return `The IMAP server ${at} refused (${what}): ${said || clean(error.message)}.`
}
const tlsHint = 'Check mailbox.imap.port and mailbox.imap.tls: 993 is true, 143 is "starttls".'
const reasonOf = (error: Trouble): string => (error.reason === undefined ? '' : `: ${clean(error.reason)}`)
const clean = (text: string): string => oneLine(text, 200)
