import { lookAtAdministrator } from './administrator.ts'
import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Evidence, ProbeOrder } from '../evidence/evidence.ts'
import { openCheckBudget } from './budget.ts'
import { openShelf } from './certificates.ts'
import { timeIsUp } from './dial.ts'
import { refuseName } from './guard.ts'
import { lookAtStreams } from './look-at-streams.ts'
import { lookAtWebsite } from './look-at-website.ts'
import { refusesTesting } from './provider.ts'
import { askReferences } from './references.ts'
import { openResolver } from './resolve.ts'
import { openRoots } from './roots.ts'
import { webTools } from './run.ts'
import type { Run, Watch } from './run.ts'
import type { ProbeTools } from './tools.ts'

export type { Progress, Watch } from './run.ts'
const connectionsAtMost = 24

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
    testingRefused: false,
  }
  let refusedDomain = refuseName(order.domain, { allow: tools.allow })
  if (refusedDomain === undefined) await withinDeadline(run, cut)
  if (run.testingRefused) refusedDomain = 'testing-refused'
  return {
    version: 1,
    run: randomBytes(8).toString('hex'),
    at,
    durationMs: Math.round(performance.now() - began),
    order,
    ...(refusedDomain === undefined ? seen(run) : { refusedDomain, ...nothing }),
    ourSide: run.testingRefused ? [] : [...run.ours],
    roots: { count: roots.count, sha256: roots.sha256 },
  }
}
const nothing = { srv: [], hosts: [], contacts: [], certificates: {}, legacy: [] }
const seen = (run: Run) => ({
  srv: [...run.srv],
  hosts: [...run.hosts],
  contacts: run.contacts.filter((one) => one !== undefined),
  legacy: [...run.legacy],
  certificates: Object.fromEntries(run.shelf.certificates),
  website: { visits: [...run.visits], pages: [...run.pages] },
  ...(run.registrationPage !== undefined && { registrationPage: run.registrationPage }),
  ...(run.administrator !== undefined && { administrator: run.administrator }),
  ...(run.created !== undefined && { created: run.created }),
  ...(run.federation !== undefined && { federation: run.federation }),
  ...(run.references !== undefined && { references: run.references }),
})

/** All at once; until it is done, the time is up, or the service's own provider file asks us to leave. */
async function withinDeadline(run: Run, cut: AbortController): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stopped = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      run.ours.add(timeIsUp)
      cut.abort()
    }, run.tools.timeout)
    run.signal.addEventListener('abort', () => {
      run.dns.cancel()
      setTimeout(resolve, 50) // what ends by the abort still writes down how far it came
    })
  })
  const work = async (): Promise<void> => {
    const asked = askWhetherWelcome(run, cut)
    const [welcome, website] = [withinMs(welcomeMs(run), asked), lookAtWebsite(run)]
    await Promise.all([
      lookAtStreams(run, { welcome, website }),
      website,
      lookAtAdministrator(run),
      askOverFederation(run),
      asked,
    ])
    await askReferencesIfNeeded(run)
  }
  const working = work()
  working.catch(() => {}) // what it says before the deadline is heard by the race
  try {
    await Promise.race([working, stopped])
  } finally {
    clearTimeout(timer)
  }
}
async function askWhetherWelcome(run: Run, cut: AbortController): Promise<void> {
  if (!(await refusesTesting(run.order.domain, webTools(run)))) return
  run.testingRefused = true
  cut.abort()
}
/** So long what need not be done at once waits for the provider file. */
const welcomeMs = ({ tools }: Run): number => Math.min(3000, tools.timeout / 4)
/** Settles with `work`, or when the time is up. */
async function withinMs(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = new Promise<void>((resolve) => void (timer = setTimeout(resolve, ms)))
  await Promise.race([work.catch(() => {}), later]).finally(() => clearTimeout(timer))
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
  if (!failedForTheNetwork(run) || run.tools.references.length === 0) return
  run.watch({ what: 'references', phase: 'connect' })
  run.references = await askReferences(run.tools, run.signal)
  run.watch({ what: 'references', phase: 'done' })
}
function failedForTheNetwork(run: Run): boolean {
  const network = new Set(['refused', 'unreachable', 'timed-out', 'closed'])
  const web = new Set(['refused', 'timed-out', 'closed', 'dns'])
  return (
    run.contacts.some(
      (one) => one !== undefined && one.source !== 'policy-port' && network.has(one.trouble?.code ?? ''),
    ) ||
    [...run.srv, ...run.hosts].some((one) => one.result === 'servfail' || one.result === 'timed-out') ||
    (run.visits.length > 0 && run.visits.every((one) => web.has(one.trouble?.code ?? '')))
  )
}
