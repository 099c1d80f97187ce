import type { WebVisit } from '../evidence/evidence.ts'
import { webTools } from './run.ts'
import type { Run } from './run.ts'
import { visit } from './website.ts'

/** The website over https and http, the registration page, and one link deep what the front page does not say itself. */
export async function lookAtWebsite(run: Run): Promise<void> {
  const { order } = run
  const web = webTools(run)
  const look = async (url: string): Promise<WebVisit> => {
    run.watch({ what: url, phase: 'connect' })
    const seen = await visit(url, order.domain, web)
    run.watch({ what: url, phase: seen.trouble === undefined ? 'done' : 'failed' })
    if (seen.trouble?.code === 'our-side') run.ours.add(seen.trouble.detail)
    return seen
  }
  const lookAtRegistration = async (url: string): Promise<void> =>
    void (run.registrationPage = await look(url))
  const both = bothSchemes(order.website ?? `https://${order.domain}/`)
  await Promise.all([
    ...(order.registration === undefined ? [] : [lookAtRegistration(order.registration)]),
    ...both.map(async (url) => run.visits.push(await look(url))),
  ])
  run.visits.sort((a, b) => both.indexOf(a.asked) - both.indexOf(b.asked))
  await Promise.all(deeper(run).map(async (url) => run.pages.push(await look(url))))
}
function deeper({ visits, order }: Run): string[] {
  const front = visits.find((one) => one.trouble === undefined && (one.status ?? 0) < 400)
  const known = visits.some((one) => one.contacts.some((found) => found.kind !== 'page'))
  const contact = front?.contacts.find((found) => found.kind === 'page')?.value
  const registration = front?.registration?.kind === 'link' ? front.registration.url : undefined
  return [
    ...new Set([
      ...(known || contact === undefined ? [] : [contact]),
      ...(order.registration !== undefined || registration === undefined ? [] : [registration]),
    ]),
  ]
}
/** https first, then http, of the same place; a port that is named belongs to one scheme only. */
function bothSchemes(website: string): string[] {
  const url = new URL(website)
  if (url.port !== '') return [url.href]
  const other = new URL(url.href)
  other.protocol = url.protocol === 'https:' ? 'http:' : 'https:'
  return url.protocol === 'https:' ? [url.href, other.href] : [other.href, url.href]
}
