import type { CountryCode } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import { phones } from '../values/tables.ts'

/**
 * Clock times in a country at one moment, one for each of its zones: `{ zone: 'Europe/Berlin', time: '11:00' }`.
 * A parameter: time zones are data of the platform (Intl), which pure rooms do not touch.
 */
export type LocalTimes = (
  country: CountryCode,
  at: Instant,
) => readonly { readonly zone: string; readonly time: string }[]

/** What a reviewer needs before he calls: the number as dialled abroad, its country, and what the clock shows there. */
export function phoneTold(number: string, now: Instant, localTimes: LocalTimes | undefined) {
  const parsed = phones().parsePhoneNumberFromString(number)
  const country = parsed?.country as CountryCode | undefined
  const times = country === undefined || localTimes === undefined ? [] : localTimes(country, now)
  const clock = [...new Set(times.map((one) => one.time))].sort()
  const first = clock[0]
  const last = clock.at(-1)
  return {
    number: parsed?.formatInternational() ?? number,
    country: country ?? null,
    time: first === undefined || last === undefined ? null : first === last ? first : `${first} … ${last}`,
    zone: clock.length === 1 ? (times[0]?.zone ?? null) : times.length > 1 ? `${times.length} zones` : null,
  }
}
