import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { entry as entryOf, type Entry } from '../listing/entry.ts'
import { eventsOf, type LogEvent } from '../listing/history.ts'
import { monthDrawer, uptimeOf, type DrawMonth, type Uptime } from '../listing/month.ts'
import type { Pages } from '../listing/pages.ts'
import { believable, type Made } from '../store/stamp.ts'
import type { FactOf } from '../ticket/fact.ts'
import { all, approvalDue, latest, type Ticket } from '../ticket/known.ts'
import type { Policy } from '../policy/policy.ts'
import { instant, millis, type Duration, type Instant } from '../values/instant.ts'
import type { DomainName, TicketId } from '../values/names.ts'
import { monthOf, type Moment } from './month.ts'
import type { World } from './world.ts'

/** What a ticket says to the list, true from `from` until `until` as long as its file stays the same. */
type Said = {
  readonly domain: DomainName
  readonly events: readonly LogEvent[]
  readonly to: FactOf<'milestone'>['to'] | undefined // the last milestone
  readonly maintenance: readonly FactOf<'maintenance'>[]
  readonly entry: Entry | undefined // but for its uptime
  readonly from: Instant
  readonly until: Instant | undefined
}
/** Of one ticket: what it said, its month (as of `ledger`, the file's stamp), and the entry made of both. */
type Listed = {
  readonly said: Said
  readonly ledger: string | undefined
  readonly uptime: Uptime | undefined
  readonly entry: Entry
}
/** What all tickets and their months said when the list was last gathered; `moment` and `pages`: for which the months were drawn. */
export type Told = {
  readonly said: ReadonlyMap<TicketId, Made<Said>>
  readonly listed: ReadonlyMap<TicketId, Listed>
  readonly moment: Moment | undefined
  readonly pages: Pages | undefined
}
export const nothingSaid: Told = { said: new Map(), listed: new Map(), moment: undefined, pages: undefined }

export type Gathered = {
  readonly entries: readonly Entry[]
  readonly history: readonly LogEvent[]
  readonly gone: ReadonlySet<string> // services whose tickets say that they left the list
  readonly told: Told
}
/**
 * Entries and history as all tickets and ledgers have them now. Only what changed since `before` is read: a ticket whose
 * file is another, or of which an approval became final meanwhile; a ledger whose file is another, and all of them at
 * each full hour or when the heartbeat stands still. What comes out the same is the same object as before.
 */
export async function gatherEntries(
  world: World,
  pages: Pages,
  now: Instant,
  before: Told = nothingSaid,
): Promise<Gathered> {
  const { policy } = world
  const said = await world.tickets.made(
    (ticket) => saidBy(ticket, policy, now),
    before.said,
    ({ from, until }) => from <= now && (until === undefined || now < until),
  )
  const moment = await fullHour(world, now)
  const sameMoment =
    before.pages === pages && before.moment?.now === moment.now && before.moment.seen === moment.seen
  const draw = monthDrawer(pages)
  const listed = new Map<TicketId, Listed>()
  let n = 0
  for (const [id, { value }] of said) {
    if (value.entry === undefined) continue
    const old = before.listed.get(id)
    listed.set(id, await listing(world, value, value.entry, moment, draw, old, sameMoment))
    if (++n % 64 === 0) await setImmediate()
  }
  const values = [...said.values()].map((one) => one.value)
  return {
    entries: [...listed.values()].map((one) => one.entry),
    history: values.flatMap((one) => one.events),
    gone: new Set(values.filter(({ to }) => to !== undefined && to !== 'listed').map((one) => one.domain)),
    told: { said, listed, moment, pages },
  }
}

function saidBy(ticket: Ticket, policy: Policy, now: Instant): Said {
  return {
    domain: ticket.domain,
    events: eventsOf(ticket),
    to: latest(ticket, 'milestone')?.to,
    maintenance: all(ticket, 'maintenance'),
    entry: entryOf(ticket, policy, now),
    from: now,
    until: approvalDue(ticket, policy.undoWindow, now),
  }
}

/** Published figures end with the last full hour (of a month; of a rehearsal as much less): until the next one a service of which nothing is new stays as it was. */
async function fullHour(world: World, now: Instant): Promise<Moment> {
  const step = Math.max(1, Math.floor(world.policy.trial / 720))
  const hour = instant(Math.floor(millis(now) / step) * step)
  const seen = await world.ledgers.heartbeat()
  return { now: hour, seen: seen !== undefined && seen > hour ? hour : seen }
}

async function listing(
  world: World,
  said: Said,
  bare: Entry,
  moment: Moment,
  draw: DrawMonth,
  old: Listed | undefined,
  sameMoment: boolean,
): Promise<Listed> {
  const stamp = world.ledgers.stamp(said.domain) // before it is read
  const isSame =
    sameMoment &&
    old !== undefined &&
    old.ledger !== undefined &&
    old.ledger === stamp?.id &&
    (old.said === said || isDeepStrictEqual(old.said.maintenance, said.maintenance))
  if (isSame && old.said === said) return old
  const ledger = isSame ? old.ledger : believable(stamp, Date.now())
  const uptime = isSame ? old.uptime : await uptimeNow(world, said, world.policy.trial, moment, draw)
  const entry = uptime === undefined ? bare : { ...bare, uptime }
  return {
    said,
    ledger,
    uptime,
    entry: old !== undefined && isDeepStrictEqual(old.entry, entry) ? old.entry : entry,
  }
}
async function uptimeNow(
  world: World,
  { domain, maintenance }: Said,
  length: Duration,
  moment: Moment,
  draw: DrawMonth,
): Promise<Uptime | undefined> {
  const month = await monthOf(world, { domain, facts: maintenance }, length, moment)
  if (month === undefined) return undefined
  const { figures, ledger, planned, seenUntil } = month
  return uptimeOf(figures, draw(ledger, figures.window, planned, seenUntil))
}
