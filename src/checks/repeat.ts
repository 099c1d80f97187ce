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

/** Is the port open? */
export const port = at(
  (contact) => `nc -vz${contact.family === 6 ? ' -6' : ''} ${contact.target} ${contact.port}`,
)

/** What is said before TLS. `openssl s_client -starttls xmpp` would wait for ever for a server that does not offer it. */
export const stream = at((contact, domain) => {
  const namespace = contact.mode.startsWith('c2s') ? 'jabber:client' : 'jabber:server'
  const header = `<stream:stream xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams' to='${domain}' version='1.0'>`
  return `(printf "${header}"; sleep 5) | nc ${contact.target} ${contact.port}`
})

/** The certificates, and after them a stream to type into. */
export const tls = at((contact, domain) => {
  const starttls = contact.mode.startsWith('c2s') ? 'xmpp' : 'xmpp-server'
  const way = contact.mode.endsWith('direct')
    ? `-alpn ${contact.mode.startsWith('c2s') ? 'xmpp-client' : 'xmpp-server'}`
    : `-starttls ${starttls} -xmpphost ${domain}`
  return `openssl s_client -connect ${socket(contact)} ${way} -servername ${domain} -verify_hostname ${domain} -showcerts </dev/null`
})

/** What the leaf certificate says of itself. */
export const leaf = (finding: Finding, evidence: Evidence): string | undefined => {
  const shown = tls(finding, evidence)
  return shown && `${shown.replace(' -showcerts', '')} | openssl x509 -noout -text`
}

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
