import { afterEach, describe, expect, it } from 'vitest'
import { troublesTold, vitals } from '../../../src/desk/health.ts'
import { watchInbox } from '../../../src/desk/inbox.ts'
import { IntakeError } from '../../../src/intake/pool.ts'
import type { Arrival } from '../../../src/mailbox/mailbox.ts'
import type { Health } from '../../../src/monitor/ports.ts'
import type { EmailAddress } from '../../../src/values/names.ts'
import { instant } from '../../../src/values/instant.ts'
import { emptyHouse } from './house.ts'

let close = async () => undefined as void
afterEach(() => close())
const minutes = 60_000

/** A desk whose clocks and disk the test moves. */
async function watched() {
  const opened = await emptyHouse()
  close = opened.close
  const clock = { wall: 1_000_000, mono: 0, free: 1e9 }
  const { house } = opened
  const health = vitals(house, () => ({ free: clock.free }), {
    wall: () => clock.wall,
    mono: () => clock.mono,
  })
  const pass = (ms: number) => {
    clock.wall += ms
    clock.mono += ms
  }
  const codes = async () => {
    await health.look()
    return house
      .troubles()
      .map(({ code }) => code)
      .toSorted()
  }
  return { house, health, clock, pass, codes }
}

describe('the desk looks after itself', () => {
  it('a desk that has just begun is well', async () => {
    const { codes, house } = await watched()
    expect(await codes()).toEqual([])
    expect(troublesTold(house)).toEqual([])
  })
  it('a mailbox not read for a quarter of an hour is trouble until it is read', async () => {
    const { health, pass, codes } = await watched()
    health.polled(true, '')
    pass(16 * minutes)
    expect(await codes()).toEqual(['mailbox'])
    health.polled(true, '')
    expect(await codes()).toEqual([])
  })
  it('one mail at hand for a quarter of an hour is trouble', async () => {
    const { health, pass, codes } = await watched()
    health.atHand(900_000)
    pass(14 * minutes)
    health.polled(true, '')
    expect(await codes()).toEqual([])
    pass(2 * minutes)
    expect(await codes()).toEqual(['unanswered'])
    health.atHand(undefined)
    expect(await codes()).toEqual([])
  })
  it('a disk that is nearly full holds the mail back, and lets it come when there is room', async () => {
    const { health, clock, codes } = await watched()
    clock.free = 150e6
    expect(await codes()).toEqual(['disk'])
    expect(health.hold()).toMatch(/200 MB/)
    clock.free = 300e6
    expect(await codes()).toEqual([])
    expect(health.hold()).toBeUndefined()
  })
  it('a clock that jumps is told for an hour; time that passes is not a jump', async () => {
    const { health, clock, pass, codes } = await watched()
    clock.wall -= 3_600_000
    expect(await codes()).toEqual(['clock'])
    pass(61 * minutes)
    health.polled(true, '')
    expect(await codes()).toEqual([])
  })
  it('too many strangers are told for an hour', async () => {
    const { health, pass, codes } = await watched()
    health.happened('strangers', '200 strangers were asked within a day')
    expect(await codes()).toEqual(['strangers'])
    pass(61 * minutes)
    health.polled(true, '')
    expect(await codes()).toEqual([])
  })
  it('a monitor that ends now and then is no trouble; one that keeps ending is, for an hour', async () => {
    const { health, pass, codes } = await watched()
    health.monitorEnded('SIGKILL')
    health.monitorEnded('SIGKILL')
    pass(61 * minutes)
    health.polled(true, '')
    health.monitorEnded('SIGKILL')
    expect(await codes()).toEqual([])
    health.monitorEnded('SIGKILL')
    health.monitorEnded('SIGKILL')
    expect(await codes()).toEqual(['restarts'])
    pass(61 * minutes)
    health.polled(true, '')
    expect(await codes()).toEqual([])
  })
  it('while no mail reader starts, that is trouble and mail waits: none is put aside for it', async () => {
    const { house, health, codes } = await watched()
    const stopping = new AbortController()
    const mail: Arrival = {
      key: { validity: 0, uid: 1 },
      bytes: Buffer.from('From: a@b.example\r\n\r\nhello'),
      receivedAt: Date.now(),
    }
    let waiting = [mail]
    let starts = false
    let rounds = 0
    const inbox = watchInbox(
      {
        desk: house.desk,
        mailbox: {
          async *arrivals() {
            yield* waiting
          },
          handled: async () => void (waiting = []),
          wasUsed: async () => false,
          wait: async () => {
            rounds += 1
            if (rounds === 5) expect([await codes(), waiting]).toEqual([['reader'], [mail]])
            starts = rounds >= 5
            if (waiting.length === 0) stopping.abort()
          },
          close: async () => undefined,
        },
        read: () =>
          health.reading(async () => {
            if (!starts) throw new IntakeError('no reader starts')
            return { failed: 'not-mail', detail: 'read' }
          }),
        quarantine: house.quarantine,
        pollEvery: 1000,
        adopt: true,
      },
      stopping.signal,
      () => undefined,
    )
    await inbox
    expect((await house.quarantine.list()).map(({ reason }) => reason)).toEqual(['not-mail: read'])
    expect(await codes()).toEqual([])
  })
  it('a letter that waits for hours is trouble; the detail names nobody', async () => {
    const { house, codes } = await watched()
    await house.desk.answer({
      kind: 'help',
      key: 'help/x',
      to: 'secret.person@x.example' as EmailAddress,
      said: [],
    })
    expect(await codes()).toEqual([])
    await house.world.book.change((book) => ({
      ...book,
      letters: book.letters.map((letter) => ({ ...letter, date: instant(Date.now() - 5 * 3_600_000) })),
    }))
    expect(await codes()).toEqual(['outgoing'])
    expect(troublesTold(house).join()).not.toContain('secret.person')
  })
  it('numbers of now, each once, for Prometheus', async () => {
    const { health, pass } = await watched()
    health.round({
      at: instant(0),
      services: 4,
      down: 1,
      unknown: 1,
      samples: 9,
      void: 0,
      worstLateMs: 1,
      references: 'answer',
      mass: false,
    } satisfies Health)
    pass(3000)
    const readings = await health.readings()
    const names = readings.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const value = (name: string) => readings.find((one) => one.name === name)?.values[0]?.value
    expect([
      value('vouch_monitor_coverage_ratio'),
      value('vouch_monitor_last_word_age_seconds'),
      value('vouch_quarantine_mails'),
      value('vouch_disk_free_bytes'),
    ]).toEqual([0.75, 3, 0, 1e9])
  })
})
