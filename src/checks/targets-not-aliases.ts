import { notApplicable, pass, warn, type Check } from './check.ts'
import { listed } from './contacts.ts'
import * as repeat from './repeat.ts'

export const targetsNotAliases: Check<'ok' | 'alias' | 'dangling' | 'no-srv'> = {
  id: 'dns.target.cname',
  clause: 'P2',
  level: 'should',
  cites: 'RFC 2782 (Target)',
  title: 'No SRV record leads to an alias',
  sentences: {
    ok: { found: 'The SRV records name hosts, not aliases.' },
    alias: {
      found:
        'The SRV target {{name}} is an alias (CNAME) of {{alias}}. The standard forbids that, and some programs refuse it.',
      fix: 'Let the SRV record name {{alias}}, or give {{name}} an address record of its own.',
    },
    dangling: {
      found: 'The SRV target {{name}} is an alias (CNAME) of {{alias}}, and that leads to no address.',
      fix: 'Give {{name}} an address record of its own instead of the alias.',
    },
    'no-srv': { found: 'There are no SRV records.' },
  },
  judge: ({ evidence }) => {
    const targets = new Set(evidence.srv.flatMap((answer) => answer.records.map((record) => record.target)))
    const hosts = evidence.hosts.filter((host) => targets.has(host.host))
    if (hosts.length === 0) return notApplicable('no-srv')
    const aliases = hosts.filter((host) => host.aliases.length > 0)
    const [first] = aliases
    if (first === undefined) return pass('ok')
    const leads = first.addresses.length > 0
    return warn(leads ? 'alias' : 'dangling', {
      name: first.host,
      alias: first.aliases.at(leads ? -1 : 0) ?? '',
      also: listed(aliases.slice(1).map((one) => one.host)),
    })
  },
  repeat: repeat.addresses,
}
