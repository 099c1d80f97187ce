import type { DomainName } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import { all, type Ticket } from '../ticket/known.ts'

/** One line of the public log. Coded reasons only: nothing a person wrote, no personal data. */
export type LogEvent = {
  readonly at: Instant
  readonly domain: DomainName
  readonly event: 'listed' | 'suspended' | 'revived' | 'removed'
  readonly reason: string
}

/** What the public may know of a ticket's life. A service that was never listed leaves no trace. */
export function eventsOf(ticket: Ticket): LogEvent[] {
  const events: LogEvent[] = []
  let place: 'out' | 'in' | 'aside' = 'out'
  for (const { to, at, reason } of all(ticket, 'milestone')) {
    const event =
      to === 'listed'
        ? place === 'aside'
          ? 'revived'
          : 'listed'
        : to === 'suspended'
          ? 'suspended'
          : place === 'out'
            ? undefined
            : 'removed'
    place = to === 'listed' ? 'in' : to === 'suspended' ? 'aside' : 'out'
    if (event)
      events.push({
        at,
        domain: ticket.domain,
        event,
        reason: coded(to === 'withdrawn' || to === 'rejected' ? to : reason),
      })
  }
  return events
}
/** Check ids and codes pass; a sentence somebody wrote does not. */
const coded = (reason: string): string =>
  /^[a-z0-9.-]+( [a-z0-9.-]+){0,30}$/.test(reason) && reason.length <= 400 ? reason : 'other'

/** Oldest first, each once: the order of the log, whatever the order of the tickets. */
export function inOrder(events: readonly LogEvent[]): LogEvent[] {
  const keyed = new Map(events.map((one) => [`${one.at} ${one.domain} ${one.event}`, one]))
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event)
}
