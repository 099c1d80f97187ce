import { describe, expect, test } from 'vitest'
import { afterCrash, afterTry, isDue, sendLetter } from '../../../src/outbox/delivery.ts'
import type { Sent, Transport } from '../../../src/outbox/transport.ts'
import type { Delivery } from '../../../src/ticket/letter.ts'
import { millis, plus, type Instant } from '../../../src/values/instant.ts'

const noon = '2026-11-22T12:00:00.000Z' as Instant
const letter = (delivery: Delivery, n = 1) => ({
  messageId: `<im-2026-0001.${n}@desk.example>`,
  date: noon,
  delivery,
})
const sending = (tries: number): Delivery => ({ state: 'sending', tries, since: noon })
const sent = (result: Sent['result'], said = 'words'): Sent => ({ result, said })
const nextOf = (delivery: Delivery): number =>
  'next' in delivery ? millis(delivery.next) - millis(noon) : Number.NaN

describe('after a try', () => {
  test('accepted is sent, refused is failed, for good', () => {
    expect(afterTry(letter(sending(0)), sent('accepted', '250 ok'), noon)).toEqual({
      state: 'sent',
      at: noon,
      said: '250 ok',
    })
    expect(afterTry(letter(sending(3)), sent('refused', '550 no'), noon)).toEqual({
      state: 'failed',
      at: noon,
      said: '550 no',
    })
  })
  test('refused for now waits longer each time, at most a fifth more than the table says', () => {
    const minutes = [1, 5, 15, 60, 120, 240, 240]
    minutes.forEach((pause, tries) => {
      const after = afterTry(letter(sending(tries)), sent('refused-for-now'), noon)
      expect(after).toMatchObject({ state: 'deferred', tries: tries + 1 })
      expect(nextOf(after)).toBeGreaterThanOrEqual(pause * 60_000)
      expect(nextOf(after)).toBeLessThan(pause * 72_000)
    })
  })
  test('letters that were refused together do not come back together', () => {
    const times = new Set(
      Array.from({ length: 50 }, (_, n) =>
        nextOf(afterTry(letter(sending(3), n), sent('refused-for-now'), noon)),
      ),
    )
    expect(times.size).toBeGreaterThan(30)
  })
  test('the same try always has the same next time', () => {
    expect(afterTry(letter(sending(2)), sent('unclear'), noon)).toEqual(
      afterTry(letter(sending(2)), sent('unclear'), noon),
    )
  })
  test('a server that is away for good is given up on after five days, not before', () => {
    let delivery: Delivery = { state: 'queued', tries: 0, next: noon }
    let now = noon
    for (let i = 0; i < 100 && 'next' in delivery; i += 1) {
      now = delivery.next
      delivery = afterTry(
        letter({ state: 'sending', tries: delivery.tries, since: now }),
        sent('refused-for-now', '421 later'),
        now,
      )
    }
    expect(delivery).toMatchObject({ state: 'failed', said: expect.stringContaining('421 later') as string })
    expect(millis(now) - millis(noon)).toBeGreaterThan(4.7 * 86_400_000)
    expect(millis(now) - millis(noon)).toBeLessThan(5 * 86_400_000)
  })
  test('one that takes the message and never answers gets few copies in those days', () => {
    let delivery: Delivery = { state: 'queued', tries: 0, next: noon }
    let copies = 0
    while ('next' in delivery) {
      const now: Instant = delivery.next
      delivery = afterTry(
        letter({ state: 'sending', tries: delivery.tries, since: now }),
        sent('unclear'),
        now,
      )
      copies += 1
    }
    expect(copies).toBeLessThanOrEqual(8)
  })
})

describe('sending', () => {
  const transport = (result: Sent, seen: string[]): Transport => ({
    send: (_, envelope) => {
      seen.push(`send ${envelope.to}`)
      return Promise.resolve(result)
    },
    close: () => Promise.resolve(),
  })
  const ports = (result: Sent, seen: string[]) => ({
    transport: transport(result, seen),
    bytes: () => Promise.resolve(new Uint8Array()),
    envelope: { from: 'desk@desk.example', to: 'admin@im.example', id: 'x' },
    now: () => noon,
    settle: (delivery: Delivery) => {
      seen.push(delivery.state)
      return Promise.resolve()
    },
  })
  test('"sending" is on disk before the first byte goes out', async () => {
    const seen: string[] = []
    await sendLetter(letter({ state: 'queued', tries: 0, next: noon }), ports(sent('accepted'), seen))
    expect(seen).toEqual(['sending', 'send admin@im.example', 'sent'])
  })
  test('nothing is sent when "sending" cannot be written', async () => {
    const seen: string[] = []
    const broken = { ...ports(sent('accepted'), seen), settle: () => Promise.reject(new Error('disk full')) }
    await expect(sendLetter(letter({ state: 'queued', tries: 0, next: noon }), broken)).rejects.toThrow(
      'disk full',
    )
    expect(seen).toEqual([])
  })
  test('what was being sent when the program died may have arrived, and goes again at once', () => {
    expect(afterCrash(sending(2), plus(noon, 5))).toEqual({
      state: 'ambiguous',
      tries: 2,
      next: plus(noon, 5),
      said: 'interrupted',
    })
    const done: Delivery = { state: 'sent', at: noon, said: '250' }
    expect(afterCrash(done, noon)).toBe(done)
  })
  test('is due when its time has come', () => {
    expect(isDue({ state: 'deferred', tries: 1, next: plus(noon, 1) }, noon)).toBe(false)
    expect(isDue({ state: 'deferred', tries: 1, next: noon }, noon)).toBe(true)
    expect(isDue({ state: 'failed', at: noon, said: '' }, noon)).toBe(false)
  })
})
