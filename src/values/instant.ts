import { oneSpace } from './spaces.ts'
import type { Brand } from './brand.ts'

/** UTC, ISO 8601 with milliseconds: sorts as text, reads in a ticket file. The only pure file that may name Date, and only with an argument. */
export type Instant = Brand<string, 'instant'>
/** Milliseconds. */
export type Duration = Brand<number, 'ms'>

export const instant = (ms: number): Instant => new Date(ms).toISOString() as Instant
export const millis = (at: Instant): number => Date.parse(at)
export const plus = (at: Instant, by: number): Instant => instant(millis(at) + by)
export const earliest = (...all: (Instant | undefined)[]): Instant | undefined =>
  all.reduce((least, at) => (at !== undefined && (least === undefined || at < least) ? at : least), undefined)
/** RFC 5322 §3.3 date in UTC: `Sun, 22 Nov 2026 10:00:00 +0000`. */
export const mailDate = (at: Instant): string => new Date(millis(at)).toUTCString().replace('GMT', '+0000')
/** `2026-11-22 10:00 UTC`: as letters and pages show a moment. */
export const readable = (at: Instant): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
/** An ISO 8601 date-time with offset or Z to an Instant; undefined when it is none. */
export function parseInstant(text: string): Instant | undefined {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN
  return Number.isNaN(ms) ? undefined : instant(ms)
}
/** A Date field (RFC 5322 §3.3, obsolete zones too); undefined when it is none or beyond the years 1990…2100. */
export function parseMailDate(text: string): Instant | undefined {
  const bare = oneSpace(text.replaceAll(/\([^()]*\)/g, ' ')).trim()
  const form = /^(?:[a-z]{3},? ?)?\d{1,2} [a-z]{3} \d{4} \d{1,2}:\d\d(?::\d\d)? ?(?:[+-]\d{4}|[a-z]{1,4})?$/i
  const ms = bare.length < 60 && form.test(bare) ? Date.parse(bare) : Number.NaN
  return Number.isNaN(ms) || ms < Date.UTC(1990) || ms > Date.UTC(2100) ? undefined : instant(ms)
}

export const seconds = (n: number) => (n * 1000) as Duration
export const minutes = (n: number) => seconds(n * 60)
export const hours = (n: number) => minutes(n * 60)
export const days = (n: number) => hours(n * 24)

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
/** `200ms`, `20s`, `5m`, `12h`, `30d`; undefined when it is none of these. */
export function parseDuration(text: string): Duration | undefined {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim()) ?? []
  const factor = units[unit]
  return factor === undefined ? undefined : (Math.round(Number(count) * factor) as Duration)
}
/** The shortest of the forms above that is exact: `1500` → `1500ms`, `86400000` → `1d`. */
export function showDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const factor = units[unit] as number
    if (ms >= factor && ms % factor === 0) return `${ms / factor}${unit}`
  }
  return `${ms}ms`
}
