import type { Letter } from '../ticket/letter.ts'
import type { Sorted } from '../sorting/sort.ts'
import { days, hours, millis, type Instant } from '../values/instant.ts'

/**
 * Challenges go to addresses that anybody can forge (RFC 3834 §2: no answering service may be aimed at others). One
 * address hears once a day (the letter's key); all of one mail domain and all strangers together this often.
 */
const perDomainAndHour = 5
const perDay = 200

export type Strangers = {
  /** Why no challenge may go to this address now; undefined when one may. */
  refuses(address: string, now: Instant): string | undefined
  /** Whether a box that asked for nothing was asked by nobody within a day, whoever wants its consent. */
  mayAskOwner(address: string, now: Instant): boolean
  wrote(this: void, letter: Pick<Letter, 'kind' | 'to' | 'date'>): void
}

/** The letters that count here. */
export const asksSomebody = ({ kind }: Pick<Letter, 'kind'>): boolean =>
  kind === 'challenge' || kind === 'consent'

/** In memory; a starting desk tells it of every letter it reads, so that a restart forgives nothing. */
export function strangers(): Strangers {
  let written: { readonly at: number; readonly domain: string }[] = []
  const owners = new Map<string, number>() // when each box was asked last
  return {
    refuses(address, now) {
      const since = (ms: number) => millis(now) - ms
      written = written.filter((one) => one.at > since(days(1)))
      if (written.length >= perDay) return `${perDay} strangers were asked within a day`
      const domain = domainOf(address)
      const lately = written.filter((one) => one.domain === domain && one.at > since(hours(1)))
      return lately.length >= perDomainAndHour
        ? `${perDomainAndHour} strangers of one mail domain were asked within an hour`
        : undefined
    },
    mayAskOwner(address, now) {
      return millis(now) - (owners.get(address.toLowerCase()) ?? -Infinity) >= days(1)
    },
    wrote({ kind, to, date }) {
      if (kind === 'challenge') written.push({ at: millis(date), domain: domainOf(to) })
      if (kind === 'consent')
        owners.set(to.toLowerCase(), Math.max(millis(date), owners.get(to.toLowerCase()) ?? 0))
    },
  }
}
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** Would carrying this out ask its sender whether it was he? */
export function asksSender(sorted: readonly Sorted[]): boolean {
  return sorted.some((piece) => {
    if (piece.do === 'answer') return piece.kind === 'challenge'
    if (piece.do !== 'open' && piece.do !== 'tell') return false
    return piece.facts.some(
      (fact) =>
        fact.kind === 'claimed' &&
        !piece.facts.some((other) => other.kind === 'sender-confirmed' && other.of === fact.id),
    )
  })
}
