import { endpointName, endpointsOf, hostsOf, placesOf, services } from './endpoints.ts'
import type { Mode } from '../evidence/evidence.ts'
import { seenTls } from './certificates.ts'
import { acceptsLegacy } from './legacy.ts'
import { lookUpHost, lookUpService } from './resolve.ts'
import type { Run } from './run.ts'
import { converse, isDirect, isServer } from './streams.ts'
import type { Endpoint, Talk } from './streams.ts'
import { patience } from './tools.ts'
import { createAccount } from './trial-account.ts'

const contactsAtMost = 16 // the rest of the budget is for old TLS versions and the website
const keptForTheWeb = 4
/** `trips`: round trips that it usually takes. */
type Task = { readonly trips: number; readonly address: string; readonly work: () => Promise<void> }

/** DNS, then every endpoint at once, six at a time to one address, the longest first: a check takes as long as its longest contact. */
export async function lookAtStreams(run: Run): Promise<void> {
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
  const form = planned.some((one) => one.mode === 'c2s starttls') ? 'c2s starttls' : 'c2s direct' // asked for once is enough
  const contacts = planned.flatMap((endpoint, turn): Task[] => {
    const spent = run.budget.take(endpoint.address)
    if (spent !== undefined) run.ours.add(spent)
    const work = (): Promise<void> => contact(run, endpoint, turn, endpoint.mode === form)
    return spent === undefined ? [{ trips: tripsOf(endpoint), address: endpoint.address, work }] : []
  })
  const old = firstOfEachMode(planned)
    .filter((endpoint) => mayTryLegacy(run, endpoint))
    .map((endpoint): Task => ({
      trips: isDirect(endpoint.mode) ? 2 : 4,
      address: endpoint.address,
      work: () => tryLegacy(run, endpoint),
    }))
  const queue = [...contacts, ...old].sort((a, b) => b.trips - a.trips)
  await Promise.all(queue.map((task) => inTurn(run, task)))
  await makeAccount(run)
}
function tripsOf({ mode, source }: Endpoint): number {
  if (source === 'policy-port') return 1 // mostly refused at once
  return isDirect(mode) ? 3 : isServer(mode) ? 5 : 6
}
async function inTurn(run: Run, { address, work }: Task): Promise<void> {
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

function firstOfEachMode(planned: readonly Endpoint[]): Endpoint[] {
  const first = new Map<Mode, Endpoint>()
  for (const one of planned)
    if (!first.has(one.mode) && one.source !== 'policy-port') first.set(one.mode, one)
  return [...first.values()]
}
const mayTryLegacy = ({ budget }: Run, { address }: Endpoint): boolean =>
  budget.left() > keptForTheWeb && budget.take(address) === undefined
async function tryLegacy(run: Run, endpoint: Endpoint): Promise<void> {
  const accepted = await acceptsLegacy(endpoint, talkOf(run), () => mayTryLegacy(run, endpoint))
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
