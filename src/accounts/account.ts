import { client, xml } from '@xmpp/client'
import type { XmlElement, XmppClient } from '@xmpp/client'
import ConnectionTLS from '@xmpp/tls/lib/Connection.js'
import TlsSocket from '@xmpp/tls/lib/Socket.js'
import { StringDecoder } from 'node:string_decoder'
import type { TLSSocket } from 'node:tls'
import { randomBytes } from 'node:crypto'
import { AccountError, openSecure, waysIn } from './way-in.ts'

export type AccountSettings = {
  readonly jid: string
  readonly password: string
  readonly host?: string
  readonly port?: number
}
export type AccountTools = {
  readonly resolvers: readonly string[]
  readonly extraRoots: string
  readonly timeoutMs?: number
}
/** What came back for an IQ: the answer, the condition of an error with who sent it, or nothing. */
export type IqAnswer =
  | { readonly kind: 'result'; readonly stanza: XmlElement; readonly ms: number }
  | {
      readonly kind: 'error'
      readonly condition: string
      readonly by?: string // who says so, where it is not the one who was asked (RFC 6120 §8.3.2)
      readonly text?: string
      readonly ms: number
    }
  | { readonly kind: 'silent' }
  | { readonly kind: 'our-side'; readonly says: string }
export type Account = {
  readonly jid: string // bare
  readonly domain: string
  readonly ask: (to: string, query: XmlElement, ms: number, signal?: AbortSignal) => Promise<IqAnswer>
  /** Resolves when the server has the stanza; rejects with AccountError. */
  readonly send: (stanza: XmlElement) => Promise<void>
  readonly connect: () => Promise<void>
  /** Connects, or sees whether the connection still lives (a ping to our own server), and drops it when it does not. */
  readonly keepAlive: () => Promise<void>
  readonly trouble: () => string | undefined // of the last try to connect
  readonly close: () => Promise<void>
}
type Pending = (stanza: XmlElement) => void

/** One account, connected when it is first needed and again when the connection was lost. `hear` gets chat messages. */
export function openAccount(
  settings: AccountSettings,
  tools: AccountTools,
  hear: (stanza: XmlElement) => void,
): Account {
  const at = settings.jid.lastIndexOf('@')
  const domain = settings.jid.slice(at + 1)
  const pending = new Map<string, Pending>()
  const timeout = tools.timeoutMs ?? 15_000
  let online: Promise<XmppClient> | undefined
  let trouble: string | undefined
  let closed = false
  let current: TLSSocket | undefined

  const connect = (): Promise<XmppClient> => {
    if (closed) return Promise.reject(new AccountError('closed'))
    online ??= start().catch((error: unknown) => {
      online = undefined
      trouble = error instanceof Error ? error.message : String(error)
      throw error instanceof AccountError ? error : new AccountError(trouble)
    })
    return online
  }
  async function start(): Promise<XmppClient> {
    let last: unknown
    for (const way of await waysIn(domain, settings, tools.resolvers)) {
      try {
        const socket = await openSecure(way, domain, tools.extraRoots, timeout)
        return await login(socket)
      } catch (error) {
        last = error
      }
    }
    throw last ?? new AccountError(`no address for ${domain}`)
  }
  async function login(socket: TLSSocket): Promise<XmppClient> {
    current = socket
    const entity = client({
      service: 'own://',
      domain,
      resource: `vouch-${randomBytes(3).toString('hex')}`,
      timeout,
      credentials: (authenticate, mechanisms) =>
        credentials(authenticate, mechanisms).catch((error: unknown) => {
          refuse(error)
          return new Promise<void>(() => undefined)
        }),
    })
    entity.reconnect.stop() // we make a new one instead: what it keeps of a broken stream is not to be trusted
    entity._onSeeOtherHost = async () => {}
    entity.transports.unshift(transportOver(socket))
    entity.on('error', (error) => void (trouble = error.message))
    entity.on('stanza', receive)
    entity.on('disconnect', () => {
      online = undefined
      for (const [id, settle] of pending) settle(xml('iq', { type: 'lost', id }))
    })
    let timer: ReturnType<typeof setTimeout> | undefined
    // The package lets a refused login go unhandled now and then, which would end the process: it never hears of it.
    let refuse: (error: unknown) => void = () => undefined
    const refused = new Promise<never>((_, reject) => (refuse = reject))
    refused.catch(() => undefined)
    try {
      const late = new Promise<never>(
        (_, reject) =>
          (timer = setTimeout(() => reject(new AccountError('the login did not end in time')), timeout)),
      )
      await Promise.race([entity.start(), late, refused]) // start() may stay pending for ever
      await entity.send(xml('presence'))
      trouble = undefined
      return entity
    } catch (error) {
      socket.destroy()
      throw new AccountError(error instanceof Error ? `login: ${error.message}` : 'login failed')
    } finally {
      clearTimeout(timer)
    }
  }
  /** PLAIN inside verified TLS: the package's SCRAM costs a second of CPU. */
  async function credentials(
    authenticate: (credentials: { username: string; password: string }, mechanism: string) => Promise<void>,
    mechanisms: readonly string[],
  ): Promise<void> {
    const mechanism = mechanisms.includes('PLAIN') ? 'PLAIN' : mechanisms[0]
    if (mechanism === undefined) throw new AccountError('no SASL mechanism')
    await authenticate({ username: settings.jid.slice(0, at), password: settings.password }, mechanism)
  }
  function receive(stanza: XmlElement): void {
    const { id = '', type } = stanza.attrs
    if (stanza.name === 'iq' && (type === 'result' || type === 'error'))
      pending.get(`${id} ${stanza.attrs['from'] ?? ''}`)?.(stanza)
    else if (stanza.name === 'message') hear(stanza)
  }
  async function ask(to: string, query: XmlElement, ms: number, signal?: AbortSignal): Promise<IqAnswer> {
    let entity: XmppClient
    try {
      entity = await connect()
    } catch (error) {
      return { kind: 'our-side', says: error instanceof Error ? error.message : 'no connection' }
    }
    if (signal?.aborted === true) return { kind: 'our-side', says: 'the time for this check was up' }
    const id = randomBytes(8).toString('hex')
    const key = `${id} ${to}` // an answer from somebody else is none
    const began = performance.now()
    return new Promise((resolve) => {
      const settle = (answer: IqAnswer): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', stop)
        pending.delete(key)
        resolve(answer)
      }
      const stop = (): void => settle({ kind: 'our-side', says: 'the time for this check was up' })
      const timer = setTimeout(() => settle({ kind: 'silent' }), ms)
      signal?.addEventListener('abort', stop)
      pending.set(key, (stanza) => {
        const took = Math.round(performance.now() - began)
        if (stanza.attrs['type'] === 'lost') settle({ kind: 'our-side', says: 'our connection was lost' })
        else if (stanza.attrs['type'] === 'result') settle({ kind: 'result', stanza, ms: took })
        else settle({ kind: 'error', ...errorOf(stanza), ms: took })
      })
      entity
        .send(xml('iq', { type: 'get', to, id }, query))
        .catch(() => settle({ kind: 'our-side', says: 'our connection was lost' }))
    })
  }
  return {
    jid: settings.jid,
    domain,
    ask,
    trouble: () => trouble,
    connect: async () => void (await connect()),
    keepAlive: async () => {
      const answer = await ask(domain, xml('ping', { xmlns: 'urn:xmpp:ping' }), timeout)
      if (answer.kind === 'silent') current?.destroy()
    },
    send: async (stanza) => {
      const entity = await connect()
      await entity.send(stanza).catch((error: unknown) => {
        throw new AccountError(error instanceof Error ? error.message : 'not sent')
      })
    },
    close: async () => {
      closed = true
      const entity = await online?.catch(() => undefined)
      await entity?.stop().catch(() => undefined)
    },
  }
}
/** RFC 6120 §8.3.2 */
function errorOf(stanza: XmlElement): { condition: string; by?: string; text?: string } {
  const error = stanza.getChild('error')
  const by = error?.attrs['by']
  const text = error?.getChildText('text', 'urn:ietf:params:xml:ns:xmpp-stanzas') ?? ''
  return {
    condition: conditionOf(stanza),
    ...(by !== undefined && { by }),
    ...(text.trim() !== '' && { text }),
  }
}
/** RFC 6120 §8.3.3 */
export const conditionOf = (stanza: XmlElement): string =>
  stanza
    .getChild('error')
    ?.getChildElements()
    .find((one) => one.getNS() === 'urn:ietf:params:xml:ns:xmpp-stanzas' && one.name !== 'text')?.name ??
  'undefined-condition'

/**
 * A transport for @xmpp/client that takes the socket we have opened and verified. The package decodes UTF-8 chunk by chunk and lets
 * its parser's exceptions (a stray end tag) reach the socket's event loop, where they would end the process.
 */
function transportOver(socket: TLSSocket): new () => object {
  const decoder = new StringDecoder('utf8')
  class OwnSocket extends TlsSocket {
    override emit(event: string | symbol, ...given: unknown[]): boolean {
      if (event !== 'data') return super.emit(event, ...given)
      try {
        return super.emit(event, decoder.write(given[0] as Buffer))
      } catch {
        socket.destroy()
        return false
      }
    }
    override connect(): void {
      this._attachSocket(socket)
      setImmediate(() => this.emit('connect'))
    }
  }
  class Own extends ConnectionTLS {
    override socketParameters(service: string): object | undefined {
      return service.startsWith('own:') ? {} : undefined
    }
  }
  ;(Own.prototype as { Socket: unknown }).Socket = OwnSocket
  return Own
}
