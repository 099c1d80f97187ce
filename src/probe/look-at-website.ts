import type { WebVisit } from '../evidence/evidence.ts'
import { webTools } from './run.ts'
import type { Run } from './run.ts'
import { visit } from './website.ts'
import type { WebTools } from './website.ts'

/** The website over https and http, the registration page, and one link deep what the front page does not say itself. */
export async function lookAtWebsite(run: Run): Promise<void> {
  const { order } = run
  const web: WebTools = { ...webTools(run), read: new Map() }
  const look = async (url: string, forRegistration = false): Promise<WebVisit> => {
    run.watch({ what: url, phase: 'connect' })
    const seen = await visit(url, order.domain, web, forRegistration)
    run.watch({ what: url, phase: seen.trouble === undefined ? 'done' : 'failed' })
    if (seen.trouble?.code === 'our-side') run.ours.add(seen.trouble.detail)
    return seen
  }
  const lookAtRegistration = async (url: string): Promise<void> =>
    void (run.registrationPage = await look(url, true))
  const both = bothSchemes(order.website ?? `https://${order.domain}/`)
  await Promise.all([
    ...(order.registration === undefined ? [] : [lookAtRegistration(order.registration)]),
    ...both.map(async (url) => run.visits.push(await look(url))),
  ])
  run.visits.sort((a, b) => both.indexOf(a.asked) - both.indexOf(b.asked))
  const { pages, registrations } = deeper(run)
  const follow = async (urls: readonly string[], forRegistration: boolean): Promise<void> =>
    void (await Promise.all(urls.map(async (url) => run.pages.push(await look(url, forRegistration)))))
  const first = follow(registrations, true)
  if (isScarce(run, pages.length + registrations.length)) await first
  await Promise.all([first, follow(pages, false)])
}
/** Each page may redirect once. Where the connections may not last for that, the way to register comes first: a must hangs on it. */
const isScarce = ({ budget }: Run, pages: number): boolean => budget.left() < 2 * pages
const contactPagesAtMost = 2
/** One link deep: what a frame shows, and what the front page only points to. */
function deeper({ visits, order }: Run): { readonly pages: string[]; readonly registrations: string[] } {
  const front = visits.find((one) => one.trouble === undefined && (one.status ?? 0) < 400)
  const known = visits.some((one) => one.contacts.some((found) => found.kind !== 'page'))
  const contacts = front?.contacts.filter((found) => found.kind === 'page').map((found) => found.value) ?? []
  const link = front?.registration?.kind === 'link' ? front.registration.url : undefined
  const registrations = order.registration !== undefined || link === undefined ? [] : [link]
  const pages = [...(front?.frames ?? []), ...(known ? [] : contacts.slice(0, contactPagesAtMost))]
  return { pages: [...new Set(pages)].filter((url) => !registrations.includes(url)), registrations }
}
/** https first, then http, of the same place; a port that is named belongs to one scheme only. */
function bothSchemes(website: string): string[] {
  const url = new URL(website)
  if (url.port !== '') return [url.href]
  const other = new URL(url.href)
  other.protocol = url.protocol === 'https:' ? 'http:' : 'https:'
  return url.protocol === 'https:' ? [url.href, other.href] : [other.href, url.href]
}
