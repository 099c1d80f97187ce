import type { Outcome } from '../../../src/checks/outcome.ts'
import { policyWith } from '../../../src/policy/policy.ts'
import type { Claims, Problem } from '../../../src/submission/submission.ts'
import type { Fact, FactOf } from '../../../src/ticket/fact.ts'
import {
  known,
  later,
  latest,
  reviewRevision,
  unproved,
  votes,
  type Ticket,
} from '../../../src/ticket/known.ts'
import { isClosed, wants, type Stage } from '../../../src/ticket/standing.ts'
import { step } from '../../../src/ticket/step.ts'
import type { EmailAddress, Sha256, TicketId } from '../../../src/values/names.ts'
import { plus, type Instant } from '../../../src/values/instant.ts'
import { day, good, operator, owner, reviewer } from '../desk/play.ts'
import { empty, figures, outcome, start } from './facts-of.ts'

/** A ticket at one moment, and how often something has happened to it (fact ids are made of that). */
export type Scene = { readonly ticket: Ticket; readonly now: Instant; readonly moves: number }
/** From one stage to another, and what took it there. */
export type Way = { readonly from: Stage | 'a mail'; readonly to: Stage; readonly by: string }
type Without<F> = F extends Fact ? Omit<F, 'id' | 'at'> : never
type What = readonly Without<Fact>[] | undefined // undefined: it cannot happen now
/** What people and machines do. A machine does it when the ticket wants it, and only then. */
export type Move = { readonly wanted?: 'check' | 'uptime'; readonly what: (scene: Scene) => What }

export const policy = policyWith({ adminChat: 'off' })
const minute = 60_000
const check = 'tls.validity'
const idOf = ({ moves }: Pick<Scene, 'moves'>, n = 0) => `move:${String(moves).padStart(4, '0')}:${n}`
const ended = (ticket: Ticket) => isClosed(ticket.told?.stage ?? 'incomplete')
const whileOpen = (what: (scene: Scene) => Without<Fact>): Move => ({
  what: (scene) => (ended(scene.ticket) ? undefined : [what(scene)]),
})
const always = (what: Without<Fact>): Move => ({ what: () => [what] })

const { website: _, ...withoutWebsite } = good
const wrong: Problem = { field: 'website', code: 'not-a-web-address', value: 'htp:/core', line: 4 }
const claimed = (claims: Claims, problems: readonly Problem[] = []): Without<Fact> => ({
  kind: 'claimed',
  by: operator,
  mail: 'x' as Sha256,
  submission: { claims, sources: {}, problems },
})
const proof = (of: string): Without<Fact> => ({ kind: 'sender-confirmed', of, how: 'dkim' })
const signed = (claims: (scene: Scene) => Claims, problems: readonly Problem[] = []): Move => ({
  what: (scene) => [claimed(claims(scene), problems), proof(idOf(scene))],
})

const checked = (what: Outcome['outcome'], verdict: FactOf<'checked'>['verdict']): Move => ({
  wanted: 'check',
  what: ({ ticket, now }) => {
    const last = latest(ticket, 'checked')
    const same = last?.outcomes.find((one) => one.id === check && one.outcome === what)
    const began = last?.firstEligible ?? (verdict === 'eligible' ? now : undefined)
    return [
      {
        kind: 'checked',
        run: now,
        revision: known(ticket).revision,
        policy: policy.version,
        verdict,
        outcomes: [outcome(check, what, same?.since ?? now)],
        measured: {},
        ...(began !== undefined && { firstEligible: began }),
      },
    ]
  },
})
const judged = (verdict: 'pass' | 'fail', belowForSure = false): Move => ({
  wanted: 'uptime',
  what: ({ now }) => [
    {
      kind: 'uptime',
      figures: figures(now, verdict),
      belowForSure,
      recent: verdict === 'pass' ? 1 : 0.9,
      askAgain: plus(now, day),
    },
  ],
})
const voted = (vote: FactOf<'voted'>['vote']): Move =>
  whileOpen(({ ticket }) => ({
    kind: 'voted',
    by: reviewer,
    vote,
    revision: reviewRevision(ticket),
    reason: 'because',
  }))
const answered = (answer: 'confirm' | 'deny'): Move =>
  always({ kind: 'owner-answered', by: owner, operator, answer, how: 'mail' })
const said = (by: EmailAddress, to: 'operator' | 'reviewers'): Move =>
  always({ kind: 'said', by, to, text: 'a word' })

/** How a ticket begins. */
export const beginnings: Readonly<Record<string, Move>> = {
  'a mail whose sender is proved': signed(() => good),
  'an incomplete mail': signed(() => withoutWebsite),
  'a mail that anybody may have sent': always(claimed(good)),
}
/** Everything that can move it from there. */
export const moves: Readonly<Record<string, Move>> = {
  'sender proved': { what: ({ ticket }) => unproved(ticket).map(({ id }) => proof(id)) },
  corrected: signed(({ moves }) => ({ ...good, description: `A service, ${moves}` })),
  'corrected wrongly': signed(() => ({}), [wrong]),
  'owner confirms': answered('confirm'),
  'owner denies': answered('deny'),
  'checks pass': checked('pass', 'eligible'),
  'checks fail': checked('fail', 'not-eligible'),
  'checks cannot tell': checked('unknown', 'inconclusive'),
  'uptime passes': judged('pass'),
  'uptime fails': judged('fail'),
  'uptime surely below': judged('fail', true),
  approved: voted('approve'),
  rejected: voted('reject'),
  'check waived': whileOpen(() => ({ kind: 'waived', by: reviewer, check, why: 'known' })),
  'operator writes': said(operator, 'reviewers'),
  withdrawn: whileOpen(() => ({ kind: 'withdrawn', by: operator })),
  reopened: {
    what: ({ ticket }) => (ended(ticket) ? [{ kind: 'reopened', by: reviewer }] : undefined),
  },
  transferred: always({ kind: 'superseded', by: 'IM-2026-0099' as TicketId }),
}
/** What moves no ticket by itself, only makes it stay: no new way may come of it. */
export const words: Readonly<Record<string, Move>> = {
  "a stranger's mail": always(claimed({ description: 'Mine now' })),
  held: voted('hold'),
  'vote undone': whileOpen(() => ({ kind: 'vote-undone', by: reviewer })),
  'reviewer asks': said(reviewer, 'operator'),
  'recheck asked': whileOpen(() => ({ kind: 'recheck-asked', by: operator })),
}
/** How long nothing happens: the undo window, a day of trouble, a suspension, silence until the end, a trial at its longest; and the desk itself asleep. */
export const waits: readonly { readonly ms: number; readonly awake: boolean }[] = [
  ...[11 * minute, 25 * 60 * minute, 15 * day, 31 * day, 100 * day].map((ms) => ({ ms, awake: true })),
  { ms: 100 * day, awake: false },
]

const overdue: Readonly<Record<string, string>> = {
  'all-met': 'undo window over',
  because: 'undo window over',
  'no-answer': `${policy.expireAfter / day} days of silence`,
  'uptime-not-reached': `${policy.trialAtMost / day} days of trial`,
  'not-mended': `${policy.delistAfter / day} days not mended`,
  'whole-again': 'whole again',
  uptime: 'uptime surely below',
}
function tell(before: Ticket, after: Ticket, by: string | undefined, ways: (way: Way) => void): void {
  const from = before.told?.stage ?? 'a mail'
  const to = after.told?.stage
  if (to === undefined || to === from) return
  const reason = latest(after, 'milestone')?.reason ?? ''
  ways({ from, to, by: by ?? overdue[reason] ?? 'failing for a day' })
}
/** What happens next, a minute later or when it is wanted, and the ways it takes. Nothing when it cannot happen. */
export function move(scene: Scene, by: string, how: Move, ways: (way: Way) => void): Scene | undefined {
  const soon = plus(scene.now, minute)
  const due = (ticket: Ticket) => (how.wanted === undefined ? soon : wants(ticket, policy)[how.wanted])
  const wanted = due(scene.ticket)
  if (wanted === undefined) return undefined
  const then = wait(scene, later(wanted, soon), true, ways)
  const what = due(then.ticket) === undefined ? undefined : how.what(then)
  if (what === undefined) return undefined
  const facts = what.map((one, n) => ({ ...one, id: idOf(then, n), at: then.now }) as Fact)
  const { ticket } = step(then.ticket, facts, policy, then.now)
  tell(then.ticket, ticket, by, ways)
  return { ticket, now: then.now, moves: then.moves + 1 }
}
/** Time passes. Awake, the desk steps whenever the ticket wants it; asleep, only at the end. */
export function wait(scene: Scene, end: Instant, awake: boolean, ways: (way: Way) => void): Scene {
  let { ticket } = scene
  const pass = (now: Instant) => {
    const next = step(ticket, [], policy, now).ticket
    tell(ticket, next, undefined, ways)
    ticket = next
  }
  for (let due = wants(ticket, policy).wake, last = ''; awake && due && due < end && due > last;) {
    pass(due)
    last = due
    due = wants(ticket, policy).wake
  }
  if (ticket.facts.length > 0) pass(end)
  return { ticket, now: end, moves: scene.moves }
}
export const nothing: Scene = { ticket: empty, now: start, moves: 0 }

/**
 * Breadth first from the first mail: each move and each wait is tried in every scene that can be told apart from those
 * before it, so that each is reached the shortest way and the walk ends. No chance is in it: the same code, the same ways.
 */
export function everyWay(): {
  readonly ways: readonly Way[]
  readonly scenes: number
  readonly tried: number
} {
  const ways = new Map<string, Way>()
  const took = (way: Way) => ways.set(`${way.from} ${way.to} ${way.by}`, way)
  const met = new Set<string>()
  let tried = 0
  const all = Object.entries(moves)
  let next: Scene[] = Object.entries(beginnings).flatMap(([by, how]) => move(nothing, by, how, took) ?? [])
  while (next.length > 0) {
    const fresh = next.filter((scene) => !met.has(sameness(scene)) && met.add(sameness(scene)))
    tried += fresh.length * (all.length + waits.length)
    next = fresh.flatMap((scene) => [
      ...all.flatMap(([by, how]) => move(scene, by, how, took) ?? []),
      ...waits.map(({ ms, awake }) => wait(scene, plus(scene.now, ms), awake, took)),
    ])
  }
  return { ways: [...ways.values()], scenes: met.size, tried }
}
/** Two scenes are one when what decides about the next stage is the same; how long ago something was, the waits tell. */
function sameness({ ticket }: Scene): string {
  const { told } = ticket
  const listed = latest(ticket, 'milestone')
  const uptime = latest(ticket, 'uptime')
  const published = told?.stage === 'listed' || told?.stage === 'suspended'
  const lately = published && listed !== undefined && uptime !== undefined && uptime.at > listed.at
  const open = told?.items.filter(({ name }) => !ended(ticket) || name !== 'decision') // it is asked for anew
  const now = reviewRevision(ticket)
  const given = votes(ticket, policy.undoWindow).filter((one) => !ended(ticket) && one.revision === now)
  return JSON.stringify([
    told?.stage,
    open?.map(({ state, waitsFor }) => `${state}${waitsFor ?? ''}`),
    latest(ticket, 'checked')?.firstEligible !== undefined,
    lately && [uptime.belowForSure, uptime.recent],
    given.map((one) => one.vote),
  ])
}
