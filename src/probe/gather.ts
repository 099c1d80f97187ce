import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type {
  Contact,
  Evidence,
  Federation,
  HostAnswer,
  LegacyTls,
  Mode,
  ProbeOrder,
  SrvAnswer,
  WebVisit,
} from '../evidence/evidence.ts'
import { openCheckBudget } from './budget.ts'
import type { CheckBudget } from './budget.ts'
import { openShelf, seenTls } from './certificates.ts'
import type { CertificateShelf } from './certificates.ts'
import { timeIsUp } from './dial.ts'
import { endpointName, endpointsOf, hostsOf, placesOf, services } from './endpoints.ts'
import { refuseName } from './guard.ts'
import { acceptsLegacy } from './legacy.ts'
import { askReferences } from './references.ts'
import { createAccount } from './trial-account.ts'
import { lookUpHost, lookUpService, openResolver } from './resolve.ts'
import type { Resolve } from './resolve.ts'
import { openRoots } from './roots.ts'
import { converse } from './streams.ts'
import type { Endpoint, Talk } from './streams.ts'
import { patience } from './tools.ts'
import type { ProbeTools } from './tools.ts'
import { visit } from './website.ts'
import type { WebTools } from './website.ts'

/** For a live view: what is looked at, and how far it has come (`dns`, a phase of Contact, `done`, `failed`). */
export type Progress = { readonly what: string; readonly phase: string }
export type Watch = (progress: Progress) => void
const connectionsAtMost = 24
const contactsAtMost = 16 // the rest is for old TLS versions and the website
const keptForTheWeb = 4

/** Everything of one run that its parts share. What is finished stands in it, so that a deadline leaves partial evidence. */
type Run = {
  readonly order: ProbeOrder
  readonly tools: ProbeTools
  readonly watch: Watch
  readonly dns: Resolve
  readonly shelf: CertificateShelf
  readonly budget: CheckBudget
  readonly signal: AbortSignal
  readonly srv: SrvAnswer[]
  readonly hosts: HostAnswer[]
  readonly contacts: Contact[] // in the order of the plan, with gaps for what is not over
  readonly legacy: LegacyTls[]
  readonly visits: WebVisit[]
  readonly pages: WebVisit[]
  readonly ours: Set<string>
  registrationPage?: WebVisit
  created?: Evidence['created']
  federation?: Federation
  references?: { readonly asked: number; readonly answered: number }
}

/**
 * One run: every endpoint once, all at once within the budgets, nothing judged. Ends by `tools.timeout` with what is there by then.
 * Throws only for our own mistakes (a broken extra root), never for what a peer does.
 */
export async function gather(
  order: ProbeOrder,
  tools: ProbeTools,
  watch: Watch = () => {},
): Promise<Evidence> {
  const [at, began] = [tools.now(), performance.now()]
  const roots = openRoots(tools.extraRoots)
  const cut = new AbortController()
  setMaxListeners(0, cut.signal) // every connection of the run listens
  const run: Run = {
    order,
    tools,
    watch,
    signal: cut.signal,
    dns: tools.dns ?? openResolver(tools.resolvers),
    shelf: openShelf(roots, at),
    budget: openCheckBudget(connectionsAtMost, tools.hourly),
    srv: [],
    hosts: [],
    contacts: [],
    legacy: [],
    visits: [],
    pages: [],
    ours: new Set<string>(),
  }
  const refusedDomain = refuseName(order.domain, { allow: tools.allow })
  if (refusedDomain === undefined) await withinDeadline(run, cut)
  return {
    version: 1,
    run: randomBytes(8).toString('hex'),
    at,
    durationMs: Math.round(performance.now() - began),
    order,
    ...(refusedDomain !== undefined && { refusedDomain }),
    srv: [...run.srv],
    hosts: [...run.hosts],
    contacts: run.contacts.filter((one) => one !== undefined),
    legacy: [...run.legacy],
    certificates: Object.fromEntries(run.shelf.certificates),
    ...(refusedDomain === undefined && {
      website: {
        visits: [...run.visits],
        pages: [...run.pages],
      },
    }),
    ...(run.registrationPage !== undefined && { registrationPage: run.registrationPage }),
    ...(run.created !== undefined && { created: run.created }),
    ...(run.federation !== undefined && { federation: run.federation }),
    ...(run.references !== undefined && { references: run.references }),
    ourSide: [...run.ours],
    roots: {
      count: roots.count,
      sha256: roots.sha256,
    },
  }
}

async function withinDeadline(run: Run, cut: AbortController): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      run.ours.add(timeIsUp)
      cut.abort()
      run.dns.cancel()
      setTimeout(resolve, 50) // what ends by the abort still writes down how far it came
    }, run.tools.timeout)
  })
  const work = Promise.all([lookAtStreams(run), lookAtWebsite(run), askOverFederation(run)]).then(() =>
    askReferencesIfNeeded(run),
  )
  work.catch(() => {}) // what it says before the deadline is heard by the race
  try {
    await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

async function lookAtStreams(run: Run): Promise<void> {
  const { order, dns, watch, tools } = run
  const guard = { allow: tools.allow }
  watch({ what: order.domain, phase: 'dns' })
  const own = addHost(run, lookUpHost(order.domain, dns, guard, false))
  const srv = await Promise.all(services.map((service) => lookUpService(service, order.domain, dns)))
  for (const { ours, ...answer } of srv) {
    run.srv.push(answer)
    if (ours !== undefined) run.ours.add(ours)
  }
  const places = placesOf(order, run.srv)
  const targets = hostsOf(places).filter((host) => host !== order.domain)
  await Promise.all([own, ...targets.map((host) => addHost(run, lookUpHost(host, dns, guard, true)))])
  const planned = endpointsOf(places, run.hosts, contactsAtMost)
  await Promise.all([
    ...planned.map((endpoint, turn) => contact(run, endpoint, turn)),
    ...firstOfEachMode(planned).map((endpoint) => tryLegacy(run, endpoint)),
  ])
  await makeAccount(run)
}
/** Opted in, and somewhere a form was given: there it is tried. */
async function makeAccount(run: Run): Promise<void> {
  const { order, tools } = run
  const asked =
    run.contacts.find((one) => one?.registration?.answer === 'form') ??
    run.contacts.find((one) => one?.registration !== undefined)
  if (!order.mayRegister || tools.trials === undefined || asked?.registration === undefined) return
  if (run.budget.take(asked.address) !== undefined) return
  run.watch({ what: 'registration', phase: 'inside' })
  run.created = await createAccount(asked, asked.registration, talkOf(run), tools.trials, tools.now())
  run.watch({ what: 'registration', phase: 'done' })
}
async function addHost(run: Run, looking: ReturnType<typeof lookUpHost>): Promise<void> {
  const { ours, ...host } = await looking
  if (ours !== undefined) run.ours.add(ours)
  const { country } = run.tools
  const addresses = host.addresses.map((one) => {
    const where = country?.(one.address)
    return where === undefined ? one : { ...one, country: where }
  })
  run.hosts.push({ ...host, addresses })
}

async function contact(run: Run, endpoint: Endpoint, turn: number): Promise<void> {
  const what = endpointName(endpoint)
  const spent = run.budget.take(endpoint.address)
  if (spent !== undefined) return void run.ours.add(spent)
  const leave = await run.budget.enter(endpoint.address)
  try {
    const startedAt = run.tools.now()
    const talked = await converse(endpoint, { ...talkOf(run), watch: (phase) => run.watch({ what, phase }) })
    run.contacts[turn] = { ...endpoint, startedAt, ...talked }
    if (talked.trouble?.code === 'our-side') run.ours.add(talked.trouble.detail)
    run.watch({ what, phase: talked.trouble === undefined ? 'done' : 'failed' })
  } finally {
    leave()
  }
}
const talkOf = ({ order, tools, shelf, signal }: Run): Talk => ({
  domain: order.domain,
  from: tools.from,
  context: shelf.roots.context,
  guard: { allow: tools.allow },
  ...patience(tools.timeout),
  signal,
  connect: tools.connect,
  record: true,
  askRegistration: true,
  seeTls: (socket) => seenTls(socket, shelf),
})
function firstOfEachMode(planned: readonly Endpoint[]): Endpoint[] {
  const first = new Map<Mode, Endpoint>()
  for (const one of planned)
    if (!first.has(one.mode) && one.source !== 'policy-port') first.set(one.mode, one)
  return [...first.values()]
}
async function tryLegacy(run: Run, endpoint: Endpoint): Promise<void> {
  const may = (): boolean =>
    run.budget.left() > keptForTheWeb && run.budget.take(endpoint.address) === undefined
  if (!may()) return
  const leave = await run.budget.enter(endpoint.address)
  try {
    const accepted = await acceptsLegacy(endpoint, talkOf(run), may)
    if (accepted !== undefined)
      run.legacy.push({ mode: endpoint.mode, endpoint: endpointName(endpoint), accepted })
  } finally {
    leave()
  }
}

async function lookAtWebsite(run: Run): Promise<void> {
  const { order, tools, dns, signal, shelf, budget } = run
  const web: WebTools = {
    dns,
    guard: { allow: tools.allow },
    context: shelf.roots.context,
    signal,
    wholeMs: patience(tools.timeout).webMs,
    connectMs: patience(tools.timeout).phaseMs,
    connect: tools.connect,
    agent: `Vouch/0.1 (XMPP service verification${tools.source === undefined ? '' : `; ${tools.source}`})`,
    take: (address) => budget.take(address),
  }
  const look = async (url: string): Promise<WebVisit> => {
    run.watch({ what: url, phase: 'connect' })
    const seen = await visit(url, order.domain, web)
    run.watch({ what: url, phase: seen.trouble === undefined ? 'done' : 'failed' })
    if (seen.trouble?.code === 'our-side') run.ours.add(seen.trouble.detail)
    return seen
  }
  const both = bothSchemes(order.website ?? `https://${order.domain}/`)
  const registration =
    order.registration === undefined
      ? undefined
      : look(order.registration).then((seen) => (run.registrationPage = seen))
  await Promise.all([registration, ...both.map(async (url) => run.visits.push(await look(url)))])
  run.visits.sort((a, b) => both.indexOf(a.asked) - both.indexOf(b.asked))
  const front = run.visits.find((one) => one.trouble === undefined && (one.status ?? 0) < 400)
  const contactKnown = run.visits.some((one) => one.contacts.some((found) => found.kind !== 'page'))
  const deeper = [
    ...(contactKnown
      ? []
      : (front?.contacts.filter((found) => found.kind === 'page').map((found) => found.value) ?? [])
    ).slice(0, 1),
    ...(order.registration === undefined && front?.registration?.kind === 'link'
      ? [front.registration.url]
      : []),
  ]
  await Promise.all([...new Set(deeper)].map(async (url) => run.pages.push(await look(url))))
}
/** https first, then http, of the same place; a port that is named belongs to one scheme only. */
function bothSchemes(website: string): string[] {
  const url = new URL(website)
  if (url.port !== '') return [url.href]
  const other = new URL(url.href)
  other.protocol = url.protocol === 'https:' ? 'http:' : 'https:'
  return url.protocol === 'https:' ? [url.href, other.href] : [other.href, url.href]
}

async function askOverFederation(run: Run): Promise<void> {
  const { accounts } = run.tools
  if (accounts === undefined) return
  run.watch({ what: 'federation', phase: 'connect' })
  run.federation = await accounts.ask(run.order.domain, run.signal)
  run.watch({ what: 'federation', phase: 'done' })
}
/** Before a service fails for the network, somebody else must have been reachable in the same minute. */
async function askReferencesIfNeeded(run: Run): Promise<void> {
  const network = new Set(['refused', 'unreachable', 'timed-out', 'closed'])
  const failed =
    run.contacts.some(
      (one) => one.source !== 'policy-port' && one.trouble !== undefined && network.has(one.trouble.code),
    ) ||
    [...run.srv, ...run.hosts].some((one) => one.result === 'servfail' || one.result === 'timed-out') ||
    run.visits.some(
      (one) =>
        one.trouble !== undefined && ['refused', 'timed-out', 'closed', 'dns'].includes(one.trouble.code),
    )
  if (!failed || run.tools.references.length === 0) return
  run.watch({ what: 'references', phase: 'connect' })
  run.references = await askReferences(run.tools, run.signal)
  run.watch({ what: 'references', phase: 'done' })
}
