import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { ConnectionOptions } from 'node:tls'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { oneLine } from '../values/one-line.ts'
import type { Envelope, Sent, Transport } from './transport.ts'

export type SmtpOptions = {
  readonly host: string
  readonly port: number
  /** true: TLS from the first byte (465). 'starttls': upgraded, and without it nothing is sent. false: in the clear, for loopback. */
  readonly tls: true | 'starttls' | false
  readonly name: string // what we call ourselves in EHLO
  readonly user?: string
  readonly password?: string | (() => string) // asked for at each login
  readonly certificateAuthorities?: string // PEM; instead of Node's own roots
  readonly servername?: string // when the certificate names another host than `host`
  readonly timeouts?: {
    readonly connect?: number
    readonly answer?: number
    readonly idle?: number
    readonly close?: number
  } // ms
}
type Trouble = Error & {
  readonly code?: string
  readonly responseCode?: number
  readonly response?: string
  readonly command?: string
}

/**
 * One connection, kept for the next letter while it is warm; letters go one after the other. We drive nodemailer's
 * SMTPConnection ourselves because its transports cannot tell "never sent" from "maybe sent": only here is it seen
 * whether the server had asked for the message (354) when the trouble came.
 */
export function smtpTransport(options: SmtpOptions): Transport {
  let warm: SMTPConnection | undefined
  let idle: NodeJS.Timeout | undefined
  let line: Promise<unknown> = Promise.resolve()
  const drop = (): void => {
    clearTimeout(idle)
    warm?.close()
    warm = undefined
  }
  const once = async (bytes: Uint8Array, envelope: Envelope): Promise<Sent> => {
    clearTimeout(idle)
    const reused = warm !== undefined && !warm.destroyed
    let connection: SMTPConnection
    try {
      connection = reused && warm !== undefined ? warm : await connected(options)
    } catch (error) {
      return { result: 'refused-for-now', said: words(error) } // ours or the server's trouble, never the letter's
    }
    warm = connection
    const { sent, begun, broken } = await submit(connection, bytes, envelope)
    if (broken) drop()
    else {
      idle = setTimeout(drop, options.timeouts?.idle ?? 10_000)
      idle.unref()
    }
    if (broken && reused && !begun) return once(bytes, envelope) // it had gone cold; nothing of the letter went out
    return sent
  }
  return {
    send: (bytes, envelope) => {
      // nodemailer makes "[object Object]" of an empty address and sends it
      if (!/^[^\s<>\u0000-\u001f]+@[^\s<>\u0000-\u001f]+$/.test(envelope.to))
        return Promise.resolve({ result: 'refused', said: `${clean(envelope.to)} is no mail address` })
      const mine = line.then(() =>
        once(bytes, envelope).catch((error: unknown): Sent => ({ result: 'unclear', said: words(error) })),
      )
      line = mine
      return mine
    },
    // A letter on its way gets five seconds; cut off then, it is `unclear` and goes again at the next start.
    close: async () => {
      const waited = await Promise.race([
        line.then(() => 'done'),
        pause(options.timeouts?.close ?? 5000, 'busy', { ref: false }),
      ])
      clearTimeout(idle)
      const gone = warm
      warm = undefined
      // No QUIT behind a message: its "221 bye" would be taken for the answer to the dot.
      if (waited === 'done' && gone !== undefined && !gone.destroyed) {
        gone.quit()
        await Promise.race([new Promise((done) => gone.once('end', done)), pause(500)])
      }
      gone?.close()
    },
  }
}

function connected(options: SmtpOptions): Promise<SMTPConnection> {
  const { connect = 30_000, answer = 300_000 } = options.timeouts ?? {}
  const tls: ConnectionOptions = {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(options.certificateAuthorities !== undefined && { ca: options.certificateAuthorities }),
    ...(options.servername !== undefined && { servername: options.servername }),
  }
  const connection = new SMTPConnection({
    host: options.host,
    port: options.port,
    name: options.name,
    secure: options.tls === true,
    requireTLS: options.tls === 'starttls',
    ignoreTLS: options.tls === false,
    opportunisticTLS: false,
    ...(options.servername !== undefined && { servername: options.servername }),
    connectionTimeout: connect,
    greetingTimeout: connect,
    socketTimeout: answer,
    allowInternalNetworkInterfaces: true,
    tls,
    logger: false,
  })
  return new Promise((done, failed) => {
    connection.on('error', (error) => {
      failed(error) // before close(), which ends the connection and would be taken for the reason
      connection.close()
    })
    connection.on('end', () => failed(new Error('the server closed the connection')))
    connection.connect((error) => {
      if (error) return failed(error)
      if (options.user === undefined) return done(connection)
      const { user, password = '' } = options
      const pass = typeof password === 'string' ? password : password()
      connection.login({ credentials: { user, pass } }, (refused) => {
        if (!refused) return done(connection)
        failed(refused)
        connection.close()
      })
    })
  })
}

type Submitted = { readonly sent: Sent; readonly begun: boolean; readonly broken: boolean }
/** `begun`: the server had asked for the message. `broken`: the connection is of no more use. */
function submit(connection: SMTPConnection, bytes: Uint8Array, envelope: Envelope): Promise<Submitted> {
  return new Promise((done) => {
    let begun = false
    // Read only when the server has said 354: that is how we know.
    const message = new Readable({
      read() {
        begun = true
        this.push(bytes)
        this.push(null)
      },
    })
    const settle = (sent: Sent, broken: boolean): void => {
      connection.removeListener('error', cut)
      connection.removeListener('end', cut)
      done({ sent, begun, broken })
    }
    const cut = (error?: Error): void =>
      settle(verdict(error ?? new Error('the server closed the connection'), begun), true)
    connection.on('error', cut)
    connection.on('end', cut)
    const order = {
      from: envelope.from === '' ? '' : { address: envelope.from, name: '' }, // objects: a comma or CRLF in an address stays one address
      to: [{ address: envelope.to, name: '' }],
      size: bytes.byteLength,
      dsn: { id: envelope.id, return: 'headers', notify: ['failure', 'delay'] },
    }
    connection.send(order, message, (error, info) => {
      if (error) {
        const sent = verdict(error, begun)
        if (connection.destroyed || sent.result === 'unclear') return settle(sent, true)
        connection.reset((failed) => settle(sent, Boolean(failed)))
        return
      }
      const rejected = info?.rejected ?? []
      if (rejected.length > 0)
        return settle(
          { result: 'refused', said: words(info?.rejectedErrors?.[0] ?? new Error('recipient rejected')) },
          false,
        )
      const said = clean(info?.response ?? '')
      if (!said.startsWith('25')) return settle({ result: 'unclear', said }, true) // an answer, but not to this
      settle({ result: 'accepted', said }, false)
    })
  })
}

/** RFC 5321 §4.2.1: the first digit decides. Without an answer: before the message was asked for it was never taken; after, who knows. */
function verdict(error: Error, begun: boolean): Sent {
  const { responseCode, code, command } = error as Trouble
  const said = words(error)
  const answered = responseCode !== undefined && responseCode >= 400
  // 530 and 535 are about us (log in, use TLS), 421 and 4xx about now; a timeout has no code of its own
  if (
    answered &&
    responseCode >= 500 &&
    responseCode !== 530 &&
    responseCode !== 535 &&
    command !== 'CONN' &&
    command !== 'EHLO'
  )
    return { result: 'refused', said }
  if (answered) return { result: 'refused-for-now', said }
  if (code === 'EENVELOPE' && command === 'API') return { result: 'refused', said }
  return begun ? { result: 'unclear', said } : { result: 'refused-for-now', said }
}
function words(error: unknown): string {
  if (!(error instanceof Error)) return clean(String(error))
  const { response, code } = error as Trouble
  return clean(response ?? (code === undefined ? error.message : `${error.message} (${code})`))
}
/** What strangers' servers say is kept in tickets and shown to people. */
const clean = (text: string): string => oneLine(text, 300)
