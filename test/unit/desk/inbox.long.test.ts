import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { handleWaiting, type Inbox } from '../../../src/desk/inbox.ts'
import { IntakeError } from '../../../src/intake/pool.ts'
import type { Arrival, MailKey } from '../../../src/mailbox/mailbox.ts'
import type { DomainName, EmailAddress } from '../../../src/values/names.ts'
import { good, isKill, Play } from './play.ts'

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
/** `from`: an unproven stranger; `asks`: a question, about no service. */
type Mail = {
  readonly service: string
  readonly bytes?: number
  readonly from?: string
  readonly asks?: true
}
type Said = Awaited<ReturnType<Inbox['read']>>

/** A mailbox in memory before a desk in memory; each mail submits a service and says its own number in its first bytes. */
class Waiting {
  readonly play = new Play()
  readonly stopping = new AbortController()
  readonly lying: Map<number, Arrival>
  readonly handled: string[] = []
  readonly told: string[] = []
  readonly aside: string[] = []
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
        const mail = this.#mails[n]
        const domain = mail?.service as DomainName
        const from = (mail?.from ?? `admin@${domain}`) as EmailAddress
        const said = mail?.asks
          ? { words: 'How are you?' }
          : { claims: [{ ...good, domain, 'admin.email': from }] }
        const proven = mail?.from === undefined
        return other ?? { read: play.mail(from, { ...said, proven, same: `mail${n}` }) }
      },
      quarantine: {
        put: async (bytes, { reason }) => (play.act(), this.aside.push(reason), sha(bytes).slice(0, 16)),
      },
      pollEvery: 1000,
      adopt: true,
    }
  }
  handleAll(): Promise<void> {
    this.play.desk.onChange(({ domain }) => void this.told.push(domain))
    return handleWaiting(this.inbox(), this.stopping.signal)
  }
  tickets(): string[] {
    return [...this.play.files.keys()].filter((name) => name.startsWith('IM-'))
  }
  services(): string[] {
    return this.tickets().map((id) => this.play.ticket(id).domain)
  }
}
/** A desk before a disk that writes a service's tickets when the test says so; `decided`: whose writes it was given. */
function slowDisk(mails: readonly Mail[]) {
  const waiting = new Waiting(mails)
  const decided: string[] = []
  const on = new Map<string, (trouble?: Error) => void>()
  waiting.play.disk = ({ domain }) => {
    decided.push(domain)
    return new Promise((done, failed) => on.set(domain, (trouble) => (trouble ? failed(trouble) : done())))
  }
  return { waiting, decided, written: (domain: string, trouble?: Error) => on.get(domain)?.(trouble) }
}
const different = (count: number, bytes?: number): Mail[] =>
  Array.from({ length: count }, (_, n) => ({ service: `s${n}.example`, ...(bytes && { bytes }) }))
const names = (count: number) => different(count).map(({ service }) => service)
const turns = async () => {
  for (let n = 0; n < 200; n++) await setImmediate()
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
  it('are read and decided while those before are written; nobody is told before, nor out of order', async () => {
    const { waiting, decided, written } = slowDisk(different(3))
    const all = waiting.handleAll()
    await turns()
    expect([waiting.read, decided, waiting.tickets(), waiting.told, waiting.handled]).toEqual([
      [0, 1, 2],
      names(3),
      [],
      [],
      [],
    ])
    written('s2.example')
    written('s1.example')
    await turns()
    expect([waiting.services(), waiting.told, waiting.handled]).toEqual([
      ['s2.example', 's1.example'],
      ['s2.example', 's1.example'],
      [],
    ])
    written('s0.example')
    await all
    expect([waiting.told.at(-1), waiting.handled]).toEqual(['s0.example', ['0 done', '1 done', '2 done']])
  })
  it('see one another while they are written: of one service, of one stranger', async () => {
    const from = 'stranger@a.example'
    const { waiting, decided, written } = slowDisk([
      { service: 'a.example', from },
      { service: 'b.example', from },
      { service: 'a.example', from },
    ])
    const all = waiting.handleAll()
    await turns()
    expect(decided).toEqual(['a.example', 'b.example'])
    written('b.example')
    written('a.example')
    await turns()
    written('a.example')
    await all
    expect(waiting.services().toSorted()).toEqual(['a.example', 'b.example'])
    expect(waiting.handled).toEqual(['0 done', '1 done', '2 done'])
    const letters = waiting.tickets().flatMap((id) => waiting.play.ticket(id).letters)
    expect(letters.map(({ kind }) => kind)).toEqual(['challenge'])
  })
  it('are answered, or put aside, when those before them are on the disk', async () => {
    const question = { service: 'q.example', asks: true } as const
    for (const instead of [undefined, { failed: 'not-mail', detail: 'no header' }] as const) {
      const { waiting, written } = slowDisk([{ service: 'a.example' }, question])
      waiting.instead = async (n) => (n === 1 ? instead : undefined)
      const all = waiting.handleAll()
      await turns()
      expect([waiting.read, waiting.play.files.size, waiting.aside]).toEqual([[0, 1], 0, []])
      written('a.example')
      await all
      expect([[...waiting.play.files.keys()], waiting.aside]).toEqual(
        instead ? [['IM-2026-0001'], ['not-mail: no header']] : [['IM-2026-0001', 'desk'], []],
      )
    }
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
  it('are not marked handled behind one that could not be written, and none is lost or done twice', async () => {
    const { waiting, decided, written } = slowDisk([
      ...different(2),
      { service: 's1.example' },
      { service: 'q.example', asks: true },
      ...different(9).slice(4),
    ])
    const { cards, book } = waiting.play.desk.world
    const all = waiting.handleAll()
    await turns()
    expect(decided).toEqual(names(2)) // the third has to wait for the second, and none overtakes it
    written('s0.example')
    written('s1.example', new Error('no space left'))
    await expect(all).rejects.toThrow('no space left')
    expect([decided, waiting.services(), waiting.told, waiting.handled]).toEqual([
      names(2),
      ['s0.example'],
      ['s0.example'],
      ['0 done'],
    ])
    expect([cards.about('s1.example' as DomainName), book.read().letters]).toEqual([[], []])
    waiting.play.disk = async () => undefined
    await waiting.handleAll()
    expect(waiting.services()).toEqual(['s0.example', 's1.example', ...names(9).slice(4)])
    expect([waiting.lying.size, book.read().letters.length]).toEqual([0, 1])
  })
  it('that were decided upon one that could not be written wait with it, and no more are decided', async () => {
    const { waiting, decided, written } = slowDisk(different(4))
    let go = () => undefined as void
    const slow = new Promise<void>((done) => (go = done))
    waiting.instead = async (n) => {
      if (n === 3) await slow
      return undefined
    }
    const all = waiting.handleAll()
    await turns()
    written('s2.example')
    written('s1.example')
    written('s0.example', new Error('the disk is broken'))
    await turns()
    go()
    await expect(all).rejects.toThrow('the disk is broken')
    expect([decided, waiting.services(), waiting.handled]).toEqual([
      names(3),
      ['s2.example', 's1.example'],
      [],
    ])
    await waiting.play.restart()
    waiting.play.disk = async () => undefined
    await waiting.handleAll()
    expect([waiting.services().toSorted(), waiting.tickets().length]).toEqual([names(4), 4])
    expect(waiting.tickets()).not.toContain('IM-2026-0001') // a number below one that is given is never given again
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

/** Tickets and desk book, as far as they are the same at any time and under any number. */
const picture = (play: Play) =>
  [...play.files.values()]
    .map((text) => {
      const { domain = '', letters } = JSON.parse(text) as {
        readonly domain?: string
        readonly letters: readonly { readonly key: string }[]
      }
      return `${domain} ${letters.map(({ key }) => key).join(' ')}`
    })
    .toSorted()

describe('a desk killed at any act while mails are under way', () => {
  const mails = [...different(2), { service: 's1.example' }, { service: 'q.example', asks: true } as const]
  const life = async (killAt: number, slow: string) => {
    const waiting = new Waiting(mails)
    waiting.play.disk = async ({ domain }) => void (domain === slow && (await turns()))
    waiting.play.killAt = killAt
    await waiting.handleAll().catch(async (error: unknown) => {
      if (!isKill(error)) throw error
      await waiting.play.restart()
      await waiting.handleAll()
    })
    return waiting
  }
  it.each(['', 's0.example', 's1.example'])(
    'takes what was not marked handled again, and does nothing twice (slow to write: %s)',
    async (slow) => {
      const calm = await life(-1, slow)
      expect(calm.play.acts).toBeGreaterThan(20)
      for (let n = 0; n < calm.play.acts; n++) {
        const { play, lying } = await life(n, slow)
        expect(picture(play), `killed at act ${n}`).toEqual(picture(calm.play))
        expect(lying.size).toBe(0)
      }
    },
  )
})
