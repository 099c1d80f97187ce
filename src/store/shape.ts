import { z } from 'zod'
import type { Wrong } from './durable-file.ts'

const shapeOfInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const instant = z.string().regex(shapeOfInstant)
const deskBook = z.looseObject({
  version: z.literal(1),
  cursor: z.looseObject({ validity: z.number(), uid: z.union([z.number(), z.string()]) }).optional(),
  attempts: z.record(z.string(), z.number()),
  digests: z.record(
    z.string(),
    z.array(
      z.union([
        z.looseObject({ row: z.number(), ticket: z.string(), revision: z.string() }),
        z.looseObject({ row: z.number(), enquiry: z.string() }),
      ]),
    ),
  ),
  letters: z.array(z.unknown()),
  enquiries: z
    .array(
      z.looseObject({ id: z.string(), at: instant, by: z.string(), subject: z.string(), text: z.string() }),
    )
    .optional(),
  alarms: z.array(z.looseObject({ code: z.string(), since: instant })).optional(),
})
const evidence = z.looseObject({
  version: z.literal(1),
  run: z.string(),
  at: instant,
  contacts: z.array(z.unknown()),
})
const ledger = z.looseObject({
  version: z.literal(1),
  domain: z.string(),
  began: instant,
  changes: z.array(z.looseObject({ at: instant, to: z.enum(['up', 'down', 'unknown']) })),
  blips: z.array(z.looseObject({ at: instant })),
})
const heartbeat = z.looseObject({ version: z.literal(1), at: instant })
const quarantined = z.looseObject({
  version: z.literal(1),
  id: z.string(),
  at: instant,
  reason: z.string(),
  size: z.number(),
})

/** A newer version is told apart from damage: there the remedy is another program, not another file. */
function notOurs(value: unknown, version: number): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'holds no object'
  const found = (value as { version?: unknown }).version
  if (typeof found === 'number' && found > version)
    return `was written by a newer version of Vouch (format ${found}, this one knows ${version}): run that version`
  return found === version ? undefined : 'says no version of its format'
}
function wrongFor(schema: z.ZodType, version: number, also?: Wrong): Wrong {
  return (value) => {
    const not = notOurs(value, version)
    if (not !== undefined) return not
    const result = schema.safeParse(value)
    if (!result.success) {
      const [issue] = result.error.issues
      return `is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? ''}`
    }
    return also?.(value)
  }
}

// Tickets are read by the ten thousand at every start, so their shape is looked at by hand: a fifth of the schema's time.
type Loose = { readonly [key: string]: unknown }
const isInstant = (value: unknown): boolean => typeof value === 'string' && shapeOfInstant.test(value)
const isCount = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least
const isObject = (value: unknown): value is Loose => value !== null && typeof value === 'object'

function wrongInTicket({ domain, facts, letters, told }: Loose): string | undefined {
  if (typeof domain !== 'string' || domain === '') return 'has no domain'
  if (!Array.isArray(facts) || facts.length === 0) return 'has no facts'
  if (!Array.isArray(letters)) return 'has no letters'
  if (
    told !== undefined &&
    !(isObject(told) && typeof told['stage'] === 'string' && Array.isArray(told['items']))
  )
    return 'is wrong at told'
  return wrongFacts(facts) ?? wrongLetters(letters)
}
/**
 * What every fact has, and the claims, on which all else stands; what other kinds have is the business of ticket/,
 * and grows.
 */
function wrongFacts(facts: readonly unknown[]): string | undefined {
  const ids = new Set<unknown>()
  let claimed = false
  for (const [i, fact] of facts.entries()) {
    if (
      !isObject(fact) ||
      typeof fact['id'] !== 'string' ||
      fact['id'] === '' ||
      typeof fact['kind'] !== 'string' ||
      !isInstant(fact['at'])
    )
      return `is wrong at facts.${i}`
    if (ids.has(fact['id'])) return `has two facts of one id at facts.${i}`
    ids.add(fact['id'])
    if (fact['kind'] !== 'claimed') continue
    claimed = true
    if (!isSubmission(fact['submission']) || typeof fact['by'] !== 'string')
      return `is wrong at facts.${i}.submission`
  }
  return claimed ? undefined : 'has no submission'
}
const isSubmission = (value: unknown): boolean =>
  isObject(value) && isObject(value['claims']) && Array.isArray(value['problems'])
const words = ['key', 'kind', 'to', 'purpose', 'messageId', 'bytes'] as const
function wrongLetters(letters: readonly unknown[]): string | undefined {
  const numbers = new Set<unknown>()
  for (const [i, letter] of letters.entries()) {
    if (
      !isObject(letter) ||
      !isCount(letter['number'], 1) ||
      !isInstant(letter['date']) ||
      !isInstant(letter['expires']) ||
      !words.every((word) => typeof letter[word] === 'string')
    )
      return `is wrong at letters.${i}`
    if (!isDelivery(letter['delivery'])) return `is wrong at letters.${i}.delivery`
    if (numbers.has(letter['number'])) return `has two letters of one number at letters.${i}`
    numbers.add(letter['number'])
  }
  return undefined
}
function isDelivery(value: unknown): boolean {
  if (!isObject(value)) return false
  switch (value['state']) {
    case 'queued':
    case 'deferred':
    case 'ambiguous':
      return isCount(value['tries'], 0) && isInstant(value['next'])
    case 'sending':
      return isCount(value['tries'], 0) && isInstant(value['since'])
    case 'sent':
    case 'failed':
      return isInstant(value['at']) && typeof value['said'] === 'string'
    default:
      return false
  }
}
const named =
  (key: string, name: string): Wrong =>
  (value) => {
    const found = (value as Record<string, unknown>)[key]
    return found === name ? undefined : `belongs to ${JSON.stringify(found)}, not to ${name}`
  }

export const wrongTicket = (id: string): Wrong => {
  const otherId = named('id', id)
  return (value) => notOurs(value, 1) ?? wrongInTicket(value as Loose) ?? otherId(value)
}
export const wrongDeskBook = (): Wrong =>
  wrongFor(deskBook, 1, (value) => wrongLetters((value as { letters: readonly unknown[] }).letters))
export const wrongEvidence = (run: string): Wrong => wrongFor(evidence, 1, named('run', run))
export const wrongLedger = (domain: string): Wrong => wrongFor(ledger, 1, named('domain', domain))
export const wrongHeartbeat = (): Wrong => wrongFor(heartbeat, 1)
export const wrongQuarantined = (id: string): Wrong => wrongFor(quarantined, 1, named('id', id))
