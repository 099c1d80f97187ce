import type { Certificate } from '../evidence/evidence.ts'
import { millis, type Instant } from '../values/instant.ts'
import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSecured, securedOf, securedSentences, type NoCertificate, type Secured } from './secured.ts'

const day = 86_400_000
type Reason =
  | 'ok'
  | 'expired'
  | 'not-yet-valid'
  | 'chain-expired'
  | 'ends-soon'
  | 'chain-ends-soon'
  | 'elsewhere'
  | NoCertificate

export const certificateValidNow: Check<Reason> = {
  id: 'tls.validity',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; RFC 5280 §4.1.2.5',
  title: 'The certificate is within its dates',
  sentences: {
    ...securedSentences,
    ok: { found: 'The certificate runs until {{ends}}: {{days}} days left.' },
    'ends-soon': {
      found: 'The certificate at {{host}} ends in {{days}} days ({{ends}}).',
      fix: 'Renew it now, and let the renewal reload the server.',
    },
    'chain-ends-soon': {
      found: 'At {{host}} the certificate “{{blamed}}” in the chain ends in {{days}} days ({{ends}}).',
      fix: 'Renew your certificate, so that it comes with a chain that lasts longer, and let the renewal reload the server.',
    },
    expired: {
      found: 'The certificate at {{host}} ended {{days}} days ago ({{ends}}).',
      fix: 'Renew it and reload the server: a renewed file does nothing until the server reads it. Let the renewal do the reload.',
      fixFor: {
        prosody:
          'Renew it, then: prosodyctl --root cert import {{domain}} /etc/letsencrypt/live (best as the deploy hook of the renewal).',
        ejabberd: 'Renew it, then: ejabberdctl reload_config (best as the deploy hook of the renewal).',
        openfire: 'Renew it and import it under TLS/SSL Certificates, Identity Store.',
      },
    },
    'not-yet-valid': {
      found: 'The certificate at {{host}} is not valid before {{begins}}.',
      fix: 'Check the clock of the machine that asked for it, and install a certificate that is valid today.',
    },
    'chain-expired': {
      found:
        'At {{host}} the certificate “{{blamed}}” in the chain ended on {{ends}}, and there is no other way to a recognised root.',
      fix: 'Install the chain that the authority ships today (fullchain.pem of the last renewal), and reload the server.',
    },
  },
  judge: (the) => {
    const { at, certificates } = the.evidence
    const daysTo = (one: Certificate) => Math.floor((millis(one.notAfter) - millis(at)) / day)
    const soon = Math.ceil((the.policy.certificateWarnings[0] ?? 0) / day)
    return judgeSecured(the, securedOf(the.evidence), {
      fault: ({ leaf, tls: { trust } }) => {
        if (leaf !== undefined && leaf.notAfter < at)
          return { reason: 'expired' as const, facts: { days: -daysTo(leaf) - 1, ends: date(leaf.notAfter) } }
        if (leaf !== undefined && leaf.notBefore > at)
          return { reason: 'not-yet-valid' as const, facts: { begins: date(leaf.notBefore) } }
        const blamed = certificates[trust.at ?? '']
        if (trust.end === 'not-yet-valid')
          return {
            reason: 'not-yet-valid' as const,
            facts: { begins: blamed === undefined ? '' : date(blamed.notBefore) },
          }
        return trust.end === 'expired'
          ? {
              reason: 'chain-expired' as const,
              facts: {
                blamed: blamed?.subject ?? '',
                ends: blamed === undefined ? '' : date(blamed.notAfter),
              },
            }
          : undefined
      },
      odd: (one) => {
        const { leaf, path, tls } = one
        const ended = path.find((each) => each !== leaf && each.notAfter < at)
        // A recognised path has none that ended; of another one it is told beside what is wrong with the authority.
        if (ended !== undefined && tls.trust.end !== 'recognised')
          return {
            reason: 'chain-expired' as const,
            facts: { blamed: ended.subject, ends: date(ended.notAfter) },
          }
        const first = firstToEnd(one, at)
        if (first === undefined || daysTo(first) >= soon) return undefined
        const facts = { days: daysTo(first), ends: date(first.notAfter) }
        return first === leaf
          ? { reason: 'ends-soon' as const, facts }
          : { reason: 'chain-ends-soon' as const, facts: { ...facts, blamed: first.subject } }
      },
      ok: (one) => {
        const first = firstToEnd(one, at)
        return {
          days: first === undefined ? 0 : daysTo(first),
          ends: first === undefined ? '' : date(first.notAfter),
        }
      },
    })
  },
  repeat: repeat.leaf,
}
const date = (at: string): string => at.slice(0, 10)
const firstToEnd = ({ path, leaf }: Secured, at: Instant): Certificate | undefined =>
  [...(leaf === undefined ? [] : [leaf]), ...path]
    .filter((one) => one.notAfter >= at)
    .sort((a, b) => (a.notAfter < b.notAfter ? -1 : 1))[0]
