import { notApplicable, pass, warn, type Check } from './check.ts'
import { listed } from './contacts.ts'
import { securedOf } from './secured.ts'

export const oldTlsOff: Check<'ok' | 'accepted' | 'not-tried'> = {
  id: 'tls.legacy',
  clause: 'P1',
  level: 'should',
  cites: 'RFC 8996',
  title: 'TLS 1.0 and 1.1 are switched off',
  sentences: {
    ok: { found: 'Only TLS 1.2 and newer are accepted.' },
    accepted: {
      found: '{{where}} still accepts {{versions}}, which have been withdrawn.',
      fix: 'Switch off TLS 1.0 and 1.1.',
      fixFor: {
        prosody:
          'Take out tls_profile and ssl = { protocol = … }: the default accepts TLS 1.2 and newer only.',
        ejabberd: 'Add no_tlsv1 and no_tlsv1_1 to c2s_protocol_options and s2s_protocol_options.',
        openfire: 'Untick TLSv1 and TLSv1.1 in the advanced settings of the connection.',
      },
    },
    'not-tried': { found: 'Not tried.' },
  },
  judge: ({ evidence }) => {
    const { legacy } = evidence
    const old = legacy.filter((one) => one.accepted.length > 0)
    const [worst] = old
    if (worst !== undefined)
      return warn('accepted', {
        where: worst.endpoint,
        versions: listed(old.flatMap((one) => one.accepted)),
        also: listed(old.slice(1).map((one) => one.endpoint)),
      })
    // Where no handshake works at all, that none works with an old version says nothing.
    return legacy.length > 0 && securedOf(evidence).length > 0 ? pass('ok') : notApplicable('not-tried')
  },
}
