import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { handleWaiting, type Inbox } from '../../../src/desk/inbox.ts'
import { IntakeError } from '../../../src/intake/pool.ts'
import type { Arrival, MailKey } from '../../../src/mailbox/mailbox.ts'
import type { DomainName, EmailAddress } from '../../../src/values/names.ts'
import { good, isKill, Play } from './play.ts'

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
type Mail = { readonly service: string; readonly bytes?: number }
type Said = Awaited<ReturnType<Inbox['read']>>

/** A mailbox in memory before a desk in memory; each mail submits a service and says its own number in its first bytes. */
class Waiting {
  readonly play = new Play()
  readonly stopping = new AbortController()
  readonly lying: Map<number, Arrival>
  readonly handled: string[] = []
  readonly fetched: number[] = []
  readonly read: number[] = []
  atOnce = 0
  most = 0
  /** What the reader does with this mail instead of reading it. */
  instead: (n: number) => Promise<Said | undefined> = async () => undefined
  readonly #mails: readonly Mail[]

  constructor(mails: readonly Mail[]) {
    this.#mails = mails
    this.lying = new Map(
      mails.map(({ bytes = 10 }, n) => [
        n,
        {
          key: { validity: 0, uid: n },
          bytes: Buffer.alloc(Math.max(bytes, 10)).fill(`${n} `, 0, 10),
          receivedAt: Date.UTC(2026, 10, 22, 9),
        },
      ]),
    )
  }
  inbox(): Inbox {
    const { play, lying, handled, fetched } = this
    return {
      desk: play.desk,
      mailbox: {
        async *arrivals() {
          for (const [n, mail] of lying) {
            fetched.push(n)
            yield mail
          }
        },
        handled: async ({ uid }: MailKey, where) => {
          play.act()
          lying.delete(Number(uid))
          handled.push(`${uid} ${where}`)
          play.act()
        },
        wasUsed: async () => false,
        wait: async () => undefined,
        close: async () => undefined,
      },
      read: async ({ bytes }) => {
        const n = Number.parseInt(Buffer.from(bytes.subarray(0, 10)).toString())
        this.read.push(n)
        this.most = Math.max(this.most, (this.atOnce += 1))
        const other = await this.instead(n)
        this.atOnce -= 1
        const domain = this.#mails[n]?.service as DomainName
        const from = `admin@${domain}` as EmailAddress
        return (
          other ?? {
            read: play.mail(from, { claims: [{ ...good, domain, 'admin.email': from }], same: `mail${n}` }),
          }
        )
      },
      quarantine: { put: async (bytes) => (play.act(), sha(bytes).slice(0, 16)) },
      pollEvery: 1000,
      adopt: true,
    }
  }
  handleAll(): Promise<void> {
    return handleWaiting(this.inbox(), this.stopping.signal)
  }
  tickets(): string[] {
    return [...this.play.files.keys()].filter((name) => name.startsWith('IM-'))
  }
  services(): string[] {
    return this.tickets().map((id) => this.play.ticket(id).domain)
  }
}
const different = (count: number, bytes?: number): Mail[] =>
  Array.from({ length: count }, (_, n) => ({ service: `s${n}.example`, ...(bytes && { bytes }) }))
const names = (count: number) => different(count).map(({ service }) => service)
const turns = async () => {
  for (let n = 0; n < 200; n++) await Promise.resolve()
}

describe('mails that wait', () => {
  it('are given to their reader two at a time and decided in their order, all of them', async () => {
    const waiting = new Waiting(different(40))
    waiting.instead = async (n) => {
      for (let turn = 0; turn < (n % 3) * 20; turn++) await Promise.resolve()
      return undefined
    }
    await waiting.handleAll()
    expect([waiting.services(), waiting.most]).toEqual([names(40), 2])
    expect(waiting.handled.toSorted()).toEqual(Array.from({ length: 40 }, (_, n) => `${n} done`).toSorted())
  })
  it('are read while the one before is written', async () => {
    const waiting = new Waiting(different(3))
    let written = () => undefined as void
    const disk = new Promise<void>((done) => (written = done))
    const { tickets } = waiting.play.desk.world
    const create = tickets.create.bind(tickets)
    tickets.create = async (ticket) => (await disk, create(ticket))
    const all = waiting.handleAll()
    await turns()
    expect([waiting.read, waiting.tickets(), waiting.handled]).toEqual([[0, 1, 2], [], []])
    written()
    await all
    expect(waiting.services()).toEqual(names(3))
  })
  it('are taken up sixteen at a time, or as many as eight megabytes hold: a slow one holds back no more', async () => {
    for (const [count, bytes, taken] of [
      [20, 10, 16],
      [4, 3_000_000, 3],
      [2, 9_000_000, 1],
    ] as const) {
      const waiting = new Waiting(different(count, bytes))
      let go = () => undefined as void
      const slow = new Promise<void>((done) => (go = done))
      waiting.instead = async () => (await slow, undefined)
      const all = waiting.handleAll()
      await turns()
      expect([waiting.fetched.length, waiting.read, waiting.handled]).toEqual([
        taken,
        taken > 1 ? [0, 1] : [0],
        [],
      ])
      go()
      await all
      expect(waiting.services()).toEqual(names(count))
    }
  })
  it('see what those before them left: two mails about one service are one case', async () => {
    const waiting = new Waiting([
      { service: 'a.example' },
      { service: 'a.example' },
      { service: 'b.example' },
    ])
    await waiting.handleAll()
    expect(waiting.services()).toEqual(['a.example', 'b.example'])
  })
  it('that crash their reader are counted, and put aside, alone', async () => {
    const waiting = new Waiting(different(20))
    waiting.instead = async (n) => (n === 3 ? { failed: 'crashed', detail: 'SIGSEGV' } : undefined)
    const bytes = waiting.lying.get(3)?.bytes ?? new Uint8Array()
    await waiting.handleAll()
    expect(waiting.play.desk.world.book.read().attempts).toEqual({ [sha(bytes)]: 3 })
    expect(waiting.read.filter((n) => n === 3)).toHaveLength(3)
    expect(waiting.handled.filter((one) => !one.endsWith(' done'))).toEqual(['3 quarantine'])
    expect(waiting.services()).toEqual(names(20).filter((name) => name !== 's3.example'))
  })
  it('stay where they are, in their order, from the first that cannot be handled', async () => {
    const waiting = new Waiting(different(20))
    waiting.instead = async (n) => {
      if (n >= 5) throw new IntakeError('no reader starts')
      return undefined
    }
    await expect(waiting.handleAll()).rejects.toThrow('no reader starts')
    expect([waiting.services(), waiting.read.at(-1)]).toEqual([names(5), 6])
    waiting.instead = async () => undefined
    await waiting.handleAll()
    expect([waiting.services(), waiting.lying.size]).toEqual([names(20), 0])
  })
  it('are not waited for when the desk stops: only the one being decided is finished', async () => {
    const waiting = new Waiting(different(20))
    waiting.instead = async (n) => (n === 2 && waiting.stopping.abort(), undefined)
    await expect(waiting.handleAll()).rejects.toThrow('aborted')
    const left = [...waiting.lying.keys()]
    expect(waiting.services()).toEqual(names(20 - left.length))
    expect(left.length).toBeGreaterThanOrEqual(17)
  })
})

/** Tickets and desk book, as far as their letters are the same at any time. */
const picture = (play: Play) =>
  [...play.files].map(([name, text]) => {
    const { domain = '', letters } = JSON.parse(text) as {
      readonly domain?: string
      readonly letters: readonly { readonly key: string }[]
    }
    return `${name} ${domain} ${letters.map(({ key }) => key).join(' ')}`
  })

describe('a desk killed at any act while mails are under way', () => {
  it('takes what was not marked handled again, and does nothing twice', async () => {
    const mails = [...different(2), { service: 's1.example' }]
    const life = async (killAt: number) => {
      const waiting = new Waiting(mails)
      waiting.play.killAt = killAt
      await waiting.handleAll().catch(async (error: unknown) => {
        if (!isKill(error)) throw error
        await waiting.play.restart()
        await waiting.handleAll()
      })
      return waiting
    }
    const calm = await life(-1)
    expect(calm.play.acts).toBeGreaterThan(20)
    for (let n = 0; n < calm.play.acts; n++) {
      const { play, lying } = await life(n)
      expect(picture(play), `killed at act ${n}`).toEqual(picture(calm.play))
      expect(lying.size).toBe(0)
    }
  })
})
