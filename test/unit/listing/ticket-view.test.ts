import { describe, expect, it } from 'vitest'
import { words } from '../../../src/checks/words.ts'
import { lives } from '../../../src/letters/sample-lives.ts'
import { readHtml } from '../../../src/listing/html.ts'
import { ticketView } from '../../../src/listing/ticket-view.ts'
import type { Outcome } from '../../../src/checks/outcome.ts'
import { required } from '../../../src/submission/submission.ts'
import type { ItemName, Who } from '../../../src/ticket/checklist.ts'
import type { Delivery, Purpose } from '../../../src/ticket/letter.ts'
import { standing, type Stage } from '../../../src/ticket/standing.ts'
import { pages } from './sample.ts'

type Life = (typeof lives)[keyof typeof lives]
const view = ({ figures, ledger, seenUntil, evidence, ...life }: Life) =>
  ticketView({
    ticket: life.ticket,
    standing: life.standing,
    policy: life.policy,
    now: life.now,
    pages,
    inWords: (outcome) => words(outcome, evidence),
    ...(figures && { figures }),
    ...(ledger && { ledger }),
    ...(seenUntil && { seenUntil }),
  })
const page = (life: Life): string =>
  pages.render('ticket', {
    ...view(life),
    desk: { name: 'desk', address: 'verification@desk.example' },
    root: '/',
    here: 'ticket',
  })

describe('the page of a ticket', () => {
  it.each(Object.entries(lives))('is whole, in plain words, and names nobody: %s', (_, life) => {
    const text = page(life)
    expect(readHtml(text)).not.toHaveProperty('problem')
    expect(
      text.match(/[\w.]+@[\w.]+\.\w+/g)?.filter((one) => one !== 'verification@desk.example') ?? [],
    ).toEqual([])
    expect(text).not.toMatch(/\+49|Anna|Rita/)
    expect(text).not.toMatch(/>(?:operator|reviewers|not-asked|incomplete|failing|not-evidence)</)
  })
  it('says when we look again and when it closes without an answer', () => {
    const { nextCheck, closes, closesIn, items } = view(lives.failing)
    expect([nextCheck, closes, closesIn]).toEqual([
      '2026-11-23T10:01:00.000Z',
      '2026-12-22T10:00:00.000Z',
      '29 days',
    ])
    expect(items.find(({ name }) => name === 'checks')?.why).toEqual([
      'failed: The certificate is within its dates',
      'failed: Clients can connect with TLS from the start (port 5223)',
    ])
    expect(page(lives.failing)).toContain('Without an answer the request closes on')
    expect(view(lives.listed)).not.toHaveProperty('closes')
    expect(view(lives.rejected)).not.toHaveProperty('nextCheck')
  })
  it('has a word for every code it may meet', () => {
    const codes: Record<string, readonly string[]> = {
      item: [
        'information',
        'sender',
        'consent',
        'checks',
        'admin',
        'phone',
        'uptime',
        'decision',
      ] satisfies ItemName[],
      stage: [
        'incomplete',
        'checking',
        'failing',
        'trial',
        'review',
        'listed',
        'suspended',
        'rejected',
        'withdrawn',
        'expired',
        'delisted',
      ] satisfies Stage[],
      purpose: ['operator', 'owner', 'admin', 'review', 'digest', 'challenge', 'nothing'] satisfies Purpose[],
      delivery: [
        'queued',
        'deferred',
        'ambiguous',
        'sending',
        'sent',
        'failed',
      ] satisfies Delivery['state'][],
      outcome: ['pass', 'warn', 'fail', 'unknown', 'not-applicable'] satisfies Outcome['outcome'][],
      whom: ['operator', 'owner', 'reviewers', 'desk', 'time'] satisfies Who[],
      field: required,
    }
    const wordless = Object.entries({
      ...codes,
      next: [...(codes['stage'] ?? []), 'refused', 'owner-first'],
      waits: codes['whom'] ?? [],
    }).flatMap(([group, keys]) =>
      keys
        .filter(
          (key) =>
            pages.word(group, key) === key && !['domain', 'website', 'description', 'sent'].includes(key),
        )
        .map((key) => `${group}.${key}`),
    )
    expect(wordless).toEqual([])
  })
  it('puts first what has to be mended', () => {
    expect(view(lives.failing).outcomes[0]).toMatchObject({ outcome: 'fail', level: 'must' })
    expect(page(lives.failing)).toContain('Something needs mending')
  })
  it('says what is missing in the words of the form', () => {
    expect(view(lives.lacking).items[0]).toMatchObject({ name: 'information', state: 'open' })
    expect(view(lives.lacking).items[0]?.why.join()).not.toMatch(/admin\.|serverSoftware/)
  })
  it('waits for nobody whose turn comes later', () => {
    expect(view(lives.failing).waitsFor).toEqual(['owner', 'operator'])
    expect(view(lives.inTrial).waitsFor).toEqual(['time'])
    expect(view(lives.inReview).waitsFor).toEqual(['reviewers'])
  })
  it('says that the owner said no, and that only the owner is missing', () => {
    expect(view(lives.ownerSaidNo).says).toBe('refused')
    expect(page(lives.ownerSaidNo)).toContain('owner said no, so nothing goes on')
    const { ticket, policy, now } = lives.inReview
    const facts = ticket.facts.filter((fact) => fact.kind !== 'owner-answered')
    const unasked = { ...ticket, facts }
    const life = { ...lives.inReview, ticket: unasked, standing: standing(unasked, policy, now) }
    expect([life.standing.stage, view(life).says]).toEqual(['review', 'owner-first'])
    expect(view(lives.inReview).says).toBe('review')
  })
  it('says when the next step comes by itself', () => {
    const { next, now } = view(lives.inTrial)
    expect(next !== undefined && next > now).toBe(true)
  })
  it('draws the month when there is one', () => {
    expect(page(lives.aWeekOn)).toContain('<svg')
  })
})
