// Tickets as they really become: one service of the embedded world goes through its month in a desk on a disk in memory and a
// clock of ours, all rules the product's; its ticket at several stages is then copied under other names.
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { built } from './measure.mjs'

const domain = 'im.template.example'
const admin = `admin@${domain}`
const reviewer = 'rita@desk.example'
const address = 'verification@desk.example'
const day = 86_400_000
const load = async (...names) =>
  Object.assign({}, ...(await Promise.all(names.map((name) => import(built(name))))))

/** `stages`: { incomplete, waiting, trial, listed, expired }, tickets; `ledger`: the month of the listed one. */
export async function lives(began = Date.now() - 60 * day) {
  const { startWorld, submission } = await load('demo/world/world.js', 'demo/people.js')
  const certificate = {
    dns: [domain],
    notBefore: new Date(began - day),
    notAfter: new Date(began + 120 * day),
  }
  const world = await startWorld([{ domain, certificate }])
  const { website, xmpp } = world.services.get(domain)
  const form = (missing) =>
    submission({
      domain,
      authority: world.authority,
      directTlsPort: xmpp.ports.direct,
      website: website.url,
      admin: 'Alex Admin',
      missing,
    })
  try {
    const stages = {}
    const play = await openPlay(world, began)
    await play.mail(admin, form('phone and location'))
    stages.incomplete = play.ticket()
    await play.mail(admin, form('nothing'))
    stages.waiting = play.ticket()
    const letter = play.ticket().letters.find((one) => one.kind === 'review')
    await play.mail(reviewer, 'approve', letter)
    await play.pass(day)
    stages.trial = play.ticket()
    await play.pass(40 * day)
    stages.listed = play.ticket()
    const gone = await openPlay(world, began - 200 * day)
    await gone.mail(admin, form('phone and location'))
    await gone.pass(200 * day, day)
    stages.expired = gone.ticket()
    for (const [stage, ticket] of Object.entries(stages))
      if (ticket.told?.stage !== (stage === 'waiting' ? 'trial' : stage))
        throw new Error(`the ${stage} ticket is ${ticket.told?.stage}: ${JSON.stringify(ticket.told)}`)
    return { stages, ledger: play.ledger }
  } finally {
    await world.close()
  }
}

async function openPlay(embedded, began) {
  const { openDesk, runChecks, tick, take } = await load(
    'desk/desk.js',
    'desk/checks.js',
    'desk/clock.js',
    'desk/take.js',
  )
  const { sendDue } = await load('desk/outgoing.js')
  const { policyWith, emptyBook, Cards } = await load(
    'policy/policy.js',
    'store/desk-book.js',
    'store/cards.js',
  )
  const { instant, millis, plus } = await load('values/instant.js')
  const { gather } = await load('probe/gather.js')
  const { readMail } = await load('intake/read.js')
  const { replyAddress } = await load('tokens/tokens.js')
  let now = instant(began)
  const files = new Map()
  const ledger = {
    version: 1,
    domain,
    began: now,
    changes: [
      { at: now, to: 'up' },
      { at: plus(now, 9 * day), to: 'down', side: 'c2s', why: 'connect: refused: ECONNREFUSED' },
      { at: plus(now, 9 * day + 600_000), to: 'up' },
      { at: plus(now, 21 * day), to: 'unknown', why: 'monitor not running' },
      { at: plus(now, 21 * day + 90_000), to: 'up' },
    ],
    blips: [],
  }
  const text = (name) => JSON.parse(files.get(name) ?? 'null') ?? undefined
  const put = (name, value) => files.set(name, JSON.stringify(value))
  let evidence
  const words = (kind) => ({ subject: kind, text: kind, html: `<p>${kind}</p>`, images: [] })
  const world = {
    now: () => (now = plus(now, 1)),
    policy: policyWith({ adminChat: 'off', consent: 'off' }),
    roster: { reviewers: [reviewer], team: ['team@desk.example'] },
    secret: 'bench',
    address,
    who: { name: 'Desk', address },
    authenticate: { with: 'none' },
    page: 'https://desk.example',
    tickets: {
      read: async (id) => text(id),
      change: async (id, how) => {
        const after = await how(text(id))
        put(id, after)
        return after
      },
      create: async (ticket) => void put(ticket.id, ticket),
      each: async () => undefined,
    },
    book: {
      read: () => text('desk') ?? emptyBook,
      change: async (how) => {
        const after = await how(text('desk') ?? emptyBook)
        put('desk', after)
        return after
      },
    },
    mail: {
      put: async (bytes) => createHash('sha256').update(bytes).digest('hex'),
      get: async () => new Uint8Array(),
    },
    evidence: { put: async () => undefined, get: async () => undefined },
    // Changes of the ledger that lie in the future have not happened.
    ledgers: {
      get: async () => ({ ...ledger, changes: ledger.changes.filter((one) => one.at <= now) }),
      heartbeat: async () => now,
    },
    cards: new Cards(),
    gather: async (order) => {
      evidence ??= await gather(order, {
        resolvers: [embedded.resolver],
        extraRoots: embedded.roots,
        allow: ['127.0.0.0/8'],
        references: [],
        from: 'desk.example',
        timeout: 60_000,
        now: () => instant(Date.now()),
      })
      return { ...evidence, at: now, run: createHash('sha256').update(now).digest('hex').slice(0, 16) }
    },
    writeLetter: (order) => words(order.kind),
    writeDeskLetter: ({ kind }) => words(kind),
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (event, facts) => {
        throw new Error(`${event} ${JSON.stringify(facts)}`)
      },
      person: () => 'someone',
    },
  }
  const desk = openDesk(world)
  const transport = {
    send: async () => ({ result: 'accepted', said: '250 ok' }),
    close: async () => undefined,
  }
  const work = async () => {
    for (let busy = true; busy;) {
      const checks = runChecks(
        desk,
        async () => undefined,
        () => millis(now),
      )
      const due = world.cards.due(now).length
      await tick(desk, checks)
      await checks.idle()
      busy = due > 0 && world.cards.due(now).length > 0
    }
    await sendDue({ desk, transport })
  }
  const only = () => [...files.keys()].find((name) => name.startsWith('IM-'))
  let mails = 0
  return {
    ticket: () => text(only()),
    ledger,
    async mail(from, body, answered) {
      const to = answered ? replyAddress(address, world.secret, only(), answered) : address
      const raw = `From: ${from}\r\nTo: ${to}\r\nSubject: about ${domain}\r\nMessage-ID: <${(mails += 1)}@template.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body.replaceAll('\n', '\r\n')}\r\n`
      const { read } = await readMail(Buffer.from(raw), now, { address, authenticate: { with: 'none' } })
      await take(desk, read)
      await work()
    },
    async pass(ms, every = 6 * 3_600_000) {
      const end = plus(now, ms)
      while (now < end) {
        now = plus(now, Math.min(every, Math.max(1, millis(end) - millis(now))))
        await work()
      }
    },
  }
}

export const idOf = (n, year = new Date().getUTCFullYear()) => `IM-${year}-${String(n).padStart(4, '0')}`
export const domainOf = (n) => `im.s${n}.example`
/** The text of a copy under another number and name. */
export function copies(ticket) {
  const parts = JSON.stringify(ticket, null, 1)
    .replaceAll(ticket.id, '\0')
    .replaceAll('template.example', '\x01')
    .split(/([\0\x01])/)
  const lower = ticket.id.toLowerCase()
  return (n) =>
    `${parts
      .map((part) => (part === '\0' ? idOf(n) : part === '\x01' ? `s${n}.example` : part))
      .join('')
      .replaceAll(lower, idOf(n).toLowerCase())}\n`
}
/** Of a hundred tickets so many are at each stage: an old desk, most of whose cases are closed. */
const mixture = { listed: 20, waiting: 2, trial: 3, incomplete: 5, expired: 70 }
/** Writes tickets 1 … count; `stages`: shares of a hundred. */
export function fill(data, templates, count, shares = mixture) {
  const writers = Object.fromEntries(Object.keys(shares).map((stage) => [stage, copies(templates[stage])]))
  const turn = Object.entries(shares).flatMap(([stage, share]) => Array.from({ length: share }, () => stage))
  const made = { bytes: 0, listed: [] }
  for (let n = 1; n <= count; n += 1) {
    const stage = turn[n % turn.length]
    const text = writers[stage](n)
    made.bytes += text.length
    if (stage === 'listed') made.listed.push(n)
    writeFileSync(join(data, 'tickets', `${idOf(n)}.json`), text, { mode: 0o600 })
  }
  return made
}
