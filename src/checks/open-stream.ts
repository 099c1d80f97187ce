import type { Contact } from '../evidence/evidence.ts'
import type { Sentence } from './check.ts'
import type { Side } from './contacts.ts'

const wrongPort = /^a stream for (clients instead of servers|servers instead of clients)$/ // the probe's words

/** How a stream may fail to open, before TLS and inside it. */
export type StreamFault =
  | 'host-unknown'
  | 'wrong-port'
  | 'stream-error'
  | 'see-other-host'
  | 'http'
  | 'not-xmpp'
  | 'tls-at-once'
  | 'bad-stream'
  | 'silent'
  | 'no-features'
  | 'closed'
  | 'cut-off'
  | 'alert'
export function streamFault(contact: Contact): StreamFault {
  const { code, condition, detail = '' } = contact.trouble ?? {}
  if (condition === 'see-other-host') return 'see-other-host'
  // Our header has the namespace of the port that the record promises: who calls it wrong is the other port.
  if (code === 'stream-error' && condition === 'invalid-namespace') return 'wrong-port'
  if (code === 'bad-stream' && wrongPort.test(detail)) return 'wrong-port'
  if (code === 'stream-error')
    return condition === 'host-unknown' || condition === 'host-gone' ? 'host-unknown' : 'stream-error'
  if (code === 'see-other-host' || code === 'http' || code === 'not-xmpp') return code
  if (code === 'tls-at-once' || code === 'bad-stream') return code
  if (code === 'tls') return 'alert'
  const begun = (contact.trouble?.phase === 'inside' ? contact.inside : contact.outside) !== undefined
  if (code === 'timed-out') return begun ? 'no-features' : 'silent'
  return begun ? 'cut-off' : 'closed'
}
/** A server that answers in another name than the one asked for; the name may stand in U-labels. */
export const otherName = (seen: { readonly from?: string } | undefined, domain: string): boolean =>
  seen?.from !== undefined &&
  /^[\x20-\x7e]+$/.test(seen.from) &&
  seen.from.toLowerCase().replace(/\.$/, '') !== domain

/** Inside TLS only: what was said before it is told by the check of that stream. */
export const otherNameInside = ({ outside, inside }: Contact, domain: string): boolean =>
  otherName(inside, domain) && !otherName(outside, domain)
export const otherNameSentence = (who: string, named: 'named' | 'namedInside'): Sentence => ({
  found: `{{host}} opens a stream, but in another name than the domain it was asked for: {{${named}}}.`,
  fix: `Let the server answer in the name of the domain: ${who} compare it.`,
})

type Faults = { readonly [R in StreamFault]: Sentence & { readonly fix: string } }
const streamFaults: Omit<Faults, 'wrong-port'> = {
  'host-unknown': {
    found: 'The server at {{host}} is up but says it does not serve this domain ({{condition}}).',
    fix: 'Add the domain to the server (its own name, not the name of the machine), or point the DNS records at the server that has it.',
    fixFor: {
      prosody:
        'Add a section VirtualHost "{{domain}}" to the configuration and restart Prosody (a reload does not add hosts).',
      ejabberd: 'Add "{{domain}}" to hosts in ejabberd.yml and reload.',
      openfire: 'Set the system property xmpp.domain to {{domain}} and restart Openfire.',
    },
  },
  'stream-error': {
    found: 'The server at {{host}} ends the stream with the error {{condition}}. {{detail}}.',
    fix: 'Look for this error in the log of the server at the time of this check.',
  },
  'see-other-host': {
    found: 'The server at {{host}} sends everybody elsewhere (see-other-host): {{detail}}.',
    fix: 'Many clients do not follow this. Name the right machine in the SRV record, and let the server accept streams itself.',
  },
  http: {
    found: 'A web server, not an XMPP server, answers at {{host}}.',
    fix: 'Correct the SRV record, or let the XMPP server listen on this port.',
  },
  'not-xmpp': {
    found: 'Something other than XMPP answers at {{host}}: {{detail}}.',
    fix: 'Correct the SRV record, or let the XMPP server listen on this port.',
  },
  'tls-at-once': {
    found: '{{host}} speaks TLS from the first byte on, where STARTTLS is expected.',
    fix: 'Ports for TLS from the start belong into the records _xmpps-client and _xmpps-server. Let _xmpp-client and _xmpp-server name the ports for STARTTLS, normally 5222 and 5269.',
  },
  'bad-stream': {
    found: 'The stream that {{host}} opens breaks the rules of XMPP: {{detail}}.',
    fix: 'Update the server software. If a proxy stands in front of it, check that it passes bytes through unchanged.',
  },
  silent: {
    found: '{{host}} accepts the connection and then says nothing.',
    fix: 'Check that the server behind the port is alive and not overloaded, and that a proxy in front of it forwards to the right port.',
  },
  closed: {
    found: '{{host}} accepts the connection and then closes it without a word.',
    fix: 'Look into the log of the server. Often a proxy in front has no server behind it, or the port expects TLS at once.',
  },
  'no-features': {
    found: '{{host}} opens a stream and then says no more: its features do not come or do not end.',
    fix: 'Look into the log of the server: it waits for something, for instance for a slow module or for its database. A proxy in front may also hold bytes back.',
  },
  'cut-off': {
    found: '{{host}} opens a stream and closes it before its features are said.',
    fix: 'Look into the log of the server at the time of this check; it mostly says why it closed the connection.',
  },
  alert: {
    found: '{{host}} ends TLS with an alert: {{detail}}.',
    fix: 'Look into the log of the server. If it demands a certificate of whoever connects, make that optional.',
  },
}
export const streamFaultsOf: Readonly<Record<Side, Faults>> = {
  c2s: {
    ...streamFaults,
    'wrong-port': {
      found: '{{host}} is a port for other servers, not for clients.',
      fix: 'Let the record _xmpp-client._tcp.{{domain}} name the port for clients, normally 5222.',
    },
  },
  s2s: {
    ...streamFaults,
    'wrong-port': {
      found: '{{host}} is a port for clients, not for other servers.',
      fix: 'Let the record _xmpp-server._tcp.{{domain}} name the port for servers, normally 5269.',
    },
  },
}
