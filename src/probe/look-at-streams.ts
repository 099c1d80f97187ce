import { setTimeout as pause } from 'node:timers/promises'
import type { SrvAnswer } from '../evidence/evidence.ts'
import { endpointName, endpointsOf, hostsOf, placesOf, services } from './endpoints.ts'
import { seenTls } from './certificates.ts'
import { acceptsLegacy } from './legacy.ts'
import { lookUpHost, lookUpService } from './resolve.ts'
import type { Run } from './run.ts'
import { converse } from './streams.ts'
import type { Endpoint, Talk } from './streams.ts'
import { patience } from './tools.ts'
import { createAccount } from './trial-account.ts'

const contactsAtMost = 16
// With old TLS twice on either side, seven connections are left: the website by https, www and http, three pages, the provider file.
const atOnceAtMost = 13
const keptForTheWeb = 4
const hostsAtMost = 8
/**
 * Who goes first where six connections at a time are all there is: so ordered, a usual service on one address is done when its longest
 * contact is, after eight round trips, two of them for DNS.
 */
const turns = {
  'c2s starttls': 0,
  's2s starttls': 1,
  'c2s direct': 2,
  old: 3,
  's2s direct': 4,
  'policy-port': 5,
}
/** The longest contacts are so far ahead of the others: handshakes side by side would keep them waiting at every step. */
const headStartMs = 5
type Task = {
  readonly turn: number
  readonly address: string
  readonly work: () => Promise<void>
  readonly after?: Promise<void> | undefined
}
/** What goes on beside this. `welcome`: the provider file has been asked for, or does not answer. */
export type Beside = { readonly welcome: Promise<void>; readonly website: Promise<void> }

/**
 * DNS, then every endpoint at once, six at a time to one address, the longest first. Old TLS and every second look wait until we know
 * that we are welcome; what the budget may not reach for waits until the website has been looked at.
 */
export async function lookAtStreams(run: Run, { welcome, website }: Beside): Promise<void> {
  const { order, dns, watch, tools } = run
  const guard = { allow: tools.allow }
  let webIsDone = false
  void website.catch(() => {}).finally(() => void (webIsDone = true)) // what it says is heard by the run
  watch({ what: order.domain, phase: 'dns' })
  const own = addHost(run, lookUpHost(order.domain, dns, guard, false))
  const srv = await Promise.all(services.map((service) => lookUpService(service, order.domain, dns)))
  const answers: SrvAnswer[] = []
  for (const { ours, ...answer } of srv) {
    answers.push(answer)
    if (ours !== undefined) run.ours.add(ours)
  }
  run.srv.push(...withinHosts(answers))
  const places = placesOf(order, run.srv)
  const targets = hostsOf(places).filter((host) => host !== order.domain)
  await Promise.all([own, ...targets.map((host) => addHost(run, lookUpHost(host, dns, guard, true)))])
  const named = places.some((place) => place.mode === 'c2s direct' && place.source !== 'policy-port')
  const [now, later] = [
    places.filter((place) => !named || place.source !== 'policy-port'),
    places.filter((place) => place.source === 'policy-port'),
  ]
  const planned = endpointsOf(now, run.hosts, contactsAtMost)
  watch({ what: order.domain, phase: planned.length > 0 ? 'done' : 'failed' })
  const [first, last] = inTwo(planned)
  const old = oldTlsAt(first).filter((endpoint) => mayTryLegacy(run, endpoint, keptForTheWeb))
  const kept = (): number => (webIsDone ? 0 : keptForTheWeb)
  const whatIsLeft = async (): Promise<void> => {
    await Promise.all([website, welcome])
    await workOff(run, contactsWith(run, last.slice(0, spare(run)), first.length))
  }
  await Promise.all([
    workOff(run, [
      ...contactsWith(run, first, 0, welcome),
      ...old.map((endpoint) => legacyWith(run, endpoint, kept, welcome)),
    ]),
    last.length > 0 && whatIsLeft(),
  ])
  await welcome
  if (run.signal.aborted) return
  // 5223 is for those who have named no other port for direct TLS, or one that does not work.
  const works = run.contacts.some((one) => one?.mode === 'c2s direct' && one.reached === 'done')
  if (named && !works)
    await workOff(
      run,
      contactsWith(run, endpointsOf(later, run.hosts, contactsAtMost - planned.length), planned.length),
    )
  await askForTheForm(run)
  await makeAccount(run)
}
/**
 * A name costs five questions, and a stranger chooses whose: of all services together so many names are looked up, the best of each service
 * first; the records of the others are counted, not kept.
 */
function withinHosts(srv: readonly SrvAnswer[]): SrvAnswer[] {
  const ranks = Math.max(0, ...srv.map(({ records }) => records.length))
  const inTurns = Array.from({ length: ranks }, (_, rank) =>
    srv.flatMap(({ records }) => records[rank]?.target ?? []),
  )
  const hosts = [...new Set(inTurns.flat())].filter((host) => host !== '').slice(0, hostsAtMost)
  return srv.map((answer) => {
    const records = answer.records.filter(({ target }) => target === '' || hosts.includes(target))
    return { ...answer, records, cutOff: answer.cutOff + answer.records.length - records.length }
  })
}
/** Where not all fit in: direct TLS once more without ALPN, and between servers beyond the first, tell least. */
function inTwo(planned: readonly Endpoint[]): readonly [readonly Endpoint[], readonly Endpoint[]] {
  if (planned.length <= atOnceAtMost) return [planned, []]
  const firstDirect = planned.find((one) => one.mode === 's2s direct')
  const tellsLeast = (one: Endpoint): boolean =>
    one.mode === 's2s direct' ? one !== firstDirect : isSecondLook(one)
  const ordered = [...planned.filter((one) => !tellsLeast(one)), ...planned.filter((one) => tellsLeast(one))]
  return [ordered.slice(0, atOnceAtMost), ordered.slice(atOnceAtMost)]
}
const isSecondLook = ({ mode, alpn }: Endpoint): boolean => mode === 'c2s direct' && !alpn
/** Two connections are kept for old TLS, where it is accepted, and one for the account, where one may be made. */
const spare = ({ budget, order }: Run): number => Math.max(0, budget.left() - (order.mayRegister ? 3 : 2))
/** Normally a STARTTLS port was asked; where none came so far, one for direct TLS is asked in another connection. */
async function askForTheForm(run: Run): Promise<void> {
  const at = run.contacts.findIndex((one) => one?.mode === 'c2s direct' && one.reached === 'done')
  const open = run.contacts[at]
  if (open === undefined || run.contacts.some((one) => one?.registration !== undefined)) return
  if (run.budget.take(open.address) !== undefined) return
  const { registration } = await converse(open, { ...talkOf(run), askRegistration: true })
  if (registration !== undefined) run.contacts[at] = { ...open, registration }
}
function contactsWith(
  run: Run,
  planned: readonly Endpoint[],
  before: number,
  welcome?: Promise<void>,
): Task[] {
  const form = planned.some((one) => one.mode === 'c2s starttls') ? 'c2s starttls' : 'c2s direct' // asked for once is enough
  return planned.flatMap((endpoint, turn): Task[] => {
    const spent = run.budget.take(endpoint.address)
    if (spent !== undefined) run.ours.add(spent)
    const work = (): Promise<void> => contact(run, endpoint, before + turn, endpoint.mode === form)
    return spent === undefined
      ? [
          {
            turn: turns[endpoint.source === 'policy-port' ? 'policy-port' : endpoint.mode],
            address: endpoint.address,
            work,
            after: isSecondLook(endpoint) ? welcome : undefined,
          },
        ]
      : []
  })
}
const legacyWith = (run: Run, endpoint: Endpoint, kept: () => number, after: Promise<void>): Task => ({
  turn: turns.old,
  address: endpoint.address,
  work: () => tryLegacy(run, endpoint, kept),
  after,
})
async function workOff(run: Run, tasks: readonly Task[]): Promise<void> {
  const queue = [...tasks].sort((a, b) => a.turn - b.turn)
  const headStart = pause(headStartMs)
  await Promise.all(queue.map((task) => inTurn(run, task, headStart)))
}
async function inTurn(
  run: Run,
  { turn, address, work, after }: Task,
  headStart: Promise<unknown>,
): Promise<void> {
  if (turn > turns['s2s starttls']) await headStart
  await after
  const leave = await run.budget.enter(address)
  try {
    await work()
  } finally {
    leave()
  }
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

async function contact(run: Run, endpoint: Endpoint, turn: number, askRegistration: boolean): Promise<void> {
  const what = endpointName(endpoint)
  const startedAt = run.tools.now()
  const talked = await converse(endpoint, {
    ...talkOf(run),
    askRegistration,
    watch: (phase) => run.watch({ what, phase }),
  })
  run.contacts[turn] = { ...endpoint, startedAt, ...talked }
  if (talked.trouble?.code === 'our-side') run.ours.add(talked.trouble.detail)
  run.watch({ what, phase: talked.trouble === undefined ? 'done' : 'failed' })
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
  askRegistration: false,
  seeTls: (socket) => seenTls(socket, shelf),
})

/** One endpoint a side is enough: what a server takes on one port it takes on the others. */
function oldTlsAt(planned: readonly Endpoint[]): Endpoint[] {
  const announced = planned.filter((one) => one.source === 'srv' || one.source === 'submitted')
  const own = [...announced, ...planned.filter((one) => one.source === 'fallback')]
  const first = (side: 'c2s' | 's2s'): Endpoint[] =>
    own.filter((one) => one.mode.startsWith(side)).slice(0, 1)
  return [...first('c2s'), ...first('s2s')]
}
const mayTryLegacy = ({ budget }: Run, { address }: Endpoint, kept: number): boolean =>
  budget.left() > kept && budget.take(address) === undefined
async function tryLegacy(run: Run, endpoint: Endpoint, kept: () => number): Promise<void> {
  const accepted = await acceptsLegacy(endpoint, talkOf(run), () => mayTryLegacy(run, endpoint, kept()))
  if (accepted !== undefined)
    run.legacy.push({ mode: endpoint.mode, endpoint: endpointName(endpoint), accepted })
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
