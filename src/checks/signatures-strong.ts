import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSecured, securedOf, securedSentences, toldBy, type NoCertificate } from './secured.ts'
import { weakSignature } from './strength.ts'

export const signaturesStrong: Check<'ok' | 'weak' | 'elsewhere' | NoCertificate> = {
  id: 'tls.signature',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; RFC 9155; CA/Browser Forum Baseline Requirements §7.1.3.2',
  title: 'No certificate below the root is signed with SHA-1 or MD5',
  sentences: {
    ...securedSentences,
    ok: { found: 'Signed with {{algorithm}}.' },
    weak: {
      found: 'The certificate “{{of}}” at {{host}} is signed with a broken algorithm ({{algorithm}}).',
      fix: 'Get a new certificate: no recognised authority signs so any more. If it stands higher in the chain, install the chain of today.',
    },
  },
  judge: (the) =>
    judgeSecured(the, securedOf(the.evidence), {
      fault: (one) => {
        const weak = one.path.find((certificate) => weakSignature(certificate) !== undefined)
        if (weak !== undefined)
          return { reason: 'weak', facts: { of: weak.subject, algorithm: weak.signature } }
        return toldBy(one) === 'tls.signature'
          ? { reason: 'weak', facts: { of: one.leaf?.subject ?? '', algorithm: one.tls.trust.code } }
          : undefined
      },
      ok: ({ leaf }) => ({ algorithm: leaf?.signature ?? 'unknown' }),
    }),
  repeat: repeat.wholeLeaf,
}
