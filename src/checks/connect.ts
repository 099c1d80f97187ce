import type { Contact, Evidence } from '../evidence/evidence.ts'
import { fail, pass, warn, type Case, type Said } from './check.ts'
import {
  about,
  contactsOf,
  endpointOf,
  listed,
  notLookedAt,
  placeOf,
  readingAt,
  stateAt,
  type Side,
} from './contacts.ts'
import { undecidedFor, type Undecided } from './layers.ts'

export type Connecting =
  | 'ok'
  | 'one-down'
  | 'only-backup'
  | 'direct-only'
  | 'refused'
  | 'silent'
  | 'unreachable'
  | Undecided

/**
 * TCP on the STARTTLS ports of a side. A client goes on to the next record when it cannot connect (RFC 6120 §3.2.1), so a dead endpoint
 * beside a working one is a warning; only when nothing answers, and we could try everything, the check fails. Records for TLS from the
 * start are of the same set (XEP-0368 §3): where one of them works, a port that no record names is not missed by all.
 */
export function judgeConnect(the: Case, side: Side): Said<Connecting> {
  const contacts = contactsOf(the.evidence, `${side} starttls`)
  const { passed, failed, unknown } = readingAt(contacts, 'connect')
  const [down] = failed
  const [up] = passed
  if (up === undefined) {
    if (down === undefined || unknown.length > 0) return undecidedFor(the, side, contacts, 'connect')
    const direct = openDirectly(the.evidence, side)
    const facts = { ...about(down, failed), up: listed(direct.map(placeOf)) }
    return direct.length > 0 && failed.every((one) => one.source === 'fallback')
      ? warn('direct-only', facts, endpointOf(down))
      : fail(howItFailed(down), facts, endpointOf(down))
  }
  const untried = listed(notLookedAt(the.evidence, side))
  if (down === undefined) return pass('ok', { ...about(up, passed), untried }, endpointOf(up))
  const reason = passed.some((contact) => (contact.priority ?? 0) <= (down.priority ?? 0))
    ? 'one-down'
    : 'only-backup'
  return warn(reason, { ...about(down, failed), up: listed(passed.map(placeOf)), untried }, endpointOf(down))
}

/** Where DNS publishes TLS from the start and a stream opens. */
export const openDirectly = (evidence: Evidence, side: Side): Contact[] =>
  contactsOf(evidence, `${side} direct`).filter(
    (one) => one.source === 'srv' && one.tls !== undefined && stateAt(one, 'inside') === 'passed',
  )

function howItFailed(contact: Contact): 'refused' | 'silent' | 'unreachable' {
  const code = contact.trouble?.code
  return code === 'refused' || code === 'closed'
    ? 'refused'
    : code === 'unreachable'
      ? 'unreachable'
      : 'silent'
}
