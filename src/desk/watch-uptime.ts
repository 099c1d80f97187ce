import { millis } from '../values/instant.ts'
import type { DomainName, TicketId } from '../values/names.ts'
import type { Monitor } from '../monitor/monitor.ts'
import type { OutageNews } from '../monitor/ports.ts'
import type { Checks } from './checks.ts'
import type { House } from './compose.ts'
import { faultOf } from './log.ts'
import type { Waker } from './waker.ts'

/**
 * Tells the monitor whom to watch, and the tickets what it saw. The figures themselves are read from its ledgers.
 * `idle` resolves when nothing that was heard is still being written.
 */
export function watchUptime(
  house: Pick<House, 'desk' | 'world' | 'trouble'>,
  monitor: Pick<Monitor, 'watch' | 'on' | 'onTrouble'>,
  wake: Waker,
  checks: Pick<Checks, 'start'>,
): { idle(): Promise<void> } {
  const { desk, world } = house
  const watched = () => world.cards.all().flatMap((card) => (card.wants.watch ? [card.domain] : []))
  let told = ''
  const tell = () => {
    const list = [...new Set(watched())]
    if (list.join() === told) return
    told = list.join()
    monitor.watch(list)
  }
  desk.onChange((card, before) => {
    if (card.wants.watch !== (before?.wants.watch ?? false)) tell()
  })
  tell()
  let writing = Promise.resolve()
  monitor.on('outage', ({ outage }) => {
    writing = Promise.all([writing, heard(house, outage)]).then(() => wake.wake())
  })
  const looked = new Map<TicketId, number>()
  monitor.on('certificate', ({ domain, ends }) => {
    // What we found of the old one, and warn or suspend for, is true no more: nobody should have to ask for a new look.
    const now = millis(world.now())
    for (const { id, wants, certificateEnds } of world.cards.about(domain)) {
      if (!wants.watch || certificateEnds === ends) continue
      if (now - (looked.get(id) ?? -Infinity) < world.policy.recheckAtMost) continue
      if (checks.start(id)) looked.set(id, now)
    }
  })
  monitor.on('health', ({ health }) => house.trouble('monitor', health.trouble))
  monitor.onTrouble((message) => world.log.warn('monitor', { message }))
  return { idle: () => writing }
}

/** One fact for each telling: began, then ended. What turned out to be ours is ended where it began. */
async function heard({ desk, world }: Pick<House, 'desk' | 'world'>, outage: OutageNews): Promise<void> {
  const ended = outage.retracted ? outage.began : outage.ended
  for (const card of world.cards.about(outage.domain as DomainName)) {
    if (!card.wants.watch) continue
    await desk
      .tell(card.id, [
        {
          id: `outage:${outage.domain}:${outage.began}:${ended ?? ''}`,
          at: world.now(),
          kind: 'outage',
          began: outage.began,
          ...(ended !== undefined && { ended }),
          why: outage.why,
        },
      ])
      .catch((error: unknown) => world.log.error('outage', faultOf(error)))
  }
}
