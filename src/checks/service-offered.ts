import { fail, notApplicable, pass, warn, type Check } from './check.ts'
import { openDirectly } from './connect.ts'
import { srvOf } from './contacts.ts'

export const serviceOffered: Check<
  | 'ok'
  | 'clients'
  | 'servers'
  | 'both'
  | 'clients-direct-only'
  | 'servers-direct-only'
  | 'both-direct-only'
  | 'silent'
  | 'not-asked'
> = {
  id: 'dns.srv.none-offered',
  clause: 'P2',
  level: 'must',
  cites: 'IM services policy P2, P3; RFC 2782',
  title: 'DNS does not say that the service is not offered',
  sentences: {
    ok: { found: 'No record says that connections are not offered.' },
    clients: {
      found: 'DNS says that the domain takes no clients: {{name}} has the target “.”.',
      fix: 'Take the record out, or let it name your server: {{name}}. 3600 IN SRV 5 0 5222 xmpp.{{domain}}.',
    },
    servers: {
      found: 'DNS says that the domain takes no other servers: {{name}} has the target “.”.',
      fix: 'Take the record out, or let it name your server: {{name}}. 3600 IN SRV 5 0 5269 xmpp.{{domain}}.',
    },
    both: {
      found:
        'DNS says that the domain takes neither clients nor other servers: {{name}} and {{second}} have the target “.”.',
      fix: 'Take the records out, or let them name your server: {{name}}. 3600 IN SRV 5 0 5222 xmpp.{{domain}}. and {{second}}. 3600 IN SRV 5 0 5269 xmpp.{{domain}}.',
    },
    'clients-direct-only': {
      found:
        'DNS offers clients only TLS from the start; {{name}} has the target “.”. Clients that know STARTTLS alone stay outside.',
      fix: 'If you can, offer STARTTLS on port 5222 as well and let {{name}} name it.',
    },
    'servers-direct-only': {
      found:
        'DNS offers other servers only TLS from the start; {{name}} has the target “.”. Many servers know STARTTLS alone.',
      fix: 'If you can, offer STARTTLS on port 5269 as well and let {{name}} name it.',
    },
    'both-direct-only': {
      found:
        'DNS offers clients and other servers only TLS from the start; {{name}} and {{second}} have the target “.”. Clients that know STARTTLS alone stay outside, and so do many servers.',
      fix: 'If you can, offer STARTTLS on the ports 5222 and 5269 as well and let {{name}} and {{second}} name them.',
    },
    silent: {
      found: 'Not judged: the name servers gave no usable answer. The result about the connection says so.',
    },
    'not-asked': { found: 'Not asked: the domain itself cannot be looked up.' },
  },
  judge: ({ evidence }) => {
    if (evidence.refusedDomain !== undefined) return notApplicable('not-asked')
    const sides = [
      ['_xmpp-client', 'c2s', 'clients'],
      ['_xmpp-server', 's2s', 'servers'],
    ] as const
    const denied = sides.flatMap(([starttls, side, who]) => {
      const answer = srvOf(evidence, starttls)
      const closed =
        answer?.result === 'not-offered' ||
        (answer?.result === 'found' && answer.records.every((one) => one.target === ''))
      return answer !== undefined && closed
        ? [{ name: answer.name, who, direct: openDirectly(evidence, side).length > 0 }]
        : []
    })
    const [shut, alsoShut] = denied.filter((one) => !one.direct)
    if (shut !== undefined)
      return alsoShut === undefined
        ? fail(shut.who, { name: shut.name })
        : fail('both', { name: shut.name, second: alsoShut.name })
    const [half, alsoHalf] = denied
    if (half !== undefined)
      return alsoHalf === undefined
        ? warn(`${half.who}-direct-only`, { name: half.name })
        : warn('both-direct-only', { name: half.name, second: alsoHalf.name })
    const answers = sides.map(([starttls]) => srvOf(evidence, starttls)?.result)
    return answers.some((one) => one === undefined || one === 'servfail' || one === 'timed-out')
      ? notApplicable('silent')
      : pass('ok')
  },
  repeat: ({ facts }) => (typeof facts['name'] === 'string' ? `dig SRV ${facts['name']}` : undefined),
}
