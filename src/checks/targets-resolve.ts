import { fail, notApplicable, pass, warn, type Check } from './check.ts'
import { openDirectly } from './connect.ts'
import { aimOf, allTargets, listed, srvOf, targetsOf } from './contacts.ts'
import * as repeat from './repeat.ts'

const sides = ['c2s', 's2s'] as const

export const targetsResolve: Check<
  'ok' | 'none' | 'none-of-domain' | 'direct-only' | 'some' | 'some-silent' | 'silent' | 'not-reached'
> = {
  id: 'dns.target.resolve',
  clause: 'P2',
  level: 'must',
  cites: 'IM services policy P2, P3; RFC 6120 §3.2',
  title: 'The names that DNS leads to have addresses',
  sentences: {
    ok: { found: '{{names}}: each has an address.' },
    none: {
      found: 'The SRV target {{name}} has no address record, so nobody can connect.',
      fix: 'Add an A record (and AAAA, where there is IPv6) for {{name}}, or correct the target of the SRV record.',
    },
    'none-of-domain': {
      found: 'There are neither SRV records nor an address for {{name}}, so nobody can connect.',
      fix: 'Add SRV records that name your server, for instance: _xmpp-client._tcp.{{name}}. 3600 IN SRV 5 0 5222 xmpp.{{name}}. (and _xmpp-server._tcp with port 5269).',
    },
    'direct-only': {
      found:
        'There is no SRV record {{srv}} and no address for {{name}}, so only programs that know TLS from the start can connect.',
      fix: 'If you can, offer STARTTLS as well and let {{srv}} name its port. If not, say so: give {{srv}} the target “.”.',
    },
    some: {
      found: 'The SRV target {{name}} has no address record. Other targets have.',
      fix: 'Add an address record for {{name}}, or take the SRV record out.',
    },
    'some-silent': {
      found:
        'The name servers gave no usable answer for the SRV target {{name}} (error or time-out). Other targets have addresses.',
      fix: 'If this lasts: check the name servers of {{name}}.',
    },
    silent: {
      found: 'Not judged: the name servers gave no usable answer. The result about the connection says so.',
    },
    'not-reached': { found: 'Not looked at: DNS leads nowhere, and another result says why.' },
  },
  judge: ({ evidence }) => {
    const lacks = (name: string, ...results: string[]) => {
      const host = evidence.hosts.find((one) => one.host === name)
      return host !== undefined && host.refused === undefined && results.includes(host.result)
    }
    const aims = sides.map((side) => ({
      side,
      answer: srvOf(evidence, side === 'c2s' ? '_xmpp-client' : '_xmpp-server'),
      aim: aimOf(evidence, side),
      targets: targetsOf(evidence, side),
    }))
    const { domain } = evidence.order
    const without = aims.filter(({ aim }) => aim === 'no-address')
    const half = without.filter(
      ({ side, answer }) => answer?.result !== 'found' && openDirectly(evidence, side).length > 0,
    )
    const empty = without.find((one) => !half.includes(one))
    if (empty !== undefined) {
      const [name = domain] = empty.targets
      const also = listed(empty.targets.filter((one) => one !== name))
      return name === domain ? fail('none-of-domain', { name, also }) : fail('none', { name, also })
    }
    if (aims.some(({ aim }) => aim === 'silent')) return notApplicable('silent')
    if (half.length > 0)
      return warn('direct-only', {
        name: domain,
        srv: half.map(({ answer }) => answer?.name ?? '').join(' and '),
      })
    if (aims.every(({ aim }) => aim !== 'something')) return notApplicable('not-reached')
    const names = allTargets(evidence)
    const [gone, ...others] = names.filter((one) => lacks(one, 'nxdomain', 'nodata'))
    if (gone !== undefined) return warn('some', { name: gone, also: listed(others) })
    const silent = names.find((one) => lacks(one, 'servfail', 'timed-out'))
    return silent === undefined ? pass('ok', { names: listed(names) }) : warn('some-silent', { name: silent })
  },
  repeat: repeat.addresses,
}
