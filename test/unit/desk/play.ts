import { createHash } from 'node:crypto'
import type { Command } from '../../../src/commands/command.ts'
import type { Evidence, ProbeOrder } from '../../../src/evidence/evidence.ts'
import type { LetterMark } from '../../../src/message/message.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import type { Reading } from '../../../src/sorting/reading.ts'
import type { Claims } from '../../../src/submission/submission.ts'
import type { DeskBook } from '../../../src/store/ports.ts'
import type { Ticket } from '../../../src/ticket/known.ts'
import type { Ledger } from '../../../src/uptime/ledger.ts'
import type {
  DomainName,
  EmailAddress,
  Jid,
  PhoneNumber,
  Sha256,
  TicketId,
  WebAddress,
} from '../../../src/values/names.ts'
import { runChecks } from '../../../src/desk/checks.ts'
import { tick } from '../../../src/desk/clock.ts'
import { openDesk, type Desk } from '../../../src/desk/desk.ts'
import { digestSource, sendDigest } from '../../../src/desk/digest.ts'
import { take } from '../../../src/desk/take.ts'
import { resume, sendDue } from '../../../src/desk/outgoing.ts'
import type { World } from '../../../src/desk/world.ts'
import { policyWith } from '../../../src/policy/policy.ts'
import { Cards } from '../../../src/store/cards.ts'
import { emptyBook } from '../../../src/store/desk-book.ts'
import { oneAtATime } from '../../../src/store/one-at-a-time.ts'
import { instant, millis, plus, type Instant } from '../../../src/values/instant.ts'
import { evidence, troubled } from '../checks/evidence-of.ts'

export const reviewer = 'rev@jabber.org' as EmailAddress
export const team = 'team@jabber.org' as EmailAddress
export const operator = 'alice@example.org' as EmailAddress
export const service = 'im.example.org' as DomainName
export const owner = 'hostmaster@example.org' as EmailAddress
export const day = 86_400_000
export const good: Claims = {
  domain: service,
  certificateAuthority: "Let's Encrypt",
  website: 'https://im.example.org/' as WebAddress,
  'admin.name': 'Alice',
  'admin.email': operator,
  'admin.jid': 'alice@im.example.org' as Jid,
  'admin.phone': '+4930901820' as PhoneNumber,
  location: { latitude: 52.5, longitude: 13.4 },
  serverSoftware: 'Prosody',
  description: 'A service',
}
type Sent = {
  readonly to: string
  readonly kind: string
  readonly id: string
  readonly hash: string
  readonly replyTo: string
}
const killed = new Error('SIGKILL')

/** A desk on a disk in memory, on a clock that the test moves, killed where the test says. Everything pure and durable is the product's. */
export class Play {
  now: Instant = instant(Date.UTC(2026, 10, 22, 10))
  readonly files = new Map<string, string>() // the disk: what is here survives a kill
  readonly bytes = new Map<string, Uint8Array>()
  readonly sent: Sent[] = []
  readonly reviewers: EmailAddress[] = [reviewer]
  readonly nobodyAt = new Set<string>() // addresses whose server refuses
  published: readonly string[] = [] // XEP-0157
  cutOff = false // our own line is down: the probe cannot tell
  readonly ledgers = new Map<string, Ledger>()
  certificateEnds: Instant = plus(this.now, day * 400)
  legacy: readonly string[] = [] // old TLS versions that the service accepts
  policy: Policy
  desk: Desk
  /** What a ticket's write waits for, and what it fails of. */
  disk: (ticket: Ticket) => Promise<void> = async () => undefined
  writes = 0
  acts = 0
  killAt = -1

  constructor(policy: Partial<Policy> = {}) {
    this.policy = policyWith({ adminChat: 'off', ...policy }) // as the config has it without accounts
    this.desk = openDesk(this.world())
  }
  #killed = false
  #life = 1 // what a killed desk had under way does nothing in the next one's
  /** Before and after each durable or outward act. Killed, none follows, whatever is under way, until it is started again. */
  act(): void {
    this.#killed ||= this.acts++ === this.killAt
    if (this.#killed) throw killed
  }
  world(): World {
    const { files } = this
    const life = this.#life
    const act = () => {
      if (life !== this.#life) throw killed
      this.act()
    }
    const read = (name: string): unknown => (files.has(name) ? JSON.parse(files.get(name) ?? '') : undefined)
    const write = (name: string, value: unknown) => {
      act()
      this.writes++
      files.set(name, JSON.stringify(value))
      act()
    }
    const alone = oneAtATime()
    const writeTicket = async (ticket: Ticket) => {
      await this.disk(ticket)
      write(ticket.id, ticket)
    }
    const book = () => (read('desk') as DeskBook | undefined) ?? emptyBook
    const words = (kind: string) => ({ subject: kind, text: kind, html: `<p>${kind}</p>`, images: [] })
    return {
      now: () => (this.now = plus(this.now, 1)),
      policy: this.policy,
      roster: { reviewers: this.reviewers, team: [team] },
      secret: 's3cret',
      address: 'verification@jabber.org' as EmailAddress,
      who: { name: 'Desk', address: 'verification@jabber.org' },
      authenticate: { with: 'dkim' },
      page: 'https://desk.example',
      tickets: {
        read: (id) => alone(id, async () => read(id) as Ticket | undefined),
        change: (id, how) =>
          alone(id, async () => {
            const before = read(id) as Ticket | undefined
            if (before === undefined) throw new Error(`no ${id}`)
            const after = await how(before)
            if (after !== before) await writeTicket(after)
            return after
          }),
        create: (ticket) => alone(ticket.id, () => writeTicket(ticket)),
        each: async (visit) => {
          for (const name of files.keys()) if (name.startsWith('IM-')) visit(read(name) as Ticket)
        },
        made: async (make) =>
          new Map(
            [...files.keys()]
              .filter((name) => name.startsWith('IM-'))
              .map((name) => [name as TicketId, { stamp: undefined, value: make(read(name) as Ticket) }]),
          ),
      },
      book: {
        read: book,
        change: (how) =>
          alone('desk', async () => {
            const before = book()
            const after = await how(before)
            if (after !== before) write('desk', after)
            return after
          }),
      },
      mail: {
        put: async (bytes) => {
          const name = createHash('sha256').update(bytes).digest('hex') as Sha256
          act()
          this.bytes.set(name, bytes)
          act()
          return name
        },
        get: async (name) => this.bytes.get(name) ?? new Uint8Array(),
      },
      evidence: { put: async () => undefined, get: async () => undefined },
      ledgers: {
        get: async (domain) => this.ledgers.get(domain),
        stamp: () => undefined,
        heartbeat: async () => this.now,
      },
      cards: new Cards(),
      gather: async (order) => this.evidence(order),
      writeLetter: (order) => words(order.kind),
      writeDeskLetter: ({ kind }) => words(kind),
      log: {
        info: () => undefined,
        warn: () => undefined,
        error: (event, facts) => {
          if (life !== this.#life) return
          if (String(facts?.['error']).includes('SIGKILL')) this.failure = killed
          else throw new Error(`${event} ${JSON.stringify(facts)}`)
        },
        person: () => 'someone',
      },
    }
  }
  evidence(order: ProbeOrder): Evidence {
    const ours = JSON.stringify(evidence({ order, at: this.now, run: this.now })).replaceAll(
      'im.example.org',
      order.domain,
    )
    const healthy = JSON.parse(ours) as Evidence
    const leaf = healthy.contacts[0]?.tls?.chain[0] ?? ''
    const ended = this.certificateEnds <= this.now
    return {
      ...healthy,
      ...(this.published.length > 0 && {
        federation: {
          answers: [],
          contacts: [{ kind: 'admin', addresses: this.published }],
        },
      }),
      legacy: healthy.legacy.map((one) => ({ ...one, accepted: this.legacy })),
      certificates: Object.fromEntries(
        Object.entries(healthy.certificates).map(([id, one]) => [
          id,
          {
            ...one,
            notBefore: plus(this.now, -day),
            notAfter: id === leaf ? this.certificateEnds : plus(this.now, 900 * day),
          },
        ]),
      ),
      contacts: healthy.contacts.map((one) =>
        this.cutOff
          ? troubled(one.mode, 'connect', 'our-side', {
              target: one.target,
              port: one.port,
              address: one.address,
            })
          : one.tls && ended
            ? {
                ...one,
                tls: {
                  ...one.tls,
                  trust: { ...one.tls.trust, end: 'expired', code: 'CERT_HAS_EXPIRED', at: leaf },
                },
              }
            : one,
      ),
    }
  }
  async restart(): Promise<void> {
    this.failure = undefined
    this.#killed = false
    this.#life += 1
    this.desk = openDesk(this.world())
    await this.desk.start()
    await resume(this.desk)
  }
  async work(): Promise<void> {
    for (let busy = true; busy;) {
      const checks = runChecks(
        this.desk,
        async () => undefined,
        () => millis(this.now),
      )
      const due = this.desk.world.cards.due(this.now).length
      await tick(this.desk, checks)
      await checks.idle()
      if (this.failure) throw this.failure
      busy = due > 0 && this.desk.world.cards.due(this.now).length > 0
    }
    const transport = {
      send: async (bytes: Uint8Array, envelope: { readonly to: string; readonly by?: string }) => {
        this.act()
        if (this.nobodyAt.has(envelope.by === 'chat' ? `xmpp:${envelope.to}` : envelope.to))
          return { result: 'refused' as const, said: '550 5.1.1 no such user' }
        const text = new TextDecoder().decode(bytes)
        const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1] ?? ''
        this.sent.push({
          to: envelope.to,
          kind: header('Subject'),
          id: header('Message-ID'),
          replyTo: header('Reply-To'),
          hash: createHash('sha256').update(bytes).digest('hex'),
        })
        this.act()
        return { result: 'accepted' as const, said: '250 ok' }
      },
      close: async () => undefined,
    }
    await sendDue({ desk: this.desk, transport })
  }
  failure: Error | undefined
  ticket(id = 'IM-2026-0001'): Ticket {
    return JSON.parse(this.files.get(id) ?? 'null') as Ticket
  }
  stage(id?: string): string {
    return this.ticket(id).told?.stage ?? '?'
  }
  mail(
    from: EmailAddress,
    text: {
      readonly claims?: readonly Claims[]
      readonly commands?: readonly Command[]
      readonly same?: string
      readonly mark?: LetterMark
      readonly proven?: boolean
      readonly words?: string
    },
  ): Reading {
    const same =
      text.same ??
      createHash('sha256')
        .update(JSON.stringify([from, text, this.now]))
        .digest('hex')
        .slice(0, 12)
    return {
      kind: text.mark ? 'reply' : text.claims ? 'submission' : 'other',
      message: {
        raw: same as Sha256,
        same,
        kind: 'person',
        author: { address: from, name: '' },
        authenticity: { proven: text.proven ?? true, why: 'test' },
        receivedAt: this.now,
        messageId: `<${same}@example.org>`,
        references: [],
        subject: 'a mail',
        marks: text.mark ? [text.mark] : [],
        answersUs: text.mark !== undefined,
        written: text.words === undefined ? [] : [{ number: 1, text: text.words }],
        bounces: [],
      },
      submissions: (text.claims ?? []).map((claims) => ({ claims, sources: {}, problems: [] })),
      commands: text.commands ?? [],
    }
  }
  /** The mark that a reply to the newest letter of a kind would carry, read out of the letter's own bytes. */
  mark(kind: string, to?: string, ticket = ''): LetterMark {
    const letter = this.sent.findLast(
      (one) => one.kind === kind && (to === undefined || one.to === to) && one.replyTo.includes(ticket),
    )
    const [, box, number, mac] = /\+(im-\d+-\d+|desk)-(\d+)-([0-9a-f]+)@/.exec(letter?.replyTo ?? '') ?? []
    if (box === undefined || mac === undefined) throw new Error(`no letter ${kind}`)
    return {
      owner: (box === 'desk' ? 'desk' : box.toUpperCase()) as TicketId,
      number: Number(number),
      mac,
      foundIn: 'recipient',
    }
  }
  async take(mail: Reading): Promise<void> {
    await take(this.desk, mail)
    await this.work()
  }
  async pass(ms: number, every = 3_600_000): Promise<void> {
    const end = plus(this.now, ms)
    while (this.now < end) {
      this.now = plus(this.now, Math.min(every, Math.max(1, millis(end) - millis(this.now))))
      await this.work()
    }
  }
  async digest(week: string): Promise<void> {
    await sendDigest(
      this.desk.world,
      digestSource(this.desk.world, { week, timeZone: 'UTC', quarantined: [], troubles: [] }),
    )
    await this.work()
  }
  upFromNow(...domains: DomainName[]): void {
    for (const domain of domains.length > 0 ? domains : [service])
      this.ledgers.set(domain, {
        version: 1,
        domain,
        began: this.now,
        changes: [{ at: this.now, to: 'up' }],
        blips: [],
      })
  }
  letters(): string[] {
    return this.sent.map((letter) => `${letter.kind}→${letter.to}`)
  }
  since(mark: number): string[] {
    return this.letters().slice(mark)
  }
}

export async function begun(policy: Partial<Policy> = {}): Promise<Play> {
  const play = new Play(policy)
  await play.take(play.mail(operator, { claims: [good] }))
  play.upFromNow()
  return play
}
export async function consented(policy: Partial<Policy> = {}): Promise<Play> {
  const play = await begun(policy)
  await play.take(
    play.mail(owner, { commands: [{ verb: 'confirm', line: 1 }], mark: play.mark('consent', owner) }),
  )
  return play
}
export const approve = (play: Play): Promise<void> =>
  play.take(play.mail(reviewer, { commands: [{ verb: 'approve', line: 1 }], mark: play.mark('review') }))
export async function listed(): Promise<Play> {
  const play = await consented()
  await approve(play)
  await play.pass(31 * day)
  return play
}
export const isKill = (error: unknown): boolean => error === killed
