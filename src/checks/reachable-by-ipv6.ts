import { notApplicable, pass, type Check } from './check.ts'
import { listed, targetsOf } from './contacts.ts'
import * as repeat from './repeat.ts'

export const reachableByIpv6: Check<'yes' | 'no' | 'not-reached'> = {
  id: 'dns.ipv6',
  clause: 'P2',
  level: 'info',
  cites: 'RFC 6120 §3.2',
  title: 'DNS says whether the service has IPv6 addresses',
  sentences: {
    yes: { found: 'IPv6 addresses: {{addresses}}.' },
    no: { found: 'There is no IPv6 address. It is not asked for.' },
    'not-reached': { found: 'Not looked at: DNS leads to no address.' },
  },
  judge: ({ evidence }) => {
    const targets = [...targetsOf(evidence, 'c2s'), ...targetsOf(evidence, 's2s')]
    const addresses = evidence.hosts
      .filter((host) => targets.includes(host.host))
      .flatMap((host) => host.addresses)
    if (addresses.length === 0) return notApplicable('not-reached')
    const six = addresses.filter((one) => one.family === 6).map((one) => one.address)
    const [name = ''] = targets
    return six.length > 0 ? pass('yes', { name, addresses: listed(six) }) : pass('no', { name })
  },
  repeat: repeat.addresses,
}
