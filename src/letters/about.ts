import { millis, type Instant } from '../values/instant.ts'
import type { Policy } from '../policy/policy.ts'
import type { Item } from '../ticket/checklist.ts'
import { consentAsked } from '../ticket/consent-letters.ts'
import { known, latest, registrable } from '../ticket/known.ts'
import { at, expires, isClosed, isPublished, nextCheck, testEnds, type Standing } from '../ticket/standing.ts'
import type { Around, Desk } from './letters.ts'
import { every, lasting, moment, threshold } from './moments.ts'

/** What every letter may name. */
export function aboutDesk(desk: Desk) {
  return {
    desk: {
      name: desk.name,
      address: desk.address,
      page: desk.page ?? null,
      source: desk.source ?? null,
    },
  }
}

/** What every letter about a ticket may name. */
export function about(around: Around) {
  const { ticket, standing, policy } = around
  const { operator, claims } = known(ticket)
  return {
    ...aboutDesk(around.desk),
    id: ticket.id,
    domain: ticket.domain,
    root: registrable(ticket.domain),
    operator,
    adminJid: claims['admin.jid'] ?? null,
    contactsAsked: [
      ...new Set(
        ticket.letters.flatMap(({ key, to }) => (consentAsked(key)?.contact === true ? [String(to)] : [])),
      ),
    ],
    ticketPage: around.ticketPage ?? null,
    stage: standing.stage,
    published: isPublished(standing.stage),
    steps: steps(standing, policy.trial, around.now),
    askedOwner: stateOfOwner(standing) === 'owner',
    expiresAt: expiresAt(around),
    nextCheck: nextCheckTold(around),
    trial: trialTold(around),
    again: openedAgain(around),
    proofs: /open|refused/u.test(at(standing, 'consent').state) ? (around.proofs ?? null) : null,
    kept: around.firstToThisPerson ? kept(policy) : null,
    rules: rules(policy),
  }
}

/** What is kept of a person and how long: in the first letter to each. */
export const kept = (policy: Policy) => ({
  mail: lasting(policy.keepMail),
  closed: lasting(policy.keepClosed),
})
export const rules = (policy: Policy) => ({
  trial: lasting(policy.trial),
  trialAtMost: lasting(policy.trialAtMost),
  uptime: threshold(policy.uptime),
  allowed: lasting(Math.round(policy.trial * (1 - policy.uptime))),
  coverage: threshold(policy.coverage),
  probeEvery: every(policy.probeEvery),
  undo: lasting(policy.undoWindow),
  expireAfter: lasting(policy.expireAfter),
  delistAfter: lasting(policy.delistAfter),
  suspendAfterDown: lasting(policy.suspendAfterDown),
  suspendBelow: threshold(policy.suspendBelow),
  recheckEvery: every(policy.recheckEvery),
  recheckAtMost: every(policy.recheckAtMost),
  reportEvery: every(policy.trialReportEvery),
  keepClosed: lasting(policy.keepClosed),
  maintenanceAtMost: lasting(policy.maintenanceAtMost),
  tokenLife: lasting(policy.tokenLife),
  reviveOver: lasting(policy.reviveOver),
  quorum: policy.quorum,
})

export type StepTold = {
  readonly name: string
  readonly state: 'done' | 'refused' | 'later' | 'operator' | 'owner' | 'reviewers' | 'desk' | 'time'
  readonly key: string // `consent-owner`
  readonly until: string | null
}
/** The checklist in the order of its life; what is not asked for is left out. Nobody is waited for before his turn. */
export function steps(standing: Standing, span = Number.POSITIVE_INFINITY, now?: Instant): StepTold[] {
  const met = (name: Item['name']) => at(standing, name).state === 'met'
  const ready = met('information') && met('sender')
  return standing.items
    .filter((item) => item.state !== 'not-asked')
    .map((item) => {
      const state = stateOf(item, ready, met('checks'), at(standing, 'consent').state)
      return {
        name: item.name,
        state,
        key: `${item.name}-${state}`,
        until: item.state === 'open' ? ahead(item.until, span, now) : null,
      }
    })
}
/** A moment that is still to come; nobody is told to wait for one that is past. */
const ahead = (at: Instant | undefined, span: number, now?: Instant): string | null =>
  at === undefined || (now !== undefined && at <= now) ? null : moment(at, span)
const stateOfOwner = (standing: Standing) => steps(standing).find(({ name }) => name === 'consent')?.state
function stateOf(item: Item, ready: boolean, checked: boolean, consent: Item['state']): StepTold['state'] {
  const agreed = consent === 'met' || consent === 'not-asked'
  if (item.state === 'met') return 'done'
  if (item.state === 'refused') return 'refused'
  if (item.name === 'uptime')
    return item.until === undefined || !checked || consent === 'refused' ? 'later' : 'time'
  if (item.name === 'decision')
    return item.waitsFor === 'reviewers' && !(ready && checked && agreed)
      ? 'later'
      : (item.waitsFor ?? 'later')
  const first = item.name === 'information' || item.name === 'sender'
  return first || ready ? (item.waitsFor ?? 'desk') : 'later'
}

/** When the ticket closes by itself; null: never. */
function expiresAt({ standing, policy, ticket }: Around): string | null {
  const end = expires(ticket, standing, policy)
  return end === undefined ? null : moment(end, policy.trial)
}

/** This letter is the first to the operator since his case was opened again. */
function openedAgain({ ticket }: Around): boolean {
  const last = latest(ticket, 'milestone')
  return (
    last?.to === 'open' &&
    !ticket.letters.some((letter) => letter.purpose === 'operator' && letter.date >= last.at)
  )
}

/** When we look again by ourselves; null: at once, or never. */
function nextCheckTold({ ticket, standing, policy, now }: Around): string | null {
  const next = isClosed(standing.stage) ? undefined : nextCheck(ticket, standing, policy)
  return next === undefined || next <= now ? null : moment(next, policy.trial)
}

/** Where the test of uptime stands: `day 3 of 30`. A rehearsal of seconds has no days to count. */
function trialTold({ ticket, standing, policy, now }: Around) {
  const began = latest(ticket, 'checked')?.firstEligible
  if (began === undefined) return null
  const ends = ahead(at(standing, 'uptime').until, policy.trial, now) // as the list of steps has it
  const day = 86_400_000
  const whole = Math.round(policy.trial / day)
  return {
    began: moment(began, policy.trial),
    ends,
    atMost: ahead(testEnds(ticket, standing, policy), policy.trial, now),
    day:
      whole < 1 || ends === null
        ? null
        : Math.min(whole, Math.max(1, Math.floor((millis(now) - millis(began)) / day) + 1)),
    of: whole,
  }
}

export const measuredOf = (around: Around) => latest(around.ticket, 'checked')?.measured
