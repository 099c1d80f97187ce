import { millis, plus, type Duration, type Instant } from '../values/instant.ts'
import type { Policy } from '../policy/policy.ts'
import { figures, type Figures } from './figures.ts'
import type { Ledger, Window } from './ledger.ts'
import { plannedWindows, type Announcement } from './planned.ts'
import { rulesFor } from './rules.ts'

/**
 * The rolling window to judge by, or the part of it since the service is watched ("n of 30 days"). It ends with the
 * heartbeat while the monitor runs, so that the newest seconds, seen but not yet on disk, do not count as unknown; a
 * monitor that has been silent for some beats is dead, and then the window ends now.
 */
export function rollingWindow(
  began: Instant,
  seenUntil: Instant,
  now: Instant,
  over: Duration,
  probeEvery: Duration,
): Window {
  const dead = millis(now) - millis(seenUntil) > rulesFor(probeEvery).beat * 4 + 5000
  const to = dead || seenUntil > now ? now : seenUntil
  const from = plus(to, 0 - over)
  return { from: from < began && began < to ? began : from, to }
}

/** One question, one answer: what a service's last `over` come to under the policy. Read the heartbeat before the ledger. */
export function figuresOver(
  the: {
    readonly ledger: Ledger
    readonly maintenance: readonly Announcement[]
    readonly seenUntil: Instant
    readonly now: Instant
  },
  over: Duration,
  policy: Pick<Policy, 'uptime' | 'coverage' | 'trial' | 'maintenanceAtMost' | 'probeEvery'>,
): Figures {
  const { ledger, maintenance, seenUntil, now } = the
  const window = rollingWindow(ledger.began, seenUntil, now, over, policy.probeEvery)
  return figures(ledger, window, plannedWindows(maintenance, policy.maintenanceAtMost), seenUntil, policy)
}
