import { allFormats } from '../listing/all-formats.ts'
import { serverVcardsXml } from '../listing/server-vcards-xml.ts'
import { servicesJson } from '../listing/services-json.ts'
import { entry, type Entry } from '../listing/entry.ts'
import type { List, Meta } from '../listing/format.ts'
import { eventsOf, type LogEvent } from '../listing/history.ts'
import { isServiceFile, listOf, publication, shrinksTooMuch, validate } from '../listing/publishing.ts'
import type { Pages } from '../listing/pages.ts'
import { publishFolder } from '../store/publish.ts'
import { latest, type Ticket } from '../ticket/known.ts'
import { standing } from '../ticket/standing.ts'
import { instant, millis, type Duration, type Instant } from '../values/instant.ts'
import { monthOf } from './month.ts'
import { unchangedIn, type Remembered } from './remembered.ts'
import type { World } from './world.ts'

export type PublishResult =
  | {
      readonly done: true
      readonly services: number
      readonly files: readonly { readonly file: string; readonly bytes: number }[]
      readonly written: number
    }
  | { readonly done: false; readonly why: string }
export type PublishOptions = {
  readonly folder: string
  readonly pages: Pages
  readonly url: string
  readonly evenSmaller?: boolean
  /** The domains of the list that stands there now; undefined: it cannot be read. */
  readonly listedBefore?: readonly string[] | undefined
  /** What was published last: files of services that are as they were are neither written nor read back again. */
  readonly remembered?: Remembered
}

/** Reads every ticket, writes the list beside the old one, parses it all back, and swaps it in. A list with a fault, or one that lost a fifth for no known reason, stays out. */
export async function publish(world: World, options: PublishOptions): Promise<PublishResult> {
  const { list, gone } = await gatherList(world, options)
  const why = options.evenSmaller ? undefined : waits(options.listedBefore, list.entries, gone)
  if (why !== undefined)
    return { done: false, why: `${why}: look why, then run "vouch publish --even-smaller"` }
  const same = await unchangedIn(options.remembered ?? new Map(), options.folder, list)
  const files = publication(list, allFormats, same.services)
  const problems = validate(files, list, allFormats, same.services)
  if (problems.length > 0)
    return { done: false, why: problems.map((one) => `${one.file}: ${one.problem}`).join('; ') }
  const { written } = await publishFolder(options.folder, files, [...same.files.keys()], isServiceFile)
  await same.remember()
  return {
    done: true,
    services: list.entries.length,
    files: [
      ...[...files].map(([file, content]) => ({ file, bytes: Buffer.byteLength(content) })),
      ...[...same.files].map(([file, { size }]) => ({ file, bytes: size })),
    ],
    written: written.length,
  }
}

/** Who publishes under which rules. `now`: when. */
export const metaOf = (world: World, url: string, now: Instant): Meta => ({
  name: world.who.name,
  address: world.who.address,
  url: url.endsWith('/') ? url : `${url}/`,
  generatedAt: now,
  policy: world.policy,
  ...(world.who.source !== undefined && { source: world.who.source }),
})

export type ListText = { readonly text: string; readonly services: number }
/** The list as it is now, in one file of it. Throws when it cannot be read back: a bug. */
export async function listText(
  world: World,
  options: Pick<PublishOptions, 'pages' | 'url'>,
  as: 'json' | 'xml',
): Promise<ListText> {
  const { list } = await gatherList(world, options)
  const format = as === 'json' ? servicesJson : serverVcardsXml
  const text = format.write(list)
  const [problem] = validate(new Map([[format.path, text]]), list, [format])
  if (problem !== undefined) throw new Error(`${problem.file}: ${problem.problem}`)
  return { text, services: list.entries.length }
}

async function gatherList(
  world: World,
  { pages, url }: Pick<PublishOptions, 'pages' | 'url'>,
): Promise<{ list: List; gone: ReadonlySet<string> }> {
  const now = world.now()
  const { entries, history, gone } = await gatherEntries(world, now)
  return { list: listOf(entries, history, metaOf(world, url, now), pages), gone }
}

function waits(
  before: readonly string[] | undefined,
  entries: readonly Entry[],
  gone: ReadonlySet<string>,
): string | undefined {
  if (before === undefined) return 'services.json of the list that stands now cannot be read'
  if (!shrinksTooMuch(before, entries, (domain) => gone.has(domain))) return undefined
  return `the list would shrink from ${before.length} to ${entries.length} services`
}

/** Published figures end with the last full hour (of a month; of a rehearsal as much less): until the next one a service of which nothing is new stays as it was, to the byte. */
function fullHour(now: Instant, trial: Duration): Instant {
  const step = Math.max(1, Math.floor(trial / 720))
  return instant(Math.floor(millis(now) / step) * step)
}

/** `gone`: services whose tickets say that they left the list. */
async function gatherEntries(
  world: World,
  now: Instant,
): Promise<{ entries: Entry[]; history: LogEvent[]; gone: Set<string> }> {
  const tickets: Ticket[] = []
  const history: LogEvent[] = []
  const gone = new Set<string>()
  await world.tickets.each((ticket) => {
    history.push(...eventsOf(ticket))
    const to = latest(ticket, 'milestone')?.to
    if (to === 'listed') tickets.push(ticket)
    else if (to !== undefined) gone.add(ticket.domain)
  })
  const entries: Entry[] = []
  const hour = fullHour(now, world.policy.trial)
  const seen = await world.ledgers.heartbeat()
  const moment = { now: hour, seen: seen !== undefined && seen > hour ? hour : seen }
  for (const ticket of tickets) {
    const month = await monthOf(world, ticket, world.policy.trial, moment)
    const one = entry(
      ticket,
      standing(ticket, world.policy, now),
      world.policy,
      now,
      month?.figures,
      month?.ledger,
      month?.seenUntil,
    )
    if (one) entries.push(one)
  }
  return { entries, history, gone }
}
