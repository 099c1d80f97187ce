import { describe, expect, it } from 'vitest'
import { digestModel, digestNumbers, digestRows } from '../../../src/letters/digest.ts'
import type { DigestSource } from '../../../src/letters/letters.ts'
import { desk, domain, ticketId } from '../../../src/letters/sample-facts.ts'
import { lives } from '../../../src/letters/sample-lives.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import { cardOf, type Card } from '../../../src/ticket/card.ts'
import { days, plus, type Instant } from '../../../src/values/instant.ts'
import type { DomainName, TicketId } from '../../../src/values/names.ts'

const now = '2026-11-23T08:00:00.000Z' as Instant
const window = { from: plus(now, -1 * days(7)), to: now }
const { ticket, standing } = lives.inTrial
const base = cardOf({ ...ticket, told: standing }, policy2008)
let count = 0
const card = (more: Partial<Card>): Card => {
  count += 1
  const { decided: _, certificateEnds: __, ...plain } = base
  return {
    ...plain,
    id: `IM-2026-${String(count).padStart(4, '0')}` as TicketId,
    domain,
    waitsFor: [],
    reviewable: false,
    ...more,
  }
}
const source = (cards: readonly Card[], more: Partial<DigestSource> = {}): DigestSource => ({
  desk,
  policy: policy2008,
  now,
  week: '2026-W47',
  window,
  cards,
  enquiries: [],
  quarantined: [],
  troubles: [],
  ...more,
})
const named = (name: string, more: Partial<Card>) =>
  card({ domain: `${name}.example` as DomainName, ...more })
const waiting = (name: string, since: number) =>
  named(name, {
    stage: 'review',
    reviewable: true,
    waitsFor: ['reviewers'],
    since: plus(now, -1 * days(since)),
  })

describe('the digest', () => {
  it('puts first what waits for the reviewers, the oldest on top', () => {
    const model = digestModel(source([waiting('three', 3), waiting('twelve', 12), waiting('five', 5)]))
    expect(model.reviewers.map((one) => [one.row, one.domain, one.waits])).toEqual([
      [1, 'twelve.example', '12 days'],
      [2, 'five.example', '5 days'],
      [3, 'three.example', '3 days'],
    ])
    expect([model.waiting, model.oldest]).toEqual([3, '12 days'])
  })
  it('numbers its rows through all sections, each ticket once, and keeps what each stands for', () => {
    const model = digestModel(
      source([
        named('broken', { stage: 'listed', failing: ['tls.chain'] }),
        waiting('review', 2),
        named('asked', { stage: 'trial', question: true }),
        named('trial', { stage: 'trial', waitsFor: ['time'], observed: 0.9995 }),
        named('silent', { stage: 'incomplete', waitsFor: ['operator'] }),
        named('owner', { stage: 'trial', waitsFor: ['owner', 'time'] }),
      ]),
    )
    expect(digestRows(model).map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6])
    expect(new Set(digestRows(model).map((row) => 'ticket' in row && row.ticket)).size).toBe(6)
    expect(digestRows(model)[0]).toMatchObject({ revision: base.revision })
    expect(
      [model.questions, model.trouble, model.owner, model.operator, model.trials].map((all) =>
        all.map((one) => one.domain),
      ),
    ).toEqual([
      ['asked.example'],
      ['broken.example'],
      ['owner.example'],
      ['silent.example'],
      ['trial.example'],
    ])
    expect(model.trials[0]?.observed).toBe('99.950 %')
  })
  it('leaves closed cases alone, but says what was decided in the week and nothing older', () => {
    const closed = (name: string, at: Instant) =>
      named(name, {
        stage: 'rejected',
        waitsFor: ['reviewers'],
        reviewable: true,
        decided: { at, to: 'rejected', reason: 'no contact' },
      })
    const model = digestModel(
      source([closed('fresh', plus(now, -1 * days(2))), closed('old', plus(now, -1 * days(9)))]),
    )
    expect(model.decided.map((one) => one.domain)).toEqual(['fresh.example'])
    expect(digestRows(model)).toEqual([])
  })
  it('names certificates of listed services that end soon, the first to end on top', () => {
    const ends = (name: string, inDays: number, stage: Card['stage'] = 'listed') =>
      named(name, { stage, certificateEnds: plus(now, days(inDays)) })
    const model = digestModel(
      source([ends('later', 40), ends('soon', 9), ends('ended', -1), ends('not-listed', 2, 'trial')]),
    )
    expect(model.certificates.map((one) => [one.domain, one.left])).toEqual([
      ['ended.example', null],
      ['soon.example', '9 days'],
    ])
  })
  it('shows unreachable operators, letters not sent, quarantine and what is broken', () => {
    const model = digestModel(
      source([named('dead', { stage: 'trial', unreachable: true, unsent: [{ number: 3, next: now }] })], {
        quarantined: [{ id: 'c0ffee', at: now, why: 'crashed' }],
        troubles: [{ code: 'mailbox', detail: 'refused', since: now }],
      }),
    )
    expect(model.unreachable).toEqual([{ id: expect.any(String) as string, domain: 'dead.example' }])
    expect(model.unsent[0]?.letters).toBe(1)
    expect(model.quarantined[0]?.id).toBe('c0ffee')
    expect(model.troubles[0]?.code).toBe('mailbox')
  })
  it('compares its numbers with those of the week before', () => {
    const cards = [waiting('one', 1), named('two', { stage: 'listed', opened: plus(now, -1 * days(1)) })]
    const before = { ...digestNumbers(source(cards)), waiting: 4 }
    const numbers = digestModel(source(cards, { before })).numbers
    expect(numbers.find((one) => one.name === 'waiting')).toEqual({
      name: 'waiting',
      now: 1,
      before: 4,
      compared: true,
    })
    expect(digestModel(source(cards)).numbers.every((one) => !one.compared)).toBe(true)
  })
  it('is the same for the same cards in any order', () => {
    const cards = [waiting('one', 1), waiting('two', 2), named('three', { stage: 'trial' })]
    expect(digestModel(source([...cards].reverse()))).toEqual(digestModel(source(cards)))
  })
  it('cuts what is too long to read, and says how many are left out', () => {
    const crowd = Array.from({ length: 70 }, (_, i) =>
      named(`op${i}`, { stage: 'incomplete', waitsFor: ['operator'], since: plus(now, -1 * days(70 - i)) }),
    )
    const model = digestModel(source(crowd))
    expect(model.operator).toHaveLength(50)
    expect(model.operator[0]?.domain).toBe('op0.example')
    expect(model.more['operator']).toBe(20)
  })
  it('counts nothing when there is nothing', () => {
    const model = digestModel(source([]))
    expect([model.waiting, model.oldest, digestRows(model)]).toEqual([0, null, []])
    expect(ticketId).toBe(ticket.id)
  })
})
