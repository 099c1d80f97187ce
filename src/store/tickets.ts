import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Low } from 'lowdb'
import type { TicketId } from '../values/names.ts'
import type { Ticket } from '../ticket/known.ts'
import {
  damaged,
  DurableFile,
  ensureFolder,
  namesIn,
  readJson,
  removeDurably,
  sweepTemporary,
} from './durable-file.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { TicketStore } from './ports.ts'
import { believable, stampOf, type Made } from './stamp.ts'
import { wrongTicket } from './shape.ts'

const shapeOfId = /^IM-(\d{4})-(\d{4,})$/
/** Year and number, for sorting: `IM-2026-10000` comes after `IM-2026-9999`. */
export const idParts = (id: string): readonly [year: number, number: number] | undefined => {
  const [, year, number] = shapeOfId.exec(id) ?? []
  return year === undefined || number === undefined ? undefined : [Number(year), Number(number)]
}

/** `remove` is for erasing a person and for retention; the number is not given out again while the desk runs. */
export type Tickets = TicketStore & {
  ids(): Promise<TicketId[]>
  remove(id: TicketId): Promise<void>
}
/** data/tickets/: one lowdb file each, 0600 in 0700. Call `change` for a ticket inside its own `change`: it would wait for itself. */
export async function openTickets(data: string): Promise<Tickets> {
  const folder = join(data, 'tickets')
  await ensureFolder(folder)
  await sweepTemporary(folder)
  const alone = oneAtATime()
  const path = (id: TicketId): string => {
    if (!shapeOfId.test(id)) throw new Error(`${JSON.stringify(id)} is no ticket id`) // ids never become paths unseen
    return `${folder}/${id}.json`
  }
  const file = (id: TicketId, data: Ticket | null): Low<Ticket | null> =>
    new Low<Ticket | null>(new DurableFile(path(id), wrongTicket(id)), data)
  const read = async (id: TicketId): Promise<Low<Ticket | null>> => {
    const low = file(id, null)
    await low.read()
    return low
  }
  const ids = async (): Promise<TicketId[]> => {
    const found: { id: TicketId; parts: readonly [number, number] }[] = []
    for (const name of await namesIn(folder)) {
      if (name.startsWith('.') || !name.endsWith('.json')) continue
      const id = name.slice(0, -5)
      const parts = idParts(id)
      if (parts === undefined) throw damaged(join(folder, name), 'has a name that is no ticket id')
      found.push({ id: id as TicketId, parts })
    }
    return found.sort((a, b) => a.parts[0] - b.parts[0] || a.parts[1] - b.parts[1]).map((one) => one.id)
  }
  return {
    ids,
    read: (id) => alone(id, async () => (await read(id)).data ?? undefined),
    change: (id, how) =>
      alone(id, async () => {
        const low = await read(id)
        if (low.data === null) throw damaged(path(id), 'is not there')
        const before = low.data
        const after = await how(before)
        if (after === before) return before
        low.data = after
        await low.write()
        return after
      }),
    create: (ticket) =>
      alone(ticket.id, async () => {
        if (lstatSync(path(ticket.id), { throwIfNoEntry: false }) !== undefined)
          throw new Error(`${ticket.id} exists already`)
        await file(ticket.id, ticket).write()
      }),
    each: async (visit) => {
      let n = 0
      for (const id of await ids()) {
        const ticket = readJson(path(id), wrongTicket(id)) as Ticket | undefined
        if (ticket !== undefined) visit(ticket) // one that went away meanwhile was removed by ourselves
        if (++n % 64 === 0) await setImmediate() // other loops keep breathing
      }
    },
    made: async (make, before, still = () => true) => {
      const all = new Map<TicketId, Made<ReturnType<typeof make>>>()
      let n = 0
      for (const id of await ids()) {
        const stamp = stampOf(path(id)) // before it is read: a change in between makes it another file, next time
        const known = before?.get(id)
        if (known?.stamp !== undefined && known.stamp === stamp?.id && still(known.value)) all.set(id, known)
        else {
          const ticket = readJson(path(id), wrongTicket(id)) as Ticket | undefined
          if (ticket !== undefined) all.set(id, { stamp: believable(stamp, Date.now()), value: make(ticket) })
        }
        if (++n % 64 === 0) await setImmediate()
      }
      return all
    },
    remove: (id) => alone(id, () => removeDurably(path(id))),
  }
}
