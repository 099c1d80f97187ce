import fc from 'fast-check'
import type { Outcome } from '../../../src/checks/outcome.ts'
import type { Fact } from '../../../src/ticket/fact.ts'
import type { Ticket } from '../../../src/ticket/known.ts'
import type { Figures } from '../../../src/uptime/figures.ts'
import type { EmailAddress, Sha256, TicketId } from '../../../src/values/names.ts'
import { policyWith } from '../../../src/policy/policy.ts'
import { wants } from '../../../src/ticket/standing.ts'
import { step } from '../../../src/ticket/step.ts'
import { instant, plus, type Instant } from '../../../src/values/instant.ts'
import { good, operator, owner, reviewer, service } from '../desk/play.ts'

export const start = instant(Date.UTC(2026, 10, 22, 10))
export const day = 86_400_000
const second = 'two@jabber.org' as EmailAddress
export const outcome = (id: string, what: Outcome['outcome'], since: Instant): Outcome => ({
  id,
  clause: 'P1',
  level: 'must',
  outcome: what,
  reason: 'x',
  facts: {},
  since,
})
export const figures = (to: Instant, verdict: Figures['verdict']): Figures => ({
  window: { from: plus(to, -30 * day), to },
  upMs: 30 * day,
  downMs: 0,
  unknownMs: 0,
  excludedMs: 0,
  observed: verdict === 'pass' ? 1 : 0.9,
  coverage: 1,
  bounds: [0.9, 1],
  verdict,
  outages: [],
  blips: 0,
})

/** The first fact of every ticket: without it there is none. */
export const claimed = (without: 'admin.phone' | undefined): Fact => {
  const claims = Object.fromEntries(Object.entries(good).filter(([field]) => field !== without))
  return {
    id: 'mail:0:claims',
    at: start,
    kind: 'claimed',
    by: operator,
    mail: 'x' as Sha256,
    submission: { claims, sources: {}, problems: [] },
  }
}
/** Anything that can happen to a ticket, some time in the first four months. */
export const anyFact: fc.Arbitrary<Fact> = fc
  .record({
    n: fc.nat(1000),
    minutes: fc.nat(120 * 24 * 60),
    which: fc.nat(17),
    word: fc.constantFrom('approve', 'reject', 'hold' as const),
    yes: fc.boolean(),
    who: fc.constantFrom(reviewer, second, operator),
  })
  .map(({ n, minutes, which, word, yes, who }): Fact => {
    const at = plus(start, minutes * 60_000)
    const base = { id: `fact:${n}:${which}:${minutes}`, at }
    const revision = 'mail:0:claims~'
    switch (which) {
      case 0:
        return { ...base, kind: 'sender-confirmed', of: 'mail:0:claims', how: 'dkim' }
      case 1:
        return {
          ...base,
          kind: 'owner-answered',
          by: owner,
          operator,
          answer: yes ? 'confirm' : 'deny',
          how: 'mail',
        }
      case 2:
      case 3:
      case 4: {
        const bad = !yes && n % 3 === 0
        return {
          ...base,
          kind: 'checked',
          run: base.id,
          revision: 'mail:0:claims',
          policy: '1',
          verdict: bad ? 'not-eligible' : 'eligible',
          outcomes: [outcome('tls.validity', bad ? 'fail' : 'pass', at)],
          measured: {},
          firstEligible: start,
        }
      }
      case 5:
      case 6:
        return {
          ...base,
          kind: 'uptime',
          figures: figures(at, yes ? 'pass' : 'fail'),
          belowForSure: !yes && n % 2 === 0,
          recent: yes ? 1 : 0.9,
          askAgain: plus(at, day),
        }
      case 7:
      case 8:
        return { ...base, kind: 'voted', by: who, vote: word as 'approve', revision, reason: 'because' }
      case 9:
        return { ...base, kind: 'vote-undone', by: who }
      case 10:
        return { ...base, kind: 'waived', by: reviewer, check: 'tls.validity', why: 'known' }
      case 11:
        return { ...base, kind: 'said', by: operator, to: yes ? 'reviewers' : 'operator', text: 'a word' }
      case 12:
        return { ...base, kind: 'recheck-asked', by: operator }
      case 13:
        return {
          ...base,
          kind: 'outage',
          began: at,
          ...(yes && { ended: plus(at, 3_600_000) }),
          why: 'refused',
        }
      case 14:
        return {
          ...base,
          kind: 'claimed',
          by: operator,
          mail: 'y' as Sha256,
          submission: { claims: { 'admin.phone': good['admin.phone'] as never }, sources: {}, problems: [] },
        }
      case 15:
        return { ...base, kind: 'bounced', letter: 1, permanent: yes, status: '5.1.1' }
      case 16:
        return { ...base, kind: 'phone-verified', by: reviewer, note: 'called' }
      default:
        return n % 20 === 0
          ? { ...base, kind: 'withdrawn', by: operator }
          : { ...base, kind: 'assigned', to: reviewer }
    }
  })
export const empty: Ticket = {
  version: 1,
  id: 'IM-2026-0001' as TicketId,
  domain: service,
  facts: [],
  letters: [],
}

/** What brings a ticket onto the list at day 40, so that random lives also go on from there. */
const wayToTheList: readonly Fact[] = [
  { id: 'way:0', at: plus(start, 1), kind: 'sender-confirmed', of: 'mail:0:claims', how: 'dkim' },
  {
    id: 'way:1',
    at: plus(start, 2),
    kind: 'owner-answered',
    by: owner,
    operator,
    answer: 'confirm',
    how: 'mail',
  },
  {
    id: 'way:2',
    at: plus(start, 3),
    kind: 'checked',
    run: 'way',
    revision: 'mail:0:claims',
    policy: '1',
    verdict: 'eligible',
    outcomes: [outcome('tls.validity', 'pass', start)],
    measured: {},
    firstEligible: start,
  },
  {
    id: 'way:3',
    at: plus(start, 31 * day),
    kind: 'uptime',
    figures: figures(plus(start, 31 * day), 'pass'),
    belowForSure: false,
    recent: 1,
    askAgain: plus(start, 32 * day),
  },
  {
    id: 'way:4',
    at: plus(start, 40 * day),
    kind: 'voted',
    by: reviewer,
    vote: 'approve',
    revision: 'mail:0:claims~',
  },
]
const rests = fc
  .tuple(fc.boolean(), fc.array(anyFact, { maxLength: 25 }))
  .map(([listed, rest]) =>
    listed ? [...wayToTheList, ...rest.filter((fact) => fact.at > plus(start, 41 * day))] : rest,
  )
export const lives = fc.record({
  first: fc.constantFrom(claimed(undefined), claimed('admin.phone')),
  rest: rests,
})
export const policy = policyWith({ adminChat: 'off' })
const inTime = (facts: readonly Fact[]) => facts.toSorted((a, b) => (a.at < b.at ? -1 : 1))
/** Facts arrive at their time; between them the desk wakes when the ticket wants it. */
export function live(first: Fact, rest: readonly Fact[], until: Instant, wake: boolean) {
  let ticket: Ticket = empty
  const seen: Ticket[] = []
  const tell = (facts: readonly Fact[], now: Instant) => {
    const done = step(ticket, facts, policy, now)
    ticket = done.ticket
    seen.push(ticket)
  }
  const wakeUntil = (at: Instant) => {
    for (
      let n = 0, due = wants(ticket, policy).wake;
      wake && due !== undefined && due < at && n < 200;
      n++, due = wants(ticket, policy).wake
    )
      tell([], due)
  }
  tell([first], start)
  for (const fact of inTime(rest)) {
    wakeUntil(fact.at)
    tell([fact], fact.at)
  }
  wakeUntil(until)
  tell([], until)
  return { ticket, seen }
}
