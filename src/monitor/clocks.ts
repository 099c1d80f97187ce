import { now, type Round } from './round.ts'
import { forget } from './watched.ts'

export const clocksDisagree = 2000

/**
 * Called whenever we run. Were we stopped or suspended, or has somebody set the clock? Then nothing is known from the
 * moment we last ran (or from the hour the clock now shows a second time) until samples say more.
 */
export function lookAtClocks(round: Round): void {
  const { alive, rules, ports } = round
  const present = now(ports.clock)
  const passed = present.mono - alive.mono
  const stepped = Math.abs(present.wall - alive.wall - passed) > clocksDisagree
  round.alive = present
  if (!stepped && passed <= rules.covers + rules.beat) return
  round.brokeAt = present.mono
  round.woken = true
  const since = Math.min(alive.wall, present.wall)
  for (const { watched } of round.list.values())
    forget(watched, ['c2s', 's2s'], since, stepped ? 'clock stepped' : 'monitor not running', ports.say)
}
