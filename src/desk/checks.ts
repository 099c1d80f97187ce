import type { Evidence } from '../evidence/evidence.ts'
import type { Outcome } from '../checks/outcome.ts'
import type { Fact, FactOf } from '../ticket/fact.ts'
import type { Ticket } from '../ticket/known.ts'
import type { TicketId } from '../values/names.ts'
import { allChecks } from '../checks/all-checks.ts'
import { judge, verdict } from '../checks/judge.ts'
import { orderOf } from '../evidence/order.ts'
import { measured } from '../evidence/measured.ts'
import { all, known, latest } from '../ticket/known.ts'
import { sameAddress } from '../values/email-address.ts'
import type { Desk } from './desk.ts'
import { faultOf } from './log.ts'

/** Checks run beside each other, never two of one ticket. */
const checksAtOnce = 6
/** After a check that failed for a fault of ours, this long until the next try. */
const afterBug = 60_000

export type Checks = { start(id: TicketId): boolean; idle(): Promise<void> }

/** `failed`: a bug in the probe; the ticket still wants its check, and gets it a minute later. */
export function runChecks(
  desk: Desk,
  sleep: (ms: number) => Promise<void>,
  clock: () => number = Date.now,
): Checks {
  const running = new Map<TicketId, Promise<void>>()
  const notBefore = new Map<TicketId, number>()
  return {
    start(id) {
      if (running.has(id) || running.size >= checksAtOnce || (notBefore.get(id) ?? 0) > clock()) return false
      const run = check(desk, id, sleep)
        .then(() => void notBefore.delete(id))
        .catch((error: unknown) => {
          notBefore.set(id, clock() + afterBug)
          desk.world.log.error('check failed', { ticket: id, ...faultOf(error) })
        })
        .finally(() => running.delete(id))
      running.set(id, run)
      return true
    },
    async idle() {
      await Promise.all(running.values())
    },
  }
}

const looksAtMost = 3
/**
 * One look, and another before anybody hears of a failure that is news: what is gone by then was not worth a letter, and what came only
 * with the second look is looked at once more itself.
 */
export async function check(desk: Desk, id: TicketId, sleep: (ms: number) => Promise<void>): Promise<void> {
  const { world } = desk
  const ticket = await world.tickets.read(id)
  if (ticket === undefined) return
  const before = latest(ticket, 'checked')?.outcomes ?? []
  const consent = ticket.told?.items.find((item) => item.name === 'consent')?.state
  if (consent === 'refused') return // since it was wanted the owner said no
  // Whoever has no consent is a stranger, and our connections to what he names are counted.
  const stranger = consent !== 'met' && consent !== 'not-asked'
  const order = orderOf(ticket.domain, known(ticket).claims)
  let evidence = await world.gather(order, stranger)
  let outcomes = judged(world.policy, ticket, evidence, before)
  for (let told = before, looks = 1; isNews(outcomes, told) && looks < looksAtMost; looks++) {
    told = outcomes
    await sleep(world.policy.secondLook)
    evidence = await world.gather(order, stranger)
    outcomes = judged(world.policy, ticket, evidence, before)
  }
  await world.evidence.put(id, evidence)
  const seen = checkedFact(world.policy.version, ticket, evidence, outcomes)
  await desk.tell(id, [seen, ...itsContact(ticket, seen)])
}
/** The service publishes the very address that submitted it (XEP-0157), and its owner has shown that he reads it: nobody else need be asked. */
function itsContact(ticket: Ticket, { at, measured: { mailContacts = [] } }: FactOf<'checked'>): Fact[] {
  const { operator } = known(ticket)
  const open = ticket.told?.items.some(({ name, state }) => name === 'consent' && state === 'open')
  const proved = all(ticket, 'sender-confirmed').some((fact) => fact.how !== 'none')
  if (!open || !proved || !mailContacts.some((address) => sameAddress(address, operator))) return []
  return [
    {
      id: `contact:${operator}`,
      at,
      kind: 'owner-answered',
      by: operator,
      operator,
      answer: 'confirm',
      how: 'contact',
    },
  ]
}
const judged = (
  policy: Desk['world']['policy'],
  ticket: Ticket,
  evidence: Evidence,
  before: readonly Outcome[],
) => judge(allChecks, { evidence, claims: known(ticket).claims, policy }, before)
const isNews = (outcomes: readonly Outcome[], before: readonly Outcome[]) =>
  outcomes.some(
    (one) =>
      one.level === 'must' &&
      (one.outcome === 'fail' || one.outcome === 'unknown') &&
      one.reason !== 'hourly-limit' && // another look now meets it again
      before.find(({ id }) => id === one.id)?.outcome !== one.outcome,
  )

function checkedFact(
  policy: string,
  ticket: Ticket,
  evidence: Evidence,
  outcomes: readonly Outcome[],
): FactOf<'checked'> {
  const said = verdict(outcomes)
  const first = latest(ticket, 'checked')?.firstEligible ?? (said === 'eligible' ? evidence.at : undefined)
  return {
    id: `run:${evidence.run}`,
    at: evidence.at,
    kind: 'checked',
    run: evidence.run,
    revision: known(ticket).revision,
    policy,
    verdict: said,
    outcomes,
    measured: measured(evidence),
    ...(first && { firstEligible: first }),
  }
}
