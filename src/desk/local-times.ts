import type { LocalTimes } from '../letters/phone.ts'
import { millis } from '../values/instant.ts'

type WithZones = Intl.Locale & {
  readonly timeZones?: readonly string[]
  getTimeZones?: () => readonly string[] | undefined
}

/** What clocks show in a country, one line a zone; from the platform's own tables. */
export const localTimes: LocalTimes = (country, at) => {
  const locale = new Intl.Locale('und', { region: country }) as WithZones
  const zones = locale.getTimeZones?.() ?? locale.timeZones ?? []
  return zones.map((zone) => ({
    zone,
    time: new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(millis(at)),
  }))
}
