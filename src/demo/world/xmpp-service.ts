import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { TLSSocket, createSecureContext } from 'node:tls'
import type { SecureContext } from 'node:tls'
import { StringDecoder } from 'node:string_decoder'
import { child, escape, readStream } from './markup.ts'
import type { Markup } from './markup.ts'
import { mechanisms, openSasl } from './sasl.ts'
import { answerIq, answerRegistration } from './xmpp-entity.ts'
import type { Federation, Outgoing, Script } from './xmpp-entity.ts'
import type { Authority, CertificateOptions } from './authority.ts'

/** What goes wrong on purpose. Those of a stream hold for c2s and s2s; `fail()` is an outage of everything. */
export type Faults = {
  readonly starttls?: 'missing' | 'refused'
  readonly streamError?: string // condition, after the header
  readonly streamErrorText?: string
  readonly silent?: boolean // accepts and says nothing
  readonly noMechanisms?: boolean
  readonly outage?: boolean // accepts and resets
}
export type XmppServiceOptions = Script & {
  readonly authority: Authority
  readonly certificate?: CertificateOptions // default: DNS-ID of the domain
  readonly host?: string
  readonly faults?: Faults
  readonly directTls?: boolean // default true
  readonly federation?: Federation
  readonly startTlsRequired?: boolean // default true
  readonly onlyProved?: boolean // servers without a certificate are refused inside TLS; default false
}
export type XmppService = {
  readonly domain: string
  readonly host: string
  readonly ports: {
    readonly c2s: number
    readonly direct: number
    readonly s2s: number
    readonly s2sDirect: number
  }
  readonly accounts: Map<string, string>
  readonly connections: () => number // ever accepted
  /** From now on everything resets (or the given faults apply), also streams that are open. */
  fail: (faults?: Faults) => void
  recover: () => void
  certify: (certificate: CertificateOptions) => void
  close: () => Promise<void>
}
type Ns = 'jabber:client' | 'jabber:server'
type Stage = {
  readonly script: XmppServiceOptions
  readonly accounts: Map<string, string>
  readonly sessions: Map<string, (xml: string) => void> // full JID → stream
  faults: Faults
  context: SecureContext
}

/** A small scripted XMPP service on loopback: c2s and s2s, STARTTLS and direct TLS, registration, SASL PLAIN, disco, ping. No roster, no presence. */
export async function startXmppService(options: XmppServiceOptions): Promise<XmppService> {
  const contextFor = (certificate: CertificateOptions): SecureContext =>
    createSecureContext({ ...options.authority.issue(certificate), ciphers: 'DEFAULT@SECLEVEL=0' })
  const stage: Stage = {
    script: options,
    accounts: new Map(Object.entries(options.accounts ?? {})),
    sessions: new Map(),
    faults: options.faults ?? {},
    context: contextFor(options.certificate ?? { dns: [options.domain] }),
  }
  const host = options.host ?? '127.0.0.1'
  const open = new Set<Socket>()
  let accepted = 0
  const listen = async (ns: Ns, direct: boolean): Promise<Server> => {
    const server = createServer({ noDelay: true }, (socket) => {
      accepted++
      open.add(socket)
      socket.on('error', () => {}).on('close', () => open.delete(socket))
      if (stage.faults.outage === true) socket.resetAndDestroy()
      else if (direct) secure(stage, socket, ns)
      else converse(stage, socket, ns, false)
    })
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
    return server
  }
  const servers = await Promise.all([
    listen('jabber:client', false),
    listen('jabber:client', true),
    listen('jabber:server', false),
    listen('jabber:server', true),
  ])
  const [c2s = 0, direct = 0, s2s = 0, s2sDirect = 0] = servers.map(
    (server) => (server.address() as AddressInfo).port,
  )
  const leave = options.federation?.join(options.domain, (stanza) => receive(stage, stanza))
  const reset = (): void => open.forEach((socket) => socket.resetAndDestroy())
  return {
    domain: options.domain,
    host,
    ports: {
      c2s,
      direct,
      s2s,
      s2sDirect,
    },
    accounts: stage.accounts,
    connections: () => accepted,
    fail: (faults = { outage: true }) => {
      stage.faults = faults
      reset()
    },
    recover: () => void (stage.faults = {}),
    certify: (certificate) => void (stage.context = contextFor(certificate)),
    close: async () => {
      leave?.()
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      reset()
      await Promise.all(closed)
    },
  }
}

function secure(stage: Stage, socket: Socket, ns: Ns): void {
  const inside = new TLSSocket(socket, {
    isServer: true,
    secureContext: stage.context,
    ALPNProtocols: [ns === 'jabber:client' ? 'xmpp-client' : 'xmpp-server'],
  })
  inside.on('error', () => socket.destroy())
  converse(stage, inside, ns, true)
}

/** One XML stream after another over one socket: before TLS, inside TLS, after authentication. */
function converse(stage: Stage, socket: Socket, ns: Ns, encrypted: boolean): void {
  const { script } = stage
  const decoder = new StringDecoder()
  const send = (xml: string): void => void (socket.writable && socket.write(xml))
  const sasl = openSasl(stage.accounts)
  let user: string | undefined
  let jid: string | undefined
  let read = begin()
  socket.on('data', onData).on('close', () => jid !== undefined && stage.sessions.delete(jid))

  function begin(): (text: string) => void {
    return readStream({
      open: () => setImmediate(greet),
      stanza,
      close: () => socket.end('</stream:stream>'),
    })
  }
  function onData(data: Buffer): void {
    try {
      read(decoder.write(data))
    } catch {
      socket.end(
        "<stream:error><not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>",
      )
    }
  }
  function greet(): void {
    const { faults } = stage
    if (faults.silent === true) return
    const header = `<?xml version='1.0'?><stream:stream xmlns='${ns}' xmlns:stream='http://etherx.jabber.org/streams' id='${randomBytes(8).toString('hex')}' from='${script.domain}' version='1.0' xml:lang='en'>`
    const refuses = script.onlyProved === true && ns === 'jabber:server' && encrypted
    const error = faults.streamError ?? (refuses ? 'not-authorized' : undefined)
    if (error !== undefined) {
      const text = faults.streamErrorText === undefined ? '' : escape(faults.streamErrorText)
      socket.end(
        `${header}<stream:error><${error} xmlns='urn:ietf:params:xml:ns:xmpp-streams'>${text}</${error}></stream:error></stream:stream>`,
      )
      return
    }
    send(`${header}<stream:features>${features(stage, ns, encrypted, user !== undefined)}</stream:features>`)
  }
  function stanza(element: Markup): void {
    if (element.name === 'starttls' && !encrypted) startTls()
    else if (encrypted && (element.name === 'auth' || element.name === 'response')) authenticate(element)
    else if (element.name === 'iq' && ns === 'jabber:client') iq(element)
    else if (element.name === 'message' && jid !== undefined) route(stage, jid, element)
  }
  function startTls(): void {
    if (stage.faults.starttls !== undefined)
      return void socket.end("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>")
    socket.off('data', onData)
    send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    secure(stage, socket, ns)
  }
  function authenticate(element: Markup): void {
    const step = sasl(element)
    if (step.user !== undefined) {
      user = step.user
      read = begin()
    }
    send(step.say)
  }
  function iq(element: Markup): void {
    const query = element.children[0]
    const id = escape(element.attributes['id'] ?? '')
    const to = element.attributes['to'] ?? script.domain
    const answer = (error: boolean, inner: string): void =>
      send(`<iq type='${error ? 'error' : 'result'}' id='${id}' from='${escape(to)}'>${inner}</iq>`)
    if (query?.ns === 'jabber:iq:register' && encrypted) {
      const { error, inner } = answerRegistration(script, stage.accounts, element, user)
      return answer(error, inner)
    }
    if (user === undefined)
      return void socket.end(
        "<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>",
      )
    if (query?.ns === 'urn:ietf:params:xml:ns:xmpp-bind') {
      jid = `${user}@${script.domain}/${child(query, 'resource')?.text || randomBytes(4).toString('hex')}`
      stage.sessions.set(jid, send)
      return answer(false, `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${escape(jid)}</jid></bind>`)
    }
    if (query?.ns === 'urn:ietf:params:xml:ns:xmpp-session') return answer(false, '')
    if (jid !== undefined) route(stage, jid, element)
  }
}

function features(stage: Stage, ns: Ns, encrypted: boolean, authenticated: boolean): string {
  const { script, faults } = stage
  if (authenticated) return "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
  const startTls =
    encrypted || faults.starttls === 'missing'
      ? ''
      : `<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'>${script.startTlsRequired === false ? '' : '<required/>'}</starttls>`
  if (!encrypted && script.startTlsRequired !== false) return startTls
  if (ns === 'jabber:server')
    return `${startTls}<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>`
  const register =
    (script.registration ?? false) === false
      ? ''
      : "<register xmlns='http://jabber.org/features/iq-register'/>"
  const offered = faults.noMechanisms === true ? '' : mechanisms
  return `${startTls}${register}${offered}`
}

const domainOf = (jid: string): string => jid.replace(/\/.*$/, '').replace(/^.*@/, '')
const error = (condition: string): string =>
  `<error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`
/** From a local client to anybody. */
function route(stage: Stage, from: string, element: Markup): void {
  const to = element.attributes['to'] ?? domainOf(from)
  const outgoing: Outgoing = {
    name: element.name,
    attributes: { ...element.attributes, from, to },
    inner: '',
    markup: element,
  }
  const domain = domainOf(to)
  if (domain === stage.script.domain || domain.endsWith(`.${stage.script.domain}`))
    return receive(stage, outgoing)
  if (stage.script.federation?.deliver(domain, outgoing) === true) return
  bounce(stage, outgoing, 'remote-server-not-found')
}
/** A stanza for somebody here, from a local client or over the federation. */
function receive(stage: Stage, stanza: Outgoing): void {
  const { to = '', from = '', id = '', type } = stanza.attributes
  const back = (name: string, attributes: string, inner: string): void =>
    reply(
      stage,
      stanza,
      `<${name} from='${escape(to)}' to='${escape(from)}' id='${escape(id)}'${attributes}>${inner}</${name}>`,
    )
  const session = [...stage.sessions].find(
    ([jid]) => jid === to || (stanza.name === 'message' && jid.startsWith(`${to}/`)),
  )
  if (stanza.name === 'reply') return session?.[1](stanza.inner)
  if (stage.faults.outage === true) return bounce(stage, stanza, 'remote-server-timeout')
  if (stanza.name === 'iq' && (type === 'get' || type === 'set')) {
    const { error, inner } = answerIq(stage.script, to, stanza.markup.children[0])
    return back('iq', ` type='${error ? 'error' : 'result'}'`, inner)
  }
  if (stanza.name !== 'message' || type === 'error') return
  const body = child(stanza.markup, 'body')?.text ?? ''
  if (session !== undefined)
    return session[1](
      `<message type='chat' from='${escape(from)}' to='${escape(to)}' id='${escape(id)}'><body>${escape(body)}</body></message>`,
    )
  const person = stage.script.people?.[to.replace(/@.*$/, '')]
  if (person === undefined) return back('message', " type='error'", error('service-unavailable'))
  const said = person(body, from)
  if (said !== undefined) back('message', " type='chat'", `<body>${escape(said)}</body>`)
}
function bounce(stage: Stage, stanza: Outgoing, condition: string): void {
  const { to = '', from = '', id = '' } = stanza.attributes
  if (stanza.attributes['type'] === 'error' || stanza.attributes['type'] === 'result') return
  reply(
    stage,
    stanza,
    `<${stanza.name} type='error' from='${escape(to)}' to='${escape(from)}' id='${escape(id)}'>${error(condition)}</${stanza.name}>`,
  )
}
/** Back to the sender: a client here, or one of another embedded service. */
function reply(stage: Stage, stanza: Outgoing, xml: string): void {
  const from = stanza.attributes['from'] ?? ''
  const session = stage.sessions.get(from)
  if (session !== undefined) return session(xml)
  stage.script.federation?.deliver(domainOf(from), {
    name: 'reply',
    attributes: { to: from },
    inner: xml,
    markup: stanza.markup,
  })
}
