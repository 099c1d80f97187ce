// The check of one service as the desk does it. `four`: DNS and one connection to each of the four usual endpoints, as the
// check makes them; `whole`: gather and judge, which adds direct TLS without ALPN, old TLS twice, website, provider file.
import { built, serve } from '../measure.mjs'

const { domain, resolver, roots, allow = '127.0.0.0/8' } = JSON.parse(process.argv[2])
const { gather } = await import(built('probe/gather.js'))
const { openShelf, seenTls } = await import(built('probe/certificates.js'))
const { endpoints } = await import(built('probe/liveness.js'))
const { openRoots } = await import(built('probe/roots.js'))
const { converse } = await import(built('probe/streams.js'))
const { judge } = await import(built('checks/judge.js'))
const { allChecks } = await import(built('checks/all-checks.js'))
const { policyWith } = await import(built('policy/policy.js'))
const { openResolver } = await import(built('probe/resolve.js'))
const { instant } = await import(built('values/instant.js'))
const policy = policyWith({})
const tools = {
  resolvers: [resolver],
  dns: openResolver([resolver]),
  extraRoots: roots,
  allow: [allow],
  references: [],
  from: 'desk.example',
  timeout: 60_000,
  now: () => instant(Date.now()),
}
async function check() {
  const evidence = await gather({ domain, mayRegister: false }, tools)
  judge(allChecks, { evidence, policy })
  const done = evidence.contacts.filter((one) => one.reached === 'done').length
  if (done < 4 || done < evidence.contacts.length)
    throw new Error(`${done} contacts: ${JSON.stringify(evidence.contacts.map((one) => one.trouble))}`)
}
const shelf = openShelf(openRoots(roots), tools.now())
const talk = {
  domain,
  from: tools.from,
  context: shelf.roots.context,
  guard: { allow: tools.allow },
  phaseMs: 8000,
  wholeMs: 20_000,
  record: true,
  seeTls: (socket) => seenTls(socket, shelf),
}
async function fourContacts() {
  const found = await endpoints(domain, { ...tools, ipv6: false })
  const all = [...found.c2s, ...found.s2s]
  const talked = await Promise.all(
    all.map((one) => converse(one, { ...talk, askRegistration: one.mode === 'c2s starttls' })),
  )
  if (talked.length !== 4 || talked.some((one) => one.reached !== 'done'))
    throw new Error(`${talked.length} contacts: ${JSON.stringify(talked.map((one) => one.trouble))}`)
}
const kinds = { four: fourContacts, whole: check }
serve({}, async ({ kind, runs, atOnce = 1 }) => {
  const wall = []
  const before = process.cpuUsage()
  const began = performance.now()
  const one = async () => {
    const start = performance.now()
    await kinds[kind]()
    wall.push(performance.now() - start)
  }
  for (let n = 0; n < runs; n += atOnce) await Promise.all(Array.from({ length: atOnce }, one))
  const used = process.cpuUsage(before)
  return {
    wall,
    each: (performance.now() - began) / wall.length,
    cpu: (used.user + used.system) / 1000 / wall.length,
  }
})
