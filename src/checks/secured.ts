import type { Certificate, Contact, Evidence, TlsSeen } from '../evidence/evidence.ts'
import { fail, notApplicable, pass, unknown, warn, type Case, type Said, type Sentence } from './check.ts'
import { about, contactsOf, endpointOf, stateAt, type Side } from './contacts.ts'
import type { Facts } from './outcome.ts'
import { weakKey, weakSignature } from './strength.ts'

/** A connection that came as far as a certificate. `path`: the certificates used, leaf first, the root left out. */
export type Secured = {
  readonly contact: Contact
  readonly tls: TlsSeen
  readonly leaf: Certificate | undefined
  readonly path: readonly Certificate[]
}

/**
 * Every connection whose certificate clients or servers meet. Of the candidates for direct TLS those count on which a stream opens, and
 * those that DNS publishes, unless a web server answers: what else listens on 5223 is none of our business.
 */
export function securedOf(evidence: Evidence, side?: Side): Secured[] {
  const modes = side === undefined ? (['c2s', 's2s'] as const) : [side]
  return modes
    .flatMap((one) => contactsOf(evidence, `${one} starttls`, `${one} direct`))
    .flatMap((contact) => {
      if (contact.tls === undefined || !counts(contact)) return []
      const certificate = (hash: string) => evidence.certificates[hash] ?? []
      const sent = contact.tls.chain.flatMap(certificate)
      const used = contact.tls.trust.path.flatMap(certificate)
      const path = (used.length > 0 ? used : sent).filter((one, index) => index === 0 || !one.selfIssued)
      return [{ contact, tls: contact.tls, leaf: sent[0], path }]
    })
}
function counts({ mode, reached, source, trouble }: Contact): boolean {
  if (mode.endsWith('starttls') || reached === 'done') return true
  return source === 'srv' && trouble?.code !== 'http' && trouble?.code !== 'not-xmpp'
}

export type NoCertificate = 'no-certificate' | 'not-seen'
const noCertificate: { readonly [R in NoCertificate]: Sentence } = {
  'no-certificate': {
    found:
      'Not looked at: no connection came as far as a certificate. The result that failed before it says why.',
  },
  'not-seen': { found: 'We saw no certificate this time, and it may be our doing. We will try again.' },
}
/** Without a certificate: the layer where the connections ended has told why, so this is not-applicable; unless one came through without. */
function withoutCertificate(the: Case, sides: readonly Side[]): Said<NoCertificate> {
  const modes = sides.flatMap((side) => [`${side} starttls`, `${side} direct`] as const)
  const through = contactsOf(the.evidence, ...modes).some(
    (one) => one.tls === undefined && stateAt(one, 'tls') === 'passed',
  )
  return through ? unknown('not-seen') : notApplicable('no-certificate')
}

export type Fault<R extends string> = { readonly reason: R; readonly facts?: Facts }
/** Facts about the worst certificate and where it was seen. */
const telling = (
  worst: Secured,
  alike: readonly Secured[],
  fine: readonly Secured[],
  facts: Facts = {},
): Facts => ({
  ...about(
    worst.contact,
    alike.map((one) => one.contact),
    fine.map((one) => one.contact),
  ),
  subject: worst.leaf?.subject ?? '',
  issuer: worst.leaf?.issuerOrganization ?? worst.leaf?.issuer ?? '',
  ...facts,
})

/**
 * The rule of every check of certificates: any reachable endpoint with a fault fails it. `elsewhere`: this endpoint's certificate has a
 * fault that another id tells, so that this one cannot be judged there.
 */
export function judgeSecured<F extends string, W extends string>(
  the: Case,
  list: readonly Secured[],
  rule: {
    readonly sides?: readonly Side[]
    readonly fault: (one: Secured) => Fault<F> | undefined
    readonly odd?: (one: Secured) => Fault<W> | undefined
    readonly elsewhere?: (one: Secured) => boolean
    readonly ok?: (one: Secured) => Facts
  },
): Said<F | W | 'ok' | 'elsewhere' | NoCertificate> {
  const [first] = list
  if (first === undefined) return withoutCertificate(the, rule.sides ?? ['c2s', 's2s'])
  for (const one of list) {
    const fault = rule.fault(one)
    if (fault === undefined) continue
    const alike = list.filter((other) => rule.fault(other)?.reason === fault.reason)
    const fine = list.filter((other) => rule.fault(other) === undefined && rule.elsewhere?.(other) !== true)
    return fail(fault.reason, telling(one, alike, fine, fault.facts), endpointOf(one.contact))
  }
  if (list.some((one) => rule.elsewhere?.(one) === true)) return notApplicable('elsewhere')
  for (const one of list) {
    const odd = rule.odd?.(one)
    if (odd === undefined) continue
    const alike = list.filter((other) => rule.odd?.(other)?.reason === odd.reason)
    return warn(odd.reason, telling(one, alike, [], odd.facts), endpointOf(one.contact))
  }
  return pass('ok', telling(first, list, [], rule.ok?.(first)), endpointOf(first.contact))
}
export const securedSentences = {
  ...noCertificate,
  elsewhere: { found: 'Not judged: another result tells what is wrong with this certificate.' },
} as const satisfies { readonly [R in NoCertificate | 'elsewhere']: Sentence }

/** Which check tells that a chain did not end well; undefined: it did. */
export type Told =
  | 'tls.chain'
  | 'tls.selfsigned'
  | 'tls.intermediate'
  | 'tls.validity'
  | 'tls.signature'
  | 'tls.key'
  | 'tls.eku'
export function toldBy({ tls: { trust }, path }: Secured): Told | undefined {
  switch (trust.end) {
    case 'recognised':
      return undefined
    case 'self-signed-leaf':
      return 'tls.selfsigned'
    case 'unknown-issuer':
      return 'tls.intermediate'
    case 'expired':
    case 'not-yet-valid':
      return 'tls.validity'
    case 'purpose':
      return 'tls.eku'
    case 'weak':
    case 'other': // OpenSSL often says no more than UNSPECIFIED
      if (path.some((one) => weakKey(one) !== undefined)) return 'tls.key'
      if (path.some((one) => weakSignature(one) !== undefined)) return 'tls.signature'
      return trust.end === 'other' ? 'tls.chain' : /KEY/i.test(trust.code) ? 'tls.key' : 'tls.signature'
    case 'unknown-root':
    case 'issuer-not-ca':
    case 'bad-signature':
      return 'tls.chain'
  }
}
