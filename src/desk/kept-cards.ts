import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Policy } from '../policy/policy.ts'
import { openCardFile } from '../store/card-file.ts'
import { oneAtATime } from '../store/one-at-a-time.ts'
import type { Made } from '../store/stamp.ts'
import { cardOf, type Card } from '../ticket/card.ts'
import type { Ticket } from '../ticket/known.ts'
import type { Letter } from '../ticket/letter.ts'
import type { TicketId } from '../values/names.ts'
import type { Desk } from './desk.ts'
import { faultOf } from './log.ts'
import { asksSomebody } from './strangers.ts'
import { waker } from './waker.ts'
import type { World } from './world.ts'

/** All that a starting desk wants to know of a ticket. Pure in the ticket and the policy. `card`: of a ticket that was settled. */
export type Glance = {
  readonly card: Card | undefined
  readonly asked: readonly Pick<Letter, 'kind' | 'to' | 'date'>[] // letters to people who did not ask for them
}
export const glanceOf = (ticket: Ticket, policy: Policy): Glance => ({
  card: ticket.told === undefined ? undefined : cardOf(ticket, policy),
  asked: ticket.letters.filter(asksSomebody).map(({ kind, to, date }) => ({ kind, to, date })),
})

/** Reading so many tickets is a tenth of a second: fewer are not worth a file, and a small desk has none. */
const worthwhile = 1000
const firstAfter = 10_000
const every = 600_000

/** The card index on disk, beside the tickets. They alone are the truth: what the file says is taken for a ticket whose own file is the one it was made of. */
export type KeptCards = {
  /** Every ticket at a glance, in the order of ids. Throws as `tickets.made`. */
  start(make: (ticket: Ticket) => Glance): Promise<ReadonlyMap<TicketId, Made<Glance>>>
  /** Writes the file when that saves the next start some reading. Trouble is logged: nothing hangs on it. */
  keep(): Promise<void>
  /** It names nobody any more. Written anew some time. @throws StoreError */
  drop(): Promise<void>
}

export function openKeptCards(
  { tickets, policy, log }: Pick<World, 'tickets' | 'policy' | 'log'>,
  data: string,
  onChange: Desk['onChange'],
  least = worthwhile,
): KeptCards {
  const file = openCardFile<Glance>(data, () => madeBy(policy))
  const alone = oneAtATime()
  let known: ReadonlyMap<TicketId, Made<Glance>> = new Map()
  let unkept = new Set<TicketId>() // their next start would read them
  onChange(({ id }) => void unkept.add(id))
  const isWhole = ({ card }: Glance): boolean => card !== undefined
  return {
    async start(make) {
      const kept = await file.read()
      known = await tickets.made(make, kept, isWhole)
      // Nobody may stand there whose ticket was removed: not beside the others, nor in a file that is not read.
      const useless = kept.size === 0 || [...kept.keys()].some((id) => !known.has(id))
      unkept = new Set([...known].flatMap(([id, made]) => (!useless && kept.get(id) === made ? [] : [id])))
      if (useless)
        await file.remove().catch((error: unknown) => log.warn('cards not removed', faultOf(error)))
      return known
    },
    keep: () =>
      alone('', async () => {
        if (unkept.size < least) return
        const before = unkept
        unkept = new Set() // what changes from here on is not in it
        try {
          known = await tickets.made((ticket) => glanceOf(ticket, policy), known, isWhole)
          await file.write(known)
        } catch (error) {
          for (const id of before) unkept.add(id)
          log.warn('cards not kept', faultOf(error))
        }
      }),
    drop: () =>
      alone('', async () => {
        await file.remove()
        for (const id of known.keys()) unkept.add(id)
      }),
  }
}

/** Some seconds after the start, and every ten minutes. */
export async function keepCards(
  { keptCards }: { readonly keptCards: KeptCards },
  signal: AbortSignal,
): Promise<void> {
  const rest = waker()
  await rest.sleep(firstAfter, signal)
  while (!signal.aborted) {
    await keptCards.keep()
    await rest.sleep(every, signal)
  }
}

/** Another build, another list of public suffixes, another policy: other cards. */
function madeBy(policy: Policy): string {
  program ??= hashOf(root)
  return createHash('sha256').update(program).update(JSON.stringify(policy)).digest('hex')
}
let program: string | undefined
const root = fileURLToPath(new URL('../', import.meta.url))
/** Every file of the program (a map says only where its lines came from), and package.json, which pins what it is built upon. */
function hashOf(folder: string): string {
  const hash = createHash('sha256').update(readFileSync(join(folder, '..', 'package.json')))
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (one) => one.isFile() && !one.name.endsWith('.map'),
  )
  for (const path of files.map((one) => join(one.parentPath, one.name)).sort())
    hash.update(path.slice(folder.length)).update(readFileSync(path))
  return hash.digest('hex')
}
