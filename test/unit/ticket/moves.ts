import type { Outcome } from '../../../src/checks/outcome.ts'
import { policyWith } from '../../../src/policy/policy.ts'
import type { Claims, Problem } from '../../../src/submission/submission.ts'
import type { Fact, FactOf } from '../../../src/ticket/fact.ts'
import {
  known,
  later,
  latest,
  keptOrLost,
  reviewRevision,
  unproved,
  votes,
  type Ticket,
} from '../../../src/ticket/known.ts'
import { isClosed, wants, type Stage } from '../../../src/ticket/standing.ts'
import type { Letter, LetterKind, LetterOrder } from '../../../src/ticket/letter.ts'
import { step, type Step } from '../../../src/ticket/step.ts'
import type { EmailAddress, Sha256, TicketId } from '../../../src/values/names.ts'
import { plus, type Instant } from '../../../src/values/instant.ts'
import { day, good, operator, owner, reviewer } from '../desk/play.ts'
import { empty, figures, outcome, start } from './facts-of.ts'

/** A ticket at one moment, and how often something has happened to it (fact ids are made of that). */
export type Scene = { readonly ticket: Ticket; readonly now: Instant; readonly moves: number }
/** From one stage to another, and what took it there. */
export type Way = { readonly from: Stage | 'a mail'; readonly to: Stage; readonly by: string }
/** A letter that went out, and what made it go. */
export type Post = { readonly kind: LetterKind; readonly to: LetterOrder['to']['role']; readonly by: string }
export type Seen = { readonly way?: (way: Way) => void; readonly post?: (post: Post) => void }
type Without<F> = F extends Fact ? Omit<F, 'id' | 'at'> : never
type What = readonly Without<Fact>[] | undefined // undefined: it cannot happen now
/** What people and machines do. A machine does it when the ticket wants it, and only then. */
export type Move = {
  readonly wanted?: 'check' | 'uptime'
  readonly what: (scene: Scene) => What
  readonly after?: number // ms later than it could be
  readonly like?: string // takes the same ways as that one
  readonly afterwards?: (scene: Scene, seen: Seen) => void // what moves nothing, but brings other letters: tried at once
}

export const policy = policyWith({})
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

const bare = ({ id: _id, at: _at, ...rest }: FactOf<'outage'>) => rest
/** All letters of a kind that went out come back. */
const back = (kind: LetterKind): Move => ({
  what: ({ ticket }) =>
    ticket.letters
      .filter((letter) => letter.kind === kind)
      .map(({ number }) => ({ kind: 'bounced', letter: number, permanent: true, status: '5.1.1' })),
})

const upAgain: Move = {
  what: ({ ticket, now }) => {
    const last = latest(ticket, 'outage')
    return last === undefined || last.ended ? undefined : [{ ...bare(last), ended: now }]
  },
}
const twoWeeks = (scene: Scene, seen: Seen) => void wait(scene, plus(scene.now, 15 * day), true, seen)

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
  [`${policy.trialAtMost / day} days of trial`]: {
    ...judged('fail'),
    after: policy.trialAtMost,
    what: (scene) => (scene.ticket.told?.stage === 'trial' ? judged('fail').what(scene) : undefined),
  },
  approved: voted('approve'),
  rejected: voted('reject'),
  'check waived': whileOpen(() => ({ kind: 'waived', by: reviewer, check, why: 'known' })),
  'operator writes': { ...said(operator, 'reviewers'), afterwards: twoWeeks },
  withdrawn: whileOpen(() => ({ kind: 'withdrawn', by: operator })),
  reopened: {
    what: ({ ticket }) => (ended(ticket) ? [{ kind: 'reopened', by: reviewer }] : undefined),
  },
  'mail to the owner comes back': back('consent'),
  'chat comes back': back('admin-chat'),
  'certificate near its end': {
    wanted: 'check',
    like: 'checks pass',
    what: (scene) =>
      checked('pass', 'eligible')
        .what(scene)
        ?.map((one) =>
          one.kind === 'checked' ? { ...one, measured: { certificateEnds: plus(scene.now, 5 * day) } } : one,
        ),
  },
  down: {
    ...whileOpen(({ now }) => ({ kind: 'outage', began: plus(now, -11 * minute), why: 'refused' })),
    afterwards: (scene, seen) => void move(scene, 'up again', upAgain, seen),
  },
  'reviewer asks': { ...said(reviewer, 'operator'), afterwards: twoWeeks },
  'recheck asked': whileOpen(() => ({ kind: 'recheck-asked', by: operator })),
  'withdrawn by the team': { ...whileOpen(() => ({ kind: 'withdrawn', by: reviewer })), like: 'withdrawn' },
  transferred: always({ kind: 'superseded', by: 'IM-2026-0099' as TicketId }),
}
/** What moves no ticket by itself, only makes it stay: no new way may come of it. */
export const words: Readonly<Record<string, Move>> = {
  "a stranger's mail": always(claimed({ description: 'Mine now' })),
  held: voted('hold'),
  'vote undone': whileOpen(() => ({ kind: 'vote-undone', by: reviewer })),
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
  'not-mended': `${policy.delistAfter / day} days not mended`,
  'whole-again': 'whole again',
  uptime: 'uptime surely below',
}
function tell(before: Ticket, after: Ticket, by: string | undefined, seen: Seen): void {
  const from = before.told?.stage ?? 'a mail'
  const to = after.told?.stage
  if (to === undefined || to === from) return
  const reason = latest(after, 'milestone')?.reason ?? ''
  seen.way?.({ from, to, by: by ?? overdue[reason] ?? 'failing for a day' })
}
/** Letters owed go out at once; a key that was asked for before gives none. */
function posted({ ticket, orders }: Step, now: Instant, by: string, seen: Seen): Ticket {
  const fresh = orders.filter((order) => !ticket.letters.some((letter) => letter.key === order.key))
  const letters = fresh.map(({ key, kind, to, purpose }, n): Letter => {
    seen.post?.({ kind, to: to.role, by })
    return {
      number: ticket.letters.length + n + 1,
      key,
      kind,
      to: to.address ?? reviewer,
      purpose,
      expires: plus(now, policy.tokenLife),
      messageId: `<${key}>`,
      date: now,
      bytes: '' as Sha256,
      delivery: { state: 'sent', at: now, said: '' },
    }
  })
  return letters.length === 0 ? ticket : { ...ticket, letters: [...ticket.letters, ...letters] }
}
/** What happens next, a minute later or when it is wanted, and the ways it takes. Nothing when it cannot happen. */
export function move(scene: Scene, by: string, how: Move, seen: Seen): Scene | undefined {
  const soon = plus(scene.now, minute)
  const due = (ticket: Ticket) => (how.wanted === undefined ? soon : wants(ticket, policy)[how.wanted])
  const wanted = due(scene.ticket)
  if (wanted === undefined) return undefined
  const then = wait(scene, plus(later(wanted, soon), how.after ?? 0), true, seen)
  const what = due(then.ticket) === undefined ? undefined : how.what(then)
  if (what === undefined) return undefined
  const facts = what
    .map((one, n) => ({ ...one, id: idOf(then, n), at: then.now }) as Fact)
    .map((fact) => (fact.kind === 'uptime' ? keptOrLost(then.ticket, fact, policy) : fact)) // as the desk makes it
  const done = step(then.ticket, facts, policy, then.now)
  tell(then.ticket, done.ticket, how.like ?? by, seen)
  const ticket = posted(done, then.now, by, seen)
  const after = { ticket, now: then.now, moves: then.moves + 1 }
  how.afterwards?.(after, seen)
  return after
}
/** Time passes. Awake, the desk steps whenever the ticket wants it; asleep, only at the end. */
export function wait(scene: Scene, end: Instant, awake: boolean, seen: Seen): Scene {
  let { ticket } = scene
  const pass = (now: Instant) => {
    const next = step(ticket, [], policy, now)
    tell(ticket, next.ticket, undefined, seen)
    ticket = posted(next, now, 'time', seen)
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
  readonly posts: readonly Post[]
  readonly scenes: number
  readonly tried: number
} {
  const ways = new Map<string, Way>()
  const posts = new Map<string, Post>()
  const took: Seen = {
    way: (way) => ways.set(`${way.from} ${way.to} ${way.by}`, way),
    post: (post) => posts.set(`${post.kind} ${post.to} ${post.by}`, post),
  }
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
  return { ways: [...ways.values()], posts: [...posts.values()], scenes: met.size, tried }
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
