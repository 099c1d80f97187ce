import { expect, test } from 'vitest'
import { watchUptime } from '../../../src/desk/watch-uptime.ts'
import type { MonitorEvent } from '../../../src/monitor/ports.ts'
import type { DomainName, TicketId } from '../../../src/values/names.ts'
import { instant } from '../../../src/values/instant.ts'

const [renewed, asChecked] = [instant(Date.UTC(2027, 1, 1)), instant(Date.UTC(2026, 10, 30))]
const domain = 'renewed.example' as DomainName
const hour = 3_600_000

/** Only what is asked for here: one listed service, a monitor that says what it is told to, a clock that moves. */
function desk(watch = true) {
  const hearers = new Map<string, (event: never) => void>()
  const started: TicketId[] = []
  let now = Date.UTC(2026, 10, 28)
  const card = { id: 'IM-2026-0001', domain, wants: { watch }, certificateEnds: asChecked }
  watchUptime(
    {
      desk: { onChange: () => {} },
      trouble: () => {},
      world: {
        cards: { all: () => [card], about: (name: string) => (name === domain ? [card] : []) },
        now: () => instant(now),
        policy: { recheckAtMost: hour },
      },
    } as never,
    { watch: () => {}, onTrouble: () => {}, on: (kind, hear) => void hearers.set(kind, hear) },
    { wake: () => {} } as never,
    { start: (id) => started.push(id) > 0 },
  )
  const say = (event: MonitorEvent) => hearers.get(event.kind)?.(event as never)
  return { say, started, wait: (ms: number) => void (now += ms) }
}

test('a renewed certificate is looked at by itself, at most as often as a re-check may be', () => {
  const { say, started, wait } = desk()
  say({ kind: 'certificate', domain, ends: renewed })
  say({ kind: 'certificate', domain, ends: renewed })
  expect(started).toEqual(['IM-2026-0001'])
  wait(hour)
  say({ kind: 'certificate', domain, ends: renewed })
  expect(started).toHaveLength(2)
})
test('a certificate that was checked already, of another service or of one that is not watched, starts nothing', () => {
  const { say, started } = desk()
  say({ kind: 'certificate', domain, ends: asChecked })
  say({ kind: 'certificate', domain: 'other.example' as DomainName, ends: renewed })
  expect(started).toEqual([])
  const closed = desk(false)
  closed.say({ kind: 'certificate', domain, ends: renewed })
  expect(closed.started).toEqual([])
})
