import { entry, type Entry } from '../listing/entry.ts'
import { eventsOf, type LogEvent } from '../listing/history.ts'
import { listOf, publication, shrinksTooMuch, validate } from '../listing/publishing.ts'
import type { Pages } from '../listing/pages.ts'
import { publishFolder } from '../store/publish.ts'
import { latest, type Ticket } from '../ticket/known.ts'
import { standing } from '../ticket/standing.ts'
import type { Instant } from '../values/instant.ts'
import { monthOf } from './month.ts'
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
  readonly listedBefore?: number
}

/** Reads every ticket, writes the list beside the old one, parses it all back, and swaps it in. A list with a fault, or one a fifth smaller, stays out. */
export async function publish(world: World, options: PublishOptions): Promise<PublishResult> {
  const now = world.now()
  const { entries, history } = await gatherEntries(world, now)
  const meta = {
    name: world.who.name,
    address: world.who.address,
    url: options.url.endsWith('/') ? options.url : `${options.url}/`,
    generatedAt: now,
    policy: world.policy,
    ...(world.who.source !== undefined && { source: world.who.source }),
  }
  const list = listOf(entries, history, meta, options.pages)
  if (!options.evenSmaller && shrinksTooMuch(options.listedBefore ?? 0, list.entries.length))
    return {
      done: false,
      why: `the list would shrink from ${options.listedBefore ?? 0} to ${list.entries.length} services: look why, then run "vouch publish --even-smaller"`,
    }
  const files = publication(list)
  const problems = validate(files, list)
  if (problems.length > 0)
    return { done: false, why: problems.map((one) => `${one.file}: ${one.problem}`).join('; ') }
  const { written } = await publishFolder(options.folder, files)
  return {
    done: true,
    services: list.entries.length,
    files: [...files].map(([file, content]) => ({
      file,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content).length : content.length,
    })),
    written: written.length,
  }
}

async function gatherEntries(world: World, now: Instant): Promise<{ entries: Entry[]; history: LogEvent[] }> {
  const tickets: Ticket[] = []
  const history: LogEvent[] = []
  await world.tickets.each((ticket) => {
    history.push(...eventsOf(ticket))
    if (latest(ticket, 'milestone')?.to === 'listed') tickets.push(ticket)
  })
  const entries: Entry[] = []
  for (const ticket of tickets) {
    const month = await monthOf(world, ticket)
    const one = entry(
      ticket,
      standing(ticket, world.policy, now),
      world.policy,
      now,
      month?.figures,
      month?.ledger,
    )
    if (one) entries.push(one)
  }
  return { entries, history }
}
