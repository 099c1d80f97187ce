import { allFormats } from '../listing/all-formats.ts'
import { serverVcardsXml } from '../listing/server-vcards-xml.ts'
import { servicesJson } from '../listing/services-json.ts'
import type { Entry } from '../listing/entry.ts'
import type { List, Meta } from '../listing/format.ts'
import { isServiceFile, listOf, publication, shrinksTooMuch, validate } from '../listing/publishing.ts'
import type { Pages } from '../listing/pages.ts'
import { copyAhead, publishFolder } from '../store/publish.ts'
import type { Instant } from '../values/instant.ts'
import { gatherEntries, type Told } from './gather-list.ts'
import { nothingRemembered, unchangedIn, type Remembered } from './remembered.ts'
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
  /** What was published last: what is as it was is not read again, and files of such services are neither written nor read back. */
  readonly remembered?: Remembered
}

/** Gathers the list from every ticket, writes it beside the old one, parses it all back, and swaps it in. A list with a fault, or one that lost a fifth for no known reason, stays out. */
export function publish(world: World, options: PublishOptions): Promise<PublishResult> {
  const { remembered = nothingRemembered() } = options
  return remembered.inTurn(() => publishAlone(world, options, remembered))
}
async function publishAlone(
  world: World,
  options: PublishOptions,
  remembered: Remembered,
): Promise<PublishResult> {
  const { list, gone, told } = await gatherList(world, options, remembered.told)
  remembered.told = told
  const why = options.evenSmaller ? undefined : waits(options.listedBefore, list.entries, gone)
  if (why !== undefined)
    return { done: false, why: `${why}: look why, then run "vouch publish --even-smaller"` }
  const same = await unchangedIn(remembered, options.folder, list)
  const ahead = await copyAhead(options.folder, same.files.size)
  const files = publication(list, allFormats, same.services, same.parts)
  const problems = validate(files, list, allFormats, same.services)
  if (problems.length > 0) {
    await ahead.drop()
    return { done: false, why: problems.map((one) => `${one.file}: ${one.problem}`).join('; ') }
  }
  const standing = [...same.files.keys()]
  const { written } = await publishFolder(options.folder, files, standing, isServiceFile, ahead)
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
  before?: Told,
): Promise<{ list: List; gone: ReadonlySet<string>; told: Told }> {
  const now = world.now()
  const { entries, history, gone, told } = await gatherEntries(world, pages, now, before)
  return { list: listOf(entries, history, metaOf(world, url, now), pages), gone, told }
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
