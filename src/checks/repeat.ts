import type { Contact, Evidence } from '../evidence/evidence.ts'
import { contactAt } from './contacts.ts'
import type { Finding } from './outcome.ts'

/** Commands for people to paste. Names and addresses come from strangers' DNS: what is not plain is quoted, or there is no command. */
const plain = (name: string): boolean => /^[a-z0-9]([a-z0-9_.:-]*[a-z0-9])?$/i.test(name)
const quoted = (text: string): string => `'${text.replaceAll("'", '%27')}'`
const socket = (contact: Contact): string =>
  `${contact.target}:${contact.port}${contact.family === 6 ? ' -6' : ''}`

type Repeat = (finding: Finding, evidence: Evidence) => string | undefined
const at =
  (command: (contact: Contact, domain: string) => string): Repeat =>
  (finding, evidence) => {
    const contact = contactAt(evidence, finding.endpoint)
    return contact !== undefined && plain(contact.target)
      ? command(contact, evidence.order.domain)
      : undefined
  }

const telnet = (contact: Contact): string =>
  `${contact.family === 6 ? '-6 ' : ''}telnet://${contact.target}:${contact.port}`
/** Is the port open? curl is everywhere, netcat is not. */
export const port = at((contact) => `curl -sv -m 5 ${telnet(contact)} </dev/null`)

const header = (contact: Contact, domain: string, then = 'sleep 3'): string =>
  `(printf "<stream:stream xmlns='jabber:${contact.mode.startsWith('c2s') ? 'client' : 'server'}' xmlns:stream='http://etherx.jabber.org/streams' to='${domain}' version='1.0'>"; sleep 2; ${then})`
const secured = (contact: Contact, domain: string): string => {
  const kind = contact.mode.startsWith('c2s') ? 'client' : 'server'
  const way = contact.mode.endsWith('direct')
    ? `-alpn xmpp-${kind}`
    : `-starttls ${kind === 'client' ? 'xmpp' : 'xmpp-server'} -xmpphost ${domain}`
  return `-connect ${socket(contact)} ${way} -servername ${domain}`
}

/** What is said before TLS. `openssl s_client -starttls xmpp` would wait for ever for a server that does not offer it. */
export const stream = at(
  (contact, domain) => `${header(contact, domain)} | curl -sN -m 10 ${telnet(contact)}`,
)
/** What is said inside TLS. */
export const inside = at(
  (contact, domain) =>
    `${header(contact, domain)} | openssl s_client -quiet -no_ign_eof ${secured(contact, domain)}`,
)
/** What is answered to the question for the registration form, on a connection where it was asked. */
export const registration: Repeat = (_, evidence) => {
  const asked = evidence.contacts.find((one) => one.registration !== undefined)
  if (asked === undefined || !plain(asked.target)) return undefined
  const { domain } = evidence.order
  const question = `<iq type='get' id='1' to='${domain}'><query xmlns='jabber:iq:register'/></iq>`
  return `${header(asked, domain, `printf "${question}"; sleep 3`)} | openssl s_client -quiet -no_ign_eof ${secured(asked, domain)}`
}
/** The certificates as sent, and what OpenSSL thinks of them. */
export const tls = at(
  (contact, domain) =>
    `openssl s_client ${secured(contact, domain)} -verify_hostname ${domain} -showcerts </dev/null`,
)
/** Whom the leaf certificate names, who issued it, and its dates. */
export const leaf = at(
  (contact, domain) =>
    `openssl s_client ${secured(contact, domain)} </dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName`,
)
/** All that the leaf certificate says. */
export const wholeLeaf = at(
  (contact, domain) => `openssl s_client ${secured(contact, domain)} </dev/null | openssl x509 -noout -text`,
)

export const srv =
  (service: string): Repeat =>
  (_, evidence) =>
    `dig SRV ${service}._tcp.${evidence.order.domain}`

/** Addresses of the name in the fact `name`. */
export const addresses: Repeat = ({ facts }) => {
  const name = String(facts['name'] ?? '')
  return plain(name) ? `dig ${name} A ${name} AAAA` : undefined
}

/** Where the URL in the fact `url` leads. */
export const web: Repeat = ({ facts }) =>
  typeof facts['url'] === 'string' && facts['url'] !== ''
    ? `curl -sSL -m 15 -o /dev/null -w '%{http_code} %{url_effective}\\n' ${quoted(facts['url'])}`
    : undefined
