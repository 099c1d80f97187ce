import { z } from 'zod'
import type { Wrong } from './durable-file.ts'

const instant = z.string().regex(/^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const delivery = z.discriminatedUnion('state', [
  z.looseObject({ state: z.enum(['queued', 'deferred', 'ambiguous']), tries: z.int().min(0), next: instant }),
  z.looseObject({ state: z.literal('sending'), tries: z.int().min(0), since: instant }),
  z.looseObject({ state: z.enum(['sent', 'failed']), at: instant, said: z.string() }),
])
const letter = z.looseObject({
  number: z.int().min(1),
  key: z.string(),
  kind: z.string(),
  to: z.string(),
  purpose: z.string(),
  expires: instant,
  messageId: z.string(),
  date: instant,
  bytes: z.string(),
  delivery,
})
const letters = z
  .array(letter)
  .refine((all) => new Set(all.map((one) => one.number)).size === all.length, 'two letters of one number')
/** What every fact has; what else a kind has is the business of ticket/, and grows. */
const fact = z.looseObject({ id: z.string().min(1), at: instant, kind: z.string().min(1) })

const ticket = z.looseObject({
  version: z.literal(1),
  id: z.string(),
  domain: z.string().min(1),
  facts: z
    .array(fact)
    .min(1)
    .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'two facts of one id'),
  letters,
  told: z.looseObject({ stage: z.string(), items: z.array(z.unknown()) }).optional(),
})
const deskBook = z.looseObject({
  version: z.literal(1),
  cursor: z.looseObject({ validity: z.number(), uid: z.union([z.number(), z.string()]) }).optional(),
  attempts: z.record(z.string(), z.number()),
  digests: z.record(
    z.string(),
    z.array(z.looseObject({ row: z.number(), ticket: z.string(), revision: z.string() })),
  ),
  letters,
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
function wrongFor(schema: z.ZodType, version: number, also?: Wrong): Wrong {
  return (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'holds no object'
    const found = (value as { version?: unknown }).version
    if (typeof found === 'number' && found > version)
      return `was written by a newer version of Vouch (format ${found}, this one knows ${version}): run that version`
    const result = schema.safeParse(value)
    if (!result.success) {
      const [issue] = result.error.issues
      return `is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? ''}`
    }
    return also?.(value)
  }
}
const named =
  (key: string, name: string): Wrong =>
  (value) => {
    const found = (value as Record<string, unknown>)[key]
    return found === name ? undefined : `belongs to ${JSON.stringify(found)}, not to ${name}`
  }

export const wrongTicket = (id: string): Wrong => wrongFor(ticket, 1, named('id', id))
export const wrongDeskBook = (): Wrong => wrongFor(deskBook, 1)
export const wrongEvidence = (run: string): Wrong => wrongFor(evidence, 1, named('run', run))
export const wrongLedger = (domain: string): Wrong => wrongFor(ledger, 1, named('domain', domain))
export const wrongHeartbeat = (): Wrong => wrongFor(heartbeat, 1)
export const wrongQuarantined = (id: string): Wrong => wrongFor(quarantined, 1, named('id', id))
