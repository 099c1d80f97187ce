import type { Contact } from '../evidence/evidence.ts'
import { fail, notApplicable, pass, unknown, warn, type Case, type Check, type Said } from './check.ts'
import {
  about,
  aimOf,
  contactsOf,
  endpointOf,
  hostOf,
  isExcused,
  listed,
  placeOf,
  srvOf,
} from './contacts.ts'
import { answered, fullest, isSameCause, type Answered } from './direct-tls.ts'
import { otherName, otherNameSentence } from './open-stream.ts'
import { onlyOld } from './tls-current.ts'
import * as repeat from './repeat.ts'

// prettier-ignore
type Reason =
  | 'ok' | 'other-name' | 'alpn-only' | 'alpn-refused' | 'one-down' | 'elsewhere' | 'http-published' | 'starttls-published' | 'broken-published'
  | 'no-name-published' | 'alert-published' | 'cut-off-published' | 'no-name' | 'alert' | 'cut-off'
  | 'http' | 'closed' | 'no-tls' | 'no-stream' | 'same-trouble' | 'old-tls' | 'not-reached' | 'not-judged'

const add =
  'Let the server listen for clients with TLS from the start, normally on port 5223, and publish it: _xmpps-client._tcp.{{domain}}. 3600 IN SRV 5 0 5223 xmpp.{{domain}}.'
const noName = {
  fix: 'Let the server serve the domain, with a certificate that names it, on its TLS-only port as well.',
  fixFor: {
    prosody:
      'Check that there is a section VirtualHost "{{domain}}" and that Prosody finds its certificate (prosodyctl check certs), and restart Prosody.',
    ejabberd:
      'Check that "{{domain}}" is in hosts and that certfiles names a certificate for it, and run "ejabberdctl reload_config".',
  },
} as const
const alert =
  'Look into the log of the server: mostly the certificate or the key for the domain is missing there, or a proxy in front does not accept the ALPN name xmpp-client. If a certificate is demanded of whoever connects, make that optional.'
const cutOff =
  'Look into the log of the server. Often a proxy in front has no server behind it, or the port is one for STARTTLS, which _xmpps-client._tcp must not name.'

export const clientDirectTls: Check<Reason> = {
  id: 'c2s.direct',
  clause: 'P2',
  level: 'must',
  cites: 'IM services policy P2; XEP-0368',
  title: 'Clients can connect with TLS from the start (port 5223)',
  sentences: {
    ok: { found: 'A stream opens with TLS from the start at {{host}}.' },
    'other-name': otherNameSentence('clients', 'namedInside'),
    'alpn-only': {
      found:
        '{{host}} opens a stream only to clients that name the protocol (ALPN xmpp-client). Older ones do not.',
      fix: 'Let the port treat connections without ALPN as XMPP. Where a web server shares it (443), offer a port of its own beside it, normally 5223, and let the records name that one first.',
    },
    'alpn-refused': {
      found:
        '{{host}} opens a stream only to clients that do not name the protocol (ALPN xmpp-client). Newer ones do.',
      fix: 'Let the server or the proxy in front accept the ALPN name xmpp-client.',
    },
    'one-down': {
      found:
        'A stream opens with TLS from the start at {{up}}, but {{target}}:{{port}} ({{address}}), which DNS names too, cannot be reached.',
      fix: 'Start the server there, open its firewall, or take the record _xmpps-client._tcp out.',
    },
    elsewhere: {
      found: 'The port you named, {{host}}, does not work, but {{up}} does.',
      fix: 'Tell us the right port in a reply, or open the one you named.',
    },
    'http-published': {
      found: 'DNS sends clients that want TLS from the start to {{host}}, but a web server answers there.',
      fix: 'Correct the record _xmpps-client._tcp, or let the proxy there pass the ALPN name xmpp-client to the XMPP server.',
    },
    'starttls-published': {
      found:
        'DNS sends clients that want TLS from the start to {{host}}, but TLS does not start there: {{why}}.',
      fix: 'The record _xmpps-client._tcp must name the TLS-only port (normally 5223), not the port for STARTTLS.',
    },
    'broken-published': {
      found:
        'DNS sends clients that want TLS from the start to {{host}}, but no stream for the domain opens there: {{why}}.',
      fix: 'Correct the record _xmpps-client._tcp, or let the server there serve the domain.',
    },
    'no-name-published': {
      found:
        'DNS sends clients that want TLS from the start to {{host}}, but TLS is refused there for the name of the domain: {{why}}.',
      ...noName,
    },
    'alert-published': {
      found:
        'DNS sends clients that want TLS from the start to {{host}}. TLS answers there, but the handshake fails: {{why}}.',
      fix: alert,
    },
    'cut-off-published': {
      found:
        'DNS sends clients that want TLS from the start to {{host}}, but the connection ends before TLS stands: {{why}}.',
      fix: cutOff,
    },
    http: {
      found: 'A web server, not an XMPP server, answers at {{host}}. Tried: {{tried}}.',
      fix: add,
    },
    closed: {
      found:
        'No port takes clients with TLS from the start, as the policy asks beside STARTTLS. Tried: {{tried}}.',
      fix: add,
      fixFor: {
        prosody:
          'Set c2s_direct_tls_ports = { 5223 } (before Prosody 0.12: legacy_ssl_ports), open the port in the firewall, and add the record _xmpps-client._tcp.{{domain}}.',
        ejabberd:
          'Add a listener "port: 5223, module: ejabberd_c2s, tls: true", open the port in the firewall, and add the record _xmpps-client._tcp.{{domain}}.',
        openfire:
          'Enable Client Connections, Direct TLS, on port 5223, open it in the firewall, and add the record _xmpps-client._tcp.{{domain}}.',
      },
    },
    'no-tls': {
      found: '{{host}} accepts connections, but TLS does not start there: {{why}}. Tried: {{tried}}.',
      fix: 'The port must speak TLS from the first byte, without STARTTLS: set it up as a direct TLS port and give it the certificate of the domain.',
    },
    'no-stream': {
      found:
        'TLS starts at {{host}}, but no stream for the domain opens inside it: {{why}}. Tried: {{tried}}.',
      fix: 'Let the server serve the domain on its TLS-only port as it does on the other one, and demand no certificate of clients.',
    },
    'no-name': {
      found: '{{host}} refuses TLS for the name of the domain: {{why}}. Tried: {{tried}}.',
      ...noName,
    },
    alert: {
      found: 'TLS answers at {{host}}, but the handshake fails: {{why}}. Tried: {{tried}}.',
      fix: alert,
    },
    'cut-off': {
      found: '{{host}} accepts connections, but they end before TLS stands: {{why}}. Tried: {{tried}}.',
      fix: cutOff,
    },
    'same-trouble': {
      found:
        'Not judged: {{host}} shows the same trouble as the port for STARTTLS, and the result about that one says what to change.',
    },
    'old-tls': {
      found:
        'Not judged: {{host}} knows old versions of TLS only, and the result about TLS says what to change.',
    },
    'not-reached': {
      found: 'Not looked at: there is no address to try. The result that failed before it says why.',
    },
    'not-judged': { found: 'We could not tell this time, and it is not your fault. We will try again.' },
  },
  judge,
  repeat: repeat.inside,
}

/** Candidates: the port of the submission, `_xmpps-client`, 5223 on the domain and on every client target. */
function judge(the: Case): Said<Reason> {
  const contacts = contactsOf(the.evidence, 'c2s direct')
  const open = contacts.filter((one) => one.reached === 'done')
  const rest = contacts.filter(
    (one) => !open.some((other) => hostOf(other) === hostOf(one) && other.address === one.address),
  )
  const published = rest.filter((one) => one.source === 'srv' && !isExcused(one))
  const met = published.find((one) => reached(one))
  const lame = met && fullest(met, published)
  // A client that drew this record does not move on once it was reached (RFC 6120 §3.2.1).
  if (lame !== undefined && lame.trouble?.code === 'tls' && onlyOld(the.evidence, lame))
    return notApplicable('old-tls', about(lame), endpointOf(lame))
  if (lame !== undefined && isToldAlready(the, lame))
    return notApplicable('same-trouble', about(lame), endpointOf(lame))
  if (lame !== undefined) return fail(`${answered(lame)}-published`, about(lame, [], open), endpointOf(lame))
  const [up] = open
  if (up === undefined) return nothingOpen(the, contacts)
  const facts = { ...about(up, open), up: listed(open.map(placeOf)) }
  const down = published.find((one) => one.trouble?.code !== 'guard')
  if (down !== undefined)
    return warn('one-down', { ...about(down, published), up: facts.up }, endpointOf(down))
  // The port was named without a host: one working place is enough.
  const port = the.evidence.order.directTlsPort
  const submitted = rest.find((one) => one.source === 'submitted' && one.port === port && !isExcused(one))
  if (submitted !== undefined && !open.some((one) => one.port === port))
    return warn('elsewhere', { ...about(submitted), up: facts.up }, endpointOf(submitted))
  const other = open.find((one) => isOtherHere(the, one))
  if (other !== undefined) return warn('other-name', about(other), endpointOf(other))
  return alpn(contacts, open) ?? pass('ok', facts, endpointOf(up))
}
/** Told once: where the port for STARTTLS has another name too, its checks say so. */
const isOtherHere = ({ evidence }: Case, { inside }: Contact): boolean =>
  otherName(inside, evidence.order.domain) &&
  !contactsOf(evidence, 'c2s starttls').some((one) =>
    [one.outside, one.inside].some((seen) => otherName(seen, evidence.order.domain)),
  )
/** An endpoint that was asked both ways and, for the sake of ALPN, opens a stream one way only. */
function alpn(
  contacts: readonly Contact[],
  open: readonly Contact[],
): Said<'alpn-only' | 'alpn-refused'> | undefined {
  for (const one of open) {
    const other = contacts.find((each) => endpointOf(each) === endpointOf(one) && each.alpn !== one.alpn)
    if (other === undefined || isExcused(other) || !isForAlpn(other)) continue
    // Older clients draw the better record: a port that tells them from the web beside it is what XEP-0368 §5 asks for.
    if (one.alpn && open.some((each) => !each.alpn && isPublished(each) && isNoWorse(each, one))) continue
    return warn(one.alpn ? 'alpn-only' : 'alpn-refused', about(one), endpointOf(one))
  }
  return undefined
}
const isPublished = ({ source }: Contact): boolean => source === 'srv'
const isNoWorse = (a: Contact, b: Contact): boolean => (a.priority ?? 0) <= (b.priority ?? 0)
/** A reset or a limit of connections says nothing of ALPN: somebody else must have answered inside TLS, or an alert says it. */
const isForAlpn = ({ tls, trouble }: Contact): boolean =>
  trouble !== undefined &&
  (tls === undefined
    ? /no application protocol/i.test(trouble.detail)
    : ['http', 'not-xmpp', 'closed'].includes(trouble.code))
function nothingOpen(the: Case, contacts: readonly Contact[]): Said<Reason> {
  const tried = listed(contacts.map(hostOf))
  const srv = srvOf(the.evidence, '_xmpps-client')?.result
  const open = contacts.some((one) => isExcused(one) || one.trouble === undefined)
  if (open || srv === undefined || srv === 'servfail' || srv === 'timed-out')
    return the.evidence.refusedDomain === undefined ? unknown('not-judged') : notApplicable('not-reached')
  const dialled = contacts.filter((one) => one.trouble?.code !== 'guard')
  const met = dialled.find(reached)
  const worst = met === undefined ? dialled[0] : fullest(met, dialled)
  if (worst === undefined) {
    const aim = aimOf(the.evidence, 'c2s')
    if (contacts.length > 0 && aim === 'something')
      return fail('closed', { tried, why: contacts[0]?.trouble?.detail ?? '' })
    return aim === 'silent' || aim === 'something' ? unknown('not-judged') : notApplicable('not-reached')
  }
  const facts = { ...about(worst), tried }
  if (!reached(worst)) return fail('closed', facts, endpointOf(worst))
  if (isToldAlready(the, worst)) return notApplicable('same-trouble', about(worst), endpointOf(worst))
  return fail(unpublished[answered(worst)], facts, endpointOf(worst))
}
const unpublished = {
  http: 'http',
  starttls: 'no-tls',
  broken: 'no-stream',
  'no-name': 'no-name',
  alert: 'alert',
  'cut-off': 'cut-off',
} as const satisfies { readonly [A in Answered]: Reason }
const reached = (contact: Contact): boolean =>
  contact.trouble?.code !== 'guard' && contact.trouble !== undefined && contact.trouble.phase !== 'connect'
/** host-unknown, silence, no mechanisms, old TLS: the server as a whole, and told by the check of the other port. */
const isToldAlready = (the: Case, contact: Contact): boolean =>
  contactsOf(the.evidence, 'c2s starttls').some((one) => isSameCause(one, contact))
