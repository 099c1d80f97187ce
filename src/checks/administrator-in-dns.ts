import { notApplicable, pass, unknown, warn, type Check } from './check.ts'

export const administratorInDns: Check<
  'ok' | 'own' | 'not-found' | 'silent' | 'not-given' | 'no-submission'
> = {
  id: 'info.jid',
  clause: 'P7',
  level: 'human',
  cites: 'IM services policy P7',
  title: 'The JabberID of the administrator is at a domain that DNS knows',
  sentences: {
    ok: { found: '{{name}} is in DNS.' },
    own: { found: 'The administrator is at the service itself.' },
    'not-found': {
      found: 'DNS knows neither a server nor an address for {{name}}, so nobody can write to this JabberID.',
    },
    silent: { found: 'DNS gave no usable answer about {{name}}. We will ask again.' },
    'not-given': { found: 'No JabberID was given.' },
    'no-submission': { found: 'Not judged: the domain was checked without a submission.' },
  },
  judge: ({ evidence: { administrator }, claims }) => {
    if (claims === undefined) return notApplicable('no-submission')
    if (claims['admin.jid'] === undefined) return notApplicable('not-given')
    if (administrator === undefined) return pass('own')
    const { domain: name, result } = administrator
    if (result === 'found') return pass('ok', { name })
    return result === 'servfail' || result === 'timed-out'
      ? unknown('silent', { name })
      : warn('not-found', { name })
  },
  repeat: (_, { administrator }) =>
    administrator === undefined
      ? undefined
      : `dig SRV _xmpp-server._tcp.${administrator.domain} A ${administrator.domain}`,
}
