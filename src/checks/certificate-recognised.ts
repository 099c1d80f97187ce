import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSecured, securedOf, securedSentences, toldBy, type NoCertificate } from './secured.ts'

const authority = 'Use a certificate of a recognised authority, for instance a free one of Let’s Encrypt.'

export const certificateRecognised: Check<
  'ok' | 'unknown-root' | 'issuer-not-ca' | 'bad-signature' | 'other' | 'elsewhere' | NoCertificate
> = {
  id: 'tls.chain',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; RFC 5280 §6',
  title: 'The certificate is of a recognised certification authority',
  sentences: {
    ...securedSentences,
    ok: { found: 'Issued by {{issuer}}, and the chain leads to the recognised root {{root}}.' },
    'unknown-root': {
      found:
        'The certificate at {{host}} leads to “{{root}}”, which is not among the roots that Mozilla recognises.',
      fix: authority,
    },
    'issuer-not-ca': {
      found:
        'The certificate at {{host}} was issued by “{{blamed}}”, which is not a certification authority.',
      fix: authority,
    },
    'bad-signature': {
      found:
        'A signature in the chain at {{host}} does not verify ({{code}}): a certificate is damaged or belongs to another chain.',
      fix: 'Install the files once more as the authority issued them (for ACME clients: fullchain.pem), and reload the server.',
    },
    other: {
      found: 'The chain at {{host}} cannot be verified ({{code}}).',
      fix: 'Install the certificate with its full chain once more. If that does not help, get a new one.',
    },
  },
  judge: (the) =>
    judgeSecured(the, securedOf(the.evidence), {
      fault: (one) => {
        if (toldBy(one) !== 'tls.chain') return undefined
        const { end, root = '', code, at = '' } = one.tls.trust
        const reason =
          end === 'unknown-root' || end === 'issuer-not-ca' || end === 'bad-signature' ? end : 'other'
        return { reason, facts: { root, code, blamed: the.evidence.certificates[at]?.subject ?? code } }
      },
      elsewhere: (one) => toldBy(one) !== undefined,
      ok: ({ tls }) => ({ root: tls.trust.root ?? 'of its authority' }),
    }),
  repeat: repeat.tls,
}
