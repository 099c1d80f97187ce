import { percent as percentOf } from '../uptime/share.ts'
import { hours, millis, readable, type Instant } from '../values/instant.ts'

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** `30 days`, `1 hour 11 minutes`, `8 seconds`, `200 ms`: the two greatest units, rounded down. */
export function lasting(ms: number): string {
  if (ms < 1000) return ms <= 0 ? '0 seconds' : `${Math.round(ms)} ms`
  const first = units.findIndex(([, size]) => ms >= size)
  const parts: string[] = []
  let left = ms
  for (const [name, size] of units.slice(first, first + 2)) {
    const n = Math.floor(left / size)
    left -= n * size
    if (n > 0) parts.push(`${n} ${name}${n === 1 ? '' : 's'}`)
  }
  return parts.join(' ')
}
/** `2026-11-22 10:00 UTC`; with seconds where the policy counts in seconds, as in a rehearsal. `span`: ms of the trial, or of the window shown. */
export const moment = (at: Instant, span: number): string =>
  span < hours(1) ? `${at.slice(0, 10)} ${at.slice(11, 19)} UTC` : readable(at)
/** After the word every: `day`, `30 days`, `minute`. */
export const every = (ms: number): string => lasting(ms).replace(/^1 (\w+)$/u, '$1')
/** How long something has lasted, coarsely: `3 days`, `5 hours`, `less than a minute`. */
export function ago(since: Instant, now: Instant): string {
  const ms = millis(now) - millis(since)
  const unit = units.find(([, size]) => ms >= size)
  if (unit === undefined || ms < 60_000) return 'less than a minute'
  const n = Math.floor(ms / unit[1])
  return `${n} ${unit[0]}${n === 1 ? '' : 's'}`
}
/** A share of 0…1 in per cent with three decimals, rounded down: `99.912 %`. */
export const percent = (share: number): string => `${percentOf(share, 3)} %`
/** A threshold as people write it: `99.9 %`, `95 %`. */
export const threshold = (share: number): string => `${Number((share * 100).toFixed(3))} %`
