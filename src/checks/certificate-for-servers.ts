import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSecured, securedOf, securedSentences, toldBy, type NoCertificate } from './secured.ts'

/** Authorities are dropping clientAuth, so its absence is no finding here; we verify the target as a server. */
export const certificateForServers: Check<
  'ok' | 'not-for-servers' | 'any-purpose' | 'elsewhere' | NoCertificate
> = {
  id: 'tls.eku',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; RFC 5280 §4.2.1.12',
  title: 'The certificate is meant for servers',
  sentences: {
    ...securedSentences,
    ok: { found: 'The certificate may be used by servers.' },
    'not-for-servers': {
      found: 'The certificate at {{host}} is not meant for servers (its purposes: {{purposes}}).',
      fix: 'Get a certificate for TLS servers (serverAuth).',
    },
    'any-purpose': {
      found:
        'The certificate at {{host}} is for any purpose instead of naming servers. Some programs refuse that.',
      fix: 'Get a certificate for TLS servers (serverAuth) with the next renewal.',
    },
  },
  judge: (the) =>
    judgeSecured(the, securedOf(the.evidence), {
      fault: (one) => {
        const purposes = one.leaf?.purposes
        const unfit =
          purposes !== undefined &&
          !purposes.some((purpose) => purpose === 'serverAuth' || purpose === 'anyExtendedKeyUsage')
        return unfit || toldBy(one) === 'tls.eku'
          ? { reason: 'not-for-servers', facts: { purposes: purposes?.join(', ') ?? one.tls.trust.code } }
          : undefined
      },
      odd: ({ leaf }) =>
        leaf?.purposes !== undefined && !leaf.purposes.includes('serverAuth')
          ? { reason: 'any-purpose' }
          : undefined,
    }),
  repeat: repeat.wholeLeaf,
}
