import { child, escape } from './markup.ts'
import type { Markup } from './markup.ts'

/** What a service answers to stanzas, on whatever way they come: a client's stream, or the federation below. */
export type Script = {
  readonly domain: string
  readonly software?: { readonly name: string; readonly version?: string; readonly os?: string }
  /** Disco items with their identity; `conference.im.example` answers as a MUC service. */
  readonly items?: readonly {
    readonly jid: string
    readonly category: string
    readonly type: string
    readonly features?: readonly string[]
  }[]
  /** XEP-0157: `{ admin: ['mailto:…'], abuse: [...] }` */
  readonly contacts?: Readonly<Record<string, readonly string[]>>
  /** In-band registration: a form, a CAPTCHA, another address, nobody, or not at all. `false` does not advertise it. */
  readonly registration?: 'open' | 'captcha' | 'elsewhere' | 'denied' | false
  /** Who answers a chat: what the person says to a message body; undefined: silence. */
  readonly people?: Readonly<Record<string, (body: string, from: string) => string | undefined>>
  readonly accounts?: Readonly<Record<string, string>> // user → password
}
/** Delivers a stanza to whoever serves a domain. undefined: nobody there. */
export type Federation = {
  readonly join: (domain: string, receive: (stanza: Outgoing) => void) => () => void
  readonly deliver: (domain: string, stanza: Outgoing) => boolean
}
export type Outgoing = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly inner: string
  readonly markup: Markup
}

/** In-process s2s: the embedded services reach one another by it, so that accounts of ours can ask a target "over federation". */
export function createFederation(): Federation {
  const members = new Map<string, (stanza: Outgoing) => void>()
  return {
    join: (domain, receive) => {
      members.set(domain, receive)
      return () => members.delete(domain)
    },
    deliver: (domain, stanza) => {
      const receive = members.get(domain) ?? [...members].find(([name]) => domain.endsWith(`.${name}`))?.[1]
      if (receive === undefined) return false
      setImmediate(() => receive(stanza))
      return true
    },
  }
}

const stanzaError = (condition: string, type = 'cancel'): string =>
  `<error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`
/** Content of the answer to an IQ addressed to the service or one of its items; `error` when it is one. */
export function answerIq(
  script: Script,
  to: string,
  query: Markup | undefined,
): { readonly error: boolean; readonly inner: string } {
  const item = script.items?.find((one) => one.jid === to)
  const fine = (inner: string) => ({ error: false, inner })
  const ns = query?.ns ?? ''
  switch (ns) {
    case 'urn:xmpp:ping':
      return fine('')
    case 'jabber:iq:version': {
      const { name, version, os } = script.software ?? {}
      if (name === undefined) break
      const part = (tag: string, text?: string) =>
        text === undefined ? '' : `<${tag}>${escape(text)}</${tag}>`
      return fine(
        `<query xmlns='jabber:iq:version'>${part('name', name)}${part('version', version)}${part('os', os)}</query>`,
      )
    }
    case 'http://jabber.org/protocol/disco#info': {
      const features = ['http://jabber.org/protocol/disco#info', 'urn:xmpp:ping', ...(item?.features ?? [])]
      const identity = item ?? { category: 'server', type: 'im' }
      return fine(
        `<query xmlns='${ns}'><identity category='${identity.category}' type='${identity.type}' name='${escape(to)}'/>` +
          `${features.map((one) => `<feature var='${escape(one)}'/>`).join('')}${item === undefined ? serverInfo(script) : ''}</query>`,
      )
    }
    case 'http://jabber.org/protocol/disco#items':
      return fine(
        `<query xmlns='${ns}'>${(item === undefined ? (script.items ?? []) : []).map((one) => `<item jid='${escape(one.jid)}'/>`).join('')}</query>`,
      )
  }
  return { error: true, inner: stanzaError('service-unavailable') }
}
/** XEP-0157 */
function serverInfo(script: Script): string {
  if (script.contacts === undefined) return ''
  const fields = Object.entries(script.contacts).map(
    ([kind, addresses]) =>
      `<field var='${kind}-addresses' type='list-multi'>${addresses.map((one) => `<value>${escape(one)}</value>`).join('')}</field>`,
  )
  return `<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/network/serverinfo</value></field>${fields.join('')}</x>`
}

/** jabber:iq:register before authentication. `accounts` grows and shrinks. */
export function answerRegistration(
  script: Script,
  accounts: Map<string, string>,
  iq: Markup,
  authenticated?: string,
): { readonly error: boolean; readonly inner: string } {
  const query = iq.children[0]
  const fine = (inner: string) => ({ error: false, inner })
  const no = (condition: string) => ({ error: true, inner: stanzaError(condition) })
  const wrap = (inner: string) => fine(`<query xmlns='jabber:iq:register'>${inner}</query>`)
  if (authenticated !== undefined && child(query, 'remove') !== undefined)
    return accounts.delete(authenticated) ? fine('') : no('item-not-found')
  const kind = script.registration ?? false
  if (kind === false) return no('service-unavailable')
  if (iq.attributes['type'] === 'get') {
    const form = '<instructions>Choose a name and a password.</instructions><username/><password/>'
    if (kind === 'elsewhere')
      return wrap(
        `<instructions>Register on the web.</instructions><x xmlns='jabber:x:oob'><url>https://${script.domain}/register</url></x>`,
      )
    if (kind === 'captcha')
      return wrap(
        `${form}<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:captcha</value></field><field var='username' type='text-single'><required/></field><field var='ocr' type='text-single'><required/></field></x>`,
      )
    return wrap(form)
  }
  const [username, password] = [child(query, 'username')?.text, child(query, 'password')?.text]
  if (kind !== 'open') return no(kind === 'denied' ? 'forbidden' : 'not-acceptable')
  if (!username || !password) return no('not-acceptable')
  if (accounts.has(username)) return no('conflict')
  accounts.set(username, password)
  return fine('')
}
