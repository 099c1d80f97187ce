import type { Contact, Evidence } from '../evidence/evidence.ts'
import { fail, notApplicable, pass, warn, type Check } from './check.ts'
import { allTargets, contactsOf, hostOf, listed } from './contacts.ts'
import * as repeat from './repeat.ts'

export const targetsPublic: Check<
  'ok' | 'not-public' | 'not-a-name' | 'special-name' | 'port' | 'port-beside' | 'no-port' | 'not-reached'
> = {
  id: 'dns.target.public',
  clause: 'P2',
  level: 'must',
  cites: 'IM services policy P2, P3; RFC 6890',
  title: 'DNS leads to public addresses and ports only',
  sentences: {
    ok: { found: 'Every address can be reached from the public Internet.' },
    'not-public': {
      found: '{{name}} leads to an address that is not on the public Internet ({{why}}). We did not connect.',
      fix: 'Give {{name}} a public address in DNS, and no private one beside it.',
    },
    'not-a-name': {
      found: 'A record leads to {{name}}, which is no host name. We did not connect.',
      fix: 'Let the record name a host (letters, digits and hyphens, not an address), and give that host an address record.',
    },
    'special-name': {
      found:
        'A record leads to {{name}}, a name for private use that nobody else can look up. We did not connect.',
      fix: 'Let the record lead to a host in public DNS.',
    },
    port: {
      found:
        'The record {{srv}} leads to {{name}}, a port that is known for something else than XMPP. We did not connect.',
      fix: 'Use 5222 for clients and 5269 for servers, 443, or a port above 1023 that no other service is known for.',
    },
    'port-beside': {
      found:
        'Beside {{up}}, where a stream opens, the record {{srv}} leads to {{name}}, a port that is known for something else than XMPP. We did not connect there.',
      fix: 'If an XMPP server listens there, nothing has to change; if not, take that record out.',
    },
    'no-port': {
      found: 'The record {{srv}} leads to {{name}}, and there is no port 0. We did not connect.',
      fix: 'Name the port in the SRV record: normally 5222 for clients, 5269 for servers.',
    },
    'not-reached': { found: 'Not looked at: DNS leads to no address.' },
  },
  judge: ({ evidence }) => {
    if (evidence.refusedDomain !== undefined) return notApplicable('not-reached')
    const published = contactsOf(evidence, 'c2s starttls', 'c2s direct', 's2s starttls', 's2s direct').filter(
      (one) => one.source === 'srv' || one.source === 'fallback',
    )
    const targets = new Set(allTargets(evidence))
    const hosts = evidence.hosts.filter((host) => targets.has(host.host))
    const refused = hosts
      .filter((host) => host.refused !== undefined)
      .sort((a, b) => (a.host < b.host ? -1 : 1))
    const [host] = refused
    if (host !== undefined) {
      const { refused: why = '' } = host
      const reason =
        why === 'address' || why === 'not-a-name' ? 'not-a-name' : why === 'special-name' ? why : 'not-public'
      return fail(reason, { name: host.host, why, also: listed(refused.slice(1).map((one) => one.host)) })
    }
    const ports = published.filter((one) => one.trouble?.code === 'guard')
    const beside = (one: Contact) => published.filter((other) => isBetter(other, one))
    const port = ports.find((one) => one.port === 0 || beside(one).length === 0) ?? ports[0]
    if (port !== undefined) {
      const up = listed(beside(port).map(hostOf))
      const facts = {
        name: hostOf(port),
        srv: srvNameOf(evidence, port),
        why: port.trouble?.detail ?? '',
        also: listed(ports.map(hostOf).filter((one) => one !== hostOf(port))),
      }
      if (port.port === 0) return fail('no-port', facts)
      return up === '' ? fail('port', facts) : warn('port-beside', { ...facts, up })
    }
    return hosts.some((one) => one.addresses.length > 0) ? pass('ok') : notApplicable('not-reached')
  },
  repeat: (finding, evidence) =>
    finding.facts['srv'] === undefined
      ? repeat.addresses(finding, evidence)
      : `dig SRV ${String(finding.facts['srv'])}`,
}
/** Works, and is drawn first: no rule of XMPP forbids a port beside it that we do not dial. */
const isBetter = (one: Contact, than: Contact): boolean =>
  one.reached === 'done' &&
  one.mode.slice(0, 3) === than.mode.slice(0, 3) &&
  (one.priority ?? 0) < (than.priority ?? 0)
/** Which record leads to this port; the fallback ports are never refused. */
const srvNameOf = (evidence: Evidence, { target, port }: Contact): string =>
  evidence.srv.find((answer) => answer.records.some((one) => one.target === target && one.port === port))
    ?.name ?? ''
