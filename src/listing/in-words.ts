import { allChecks } from '../checks/all-checks.ts'
import { percent as percentOf } from '../uptime/share.ts'
import type { Pages } from './pages.ts'

/** Software families as people filter by them: `Prosody 0.12.4` and `prosody/trunk` are Prosody. */
export function family(software: string): string {
  const name = /^\p{L}[\p{L}\p{N}.+_-]*/u.exec(software)?.[0]?.replace(/[-_./]v?\d.*$/, '') ?? software
  return known.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name
}
const known = [
  'Prosody',
  'ejabberd',
  'Openfire',
  'Tigase',
  'MongooseIM',
  'Metronome',
  'jabberd2',
  'M-Link',
  'Snikket',
]

/** Two digits, rounded down and without idle zeros: 0.99999 reads `99.99 %`, 1 reads `100 %`. */
export const percent = (share: number): string => `${percentOf(share, 2).replace(/\.?0+$/, '')} %`

/** `16 min 40 s`: the two largest units; at least a second. */
export function lasting(ms: number, pages: Pick<Pages, 'word'>): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  const parts = (
    [
      ['d', 86_400],
      ['h', 3600],
      ['m', 60],
      ['s', 1],
    ] as const
  ).map(
    ([unit, size], i, all) =>
      [Math.floor((i === 0 ? seconds : seconds % (all[i - 1]?.[1] ?? 1)) / size), unit] as const,
  )
  const first = parts.findIndex(([count]) => count > 0)
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${pages.word('short', unit)}`)
    .join(' ')
}
const day = 86_400_000
/** A stretch that may be long: `30 days`, below that as `lasting`. */
export const stretch = (ms: number, pages: Pick<Pages, 'word'>): string =>
  ms < 2 * day ? lasting(ms, pages) : `${Math.floor(ms / day)} ${pages.word('many', 'd')}`

/** A check by its title; what is none stays as it is. */
export const titleOf = (code: string): string => allChecks.find((one) => one.id === code)?.title ?? code

/** The codes of a reason as people read them: a check by its title. */
export const reasons = (reason: string, pages: Pages): string =>
  reason
    .split(' ')
    .filter((code) => code !== '')
    .map((code) => {
      const check = allChecks.find((one) => one.id === code)
      return check ? pages.phrase('failed', { title: check.title }) : pages.word('reason', code)
    })
    .join('; ')
