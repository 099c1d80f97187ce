import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSecured, securedOf, securedSentences, toldBy, type NoCertificate } from './secured.ts'
import { weakKey } from './strength.ts'

export const keyStrong: Check<'ok' | 'weak' | 'odd' | 'exchange' | 'elsewhere' | NoCertificate> = {
  id: 'tls.key',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; CA/Browser Forum Baseline Requirements §6.1.5; RFC 9325 §4.5',
  title: 'The keys are strong enough',
  sentences: {
    ...securedSentences,
    ok: { found: 'The key is {{key}}.' },
    weak: {
      found: 'The certificate “{{of}}” at {{host}} has a weak key: {{key}}.',
      fix: 'Make a new key (RSA of 2048 bits or more, or ECDSA P-256) and get a certificate for it.',
    },
    odd: {
      found: 'The RSA key at {{host}} has {{bits}} bits, not a multiple of 8. Some programs refuse that.',
      fix: 'Make a key of 2048, 3072 or 4096 bits with the next renewal.',
    },
    exchange: {
      found: '{{host}} exchanges keys by Diffie-Hellman with {{bits}} bits only: others may read along.',
      fix: 'Use Diffie-Hellman parameters of 2048 bits or more, or leave the DHE ciphers out: ECDHE is enough.',
    },
  },
  judge: (the) =>
    judgeSecured(the, securedOf(the.evidence), {
      fault: (one) => {
        const weak = one.path.find((certificate) => weakKey(certificate) !== undefined)
        if (weak !== undefined)
          return { reason: 'weak', facts: { of: weak.subject, key: weakKey(weak) ?? '' } }
        return toldBy(one) === 'tls.key'
          ? { reason: 'weak', facts: { of: one.leaf?.subject ?? '', key: one.tls.trust.code } }
          : undefined
      },
      odd: ({ leaf, tls: { dhBits } }) => {
        if (dhBits !== undefined && dhBits < 2048) return { reason: 'exchange', facts: { bits: dhBits } }
        const bits = leaf?.key.bits ?? 0
        return leaf?.key.type.startsWith('rsa') === true && bits % 8 !== 0
          ? { reason: 'odd', facts: { bits } }
          : undefined
      },
      ok: ({ leaf }) => ({
        key: [leaf?.key.type.toUpperCase() ?? 'unknown', leaf?.key.curve ?? leaf?.key.bits ?? '']
          .join(' ')
          .trim(),
      }),
    }),
  repeat: repeat.wholeLeaf,
}
