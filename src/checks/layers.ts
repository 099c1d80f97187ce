import type { Contact, Phase } from '../evidence/evidence.ts'
import { fail, notApplicable, pass, unknown, warn, type Case, type Said, type Sentence } from './check.ts'
import { isOverLimit, limited, whenAgain } from './hourly-limit.ts'
import { about, aimOf, contactsOf, endpointOf, readingAt, type Side } from './contacts.ts'

/** Reasons any layer of a connection may have for saying neither yes nor no. */
export type Undecided =
  | 'not-reached'
  | 'dns-silent'
  | 'not-tried'
  | 'hourly-limit'
  | 'rate-limited'
  | 'our-side'
export const undecided: { readonly [R in Undecided]: Sentence } = {
  'not-reached': {
    found: 'Not looked at: no connection came this far. The result that failed before it says why.',
  },
  'dns-silent': {
    found:
      'DNS gave no usable answer (error or time-out), so we do not know where to connect. We will ask again.',
  },
  'not-tried': { found: 'We did not get to this in the time we allow ourselves. We will try again.' },
  'hourly-limit': limited,
  'rate-limited': { found: '{{host}} asked us to come back later. We will.' },
  'our-side': {
    found: 'Our side had trouble ({{why}}), so this says nothing about your server. We will try again.',
  },
}

/**
 * Nothing to judge at this layer. What could not be told is unknown at the layer where it happened; after it, as after a fault, the
 * layers are not-applicable: one cause, one result.
 */
export function undecidedFor(
  the: Case,
  side: Side,
  contacts: readonly Contact[],
  phase: Phase,
): Said<Undecided> {
  const reading = readingAt(contacts, phase)
  const [open] = reading.unknown
  if (open !== undefined) {
    const code = open.trouble?.code
    if (code === 'rate-limited') return unknown('rate-limited', about(open), endpointOf(open))
    if (code === undefined && isOverLimit(the)) return unknown('hourly-limit', whenAgain(the))
    return unknown(code === undefined ? 'not-tried' : 'our-side', about(open), endpointOf(open))
  }
  const aim = aimOf(the.evidence, side)
  const published = contacts.some((contact) => contact.source === 'srv' || contact.source === 'fallback')
  if (published || phase !== 'connect') return notApplicable('not-reached')
  if (aim === 'silent') return unknown('dns-silent')
  if (aim !== 'something') return notApplicable('not-reached')
  return isOverLimit(the) ? unknown('hourly-limit', whenAgain(the)) : unknown('not-tried')
}

/**
 * The rule of a layer on the STARTTLS ports: any reachable endpoint that fails it fails the check, because a client that drew that
 * record does not move on (RFC 6120 §3.2.1). Endpoints that asked us to come back later beside good ones: a warning.
 */
export function judgeLayer<R extends string, W extends string>(
  the: Case,
  side: Side,
  phase: Phase,
  say: { readonly failing: (contact: Contact) => R; readonly odd?: (contact: Contact) => W | undefined },
): Said<R | W | Undecided | 'ok' | 'ok-but-one'> {
  const contacts = contactsOf(the.evidence, `${side} starttls`)
  const { passed, failed, unknown: open } = readingAt(contacts, phase)
  const [worst] = failed
  if (worst !== undefined) {
    const reason = say.failing(worst)
    const alike = failed.filter((contact) => say.failing(contact) === reason)
    return fail(reason, about(worst, alike, passed), endpointOf(worst))
  }
  const [first] = passed
  if (first === undefined) return undecidedFor(the, side, contacts, phase)
  const odd = passed.find((contact) => say.odd?.(contact) !== undefined)
  const reason = odd && say.odd?.(odd)
  if (odd !== undefined && reason !== undefined)
    return warn(
      reason,
      about(
        odd,
        passed.filter((one) => say.odd?.(one) === reason),
      ),
      endpointOf(odd),
    )
  const later = open.find((contact) => contact.trouble?.code === 'rate-limited')
  if (later !== undefined) return warn('ok-but-one', about(later, [], passed), endpointOf(later))
  return pass('ok', about(first, passed), endpointOf(first))
}

/** What every layer may say besides its own faults. */
export const layerSentences = {
  ...undecided,
  'ok-but-one': { found: '{{host}} asked us to come back later, so it was not judged this time.' },
} as const satisfies { readonly [R in Undecided | 'ok-but-one']: Sentence }
