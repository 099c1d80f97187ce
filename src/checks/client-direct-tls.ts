import type { Contact } from '../evidence/evidence.ts'
import { fail, notApplicable, pass, unknown, warn, type Case, type Check, type Said } from './check.ts'
import {
  about,
  aimOf,
  contactsOf,
  endpointOf,
  hostOf,
  isExcused,
  isSameTrouble,
  listed,
  placeOf,
  srvOf,
} from './contacts.ts'
import { otherName, otherNameSentence } from './open-stream.ts'
import { onlyOld } from './tls-current.ts'
import * as repeat from './repeat.ts'

// prettier-ignore
type Reason =
  | 'ok' | 'other-name' | 'alpn-only' | 'alpn-refused' | 'one-down' | 'elsewhere' | 'http-published' | 'starttls-published' | 'broken-published'
  | 'http' | 'closed' | 'no-tls' | 'no-stream' | 'same-trouble' | 'old-tls' | 'not-reached' | 'not-judged'

const add =
  'Let the server listen for clients with TLS from the start, normally on port 5223, and publish it: _xmpps-client._tcp.{{domain}}. 3600 IN SRV 5 0 5223 xmpp.{{domain}}.'

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
      fix: 'Let the port treat connections without ALPN as XMPP. Where a web server shares it (443), offer a port of its own beside it, normally 5223.',
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
  const lame = published.find((one) => reached(one))
  // A client that drew this record does not move on once it was reached (RFC 6120 §3.2.1).
  if (lame !== undefined && lame.trouble?.code === 'tls' && onlyOld(the.evidence, lame))
    return notApplicable('old-tls', about(lame), endpointOf(lame))
  if (lame !== undefined && isToldAlready(the, lame))
    return notApplicable('same-trouble', about(lame), endpointOf(lame))
  if (lame !== undefined)
    return fail(`${whatAnswered(lame)}-published`, about(lame, [], open), endpointOf(lame))
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
/** An endpoint that was asked both ways and answered one way only. */
function alpn(
  contacts: readonly Contact[],
  open: readonly Contact[],
): Said<'alpn-only' | 'alpn-refused'> | undefined {
  for (const one of open) {
    const other = contacts.find((each) => endpointOf(each) === endpointOf(one) && each.alpn !== one.alpn)
    if (other?.trouble !== undefined && !isExcused(other))
      return warn(one.alpn ? 'alpn-only' : 'alpn-refused', about(one), endpointOf(one))
  }
  return undefined
}
function nothingOpen(the: Case, contacts: readonly Contact[]): Said<Reason> {
  const tried = listed(contacts.map(hostOf))
  const srv = srvOf(the.evidence, '_xmpps-client')?.result
  const open = contacts.some((one) => isExcused(one) || one.trouble === undefined)
  if (open || srv === undefined || srv === 'servfail' || srv === 'timed-out')
    return the.evidence.refusedDomain === undefined ? unknown('not-judged') : notApplicable('not-reached')
  const dialled = contacts.filter((one) => one.trouble?.code !== 'guard')
  const worst = dialled.find(reached) ?? dialled[0]
  if (worst === undefined) {
    const aim = aimOf(the.evidence, 'c2s')
    if (contacts.length > 0 && aim === 'something')
      return fail('closed', { tried, why: contacts[0]?.trouble?.detail ?? '' })
    return aim === 'silent' || aim === 'something' ? unknown('not-judged') : notApplicable('not-reached')
  }
  const facts = { ...about(worst), tried }
  if (!reached(worst)) return fail('closed', facts, endpointOf(worst))
  if (isToldAlready(the, worst)) return notApplicable('same-trouble', about(worst), endpointOf(worst))
  const what = whatAnswered(worst)
  return fail(
    what === 'http' ? 'http' : what === 'starttls' ? 'no-tls' : 'no-stream',
    facts,
    endpointOf(worst),
  )
}
const reached = (contact: Contact): boolean =>
  contact.trouble?.code !== 'guard' && contact.trouble !== undefined && contact.trouble.phase !== 'connect'
function whatAnswered(contact: Contact): 'http' | 'starttls' | 'broken' {
  if (contact.trouble?.code === 'http') return 'http'
  return contact.tls === undefined ? 'starttls' : 'broken'
}
/** host-unknown, silence, no mechanisms, old TLS: the server as a whole, and told by the check of the other port. */
const isToldAlready = (the: Case, contact: Contact): boolean =>
  contactsOf(the.evidence, 'c2s starttls').some((one) => isSameTrouble(one, contact))
