import { notApplicable, pass, warn, type Check } from './check.ts'
import { listed, targetsOf } from './contacts.ts'
import { countryAt, countryName, kilometresOutside } from './places.ts'

/** Country tables of addresses err, and services move behind carriers: a difference is for people to judge. */
export const placePlausible: Check<
  'same' | 'address-elsewhere' | 'country-differs' | 'at-sea' | 'no-address' | 'not-given' | 'no-submission'
> = {
  id: 'info.geo',
  clause: 'P7',
  level: 'human',
  cites: 'IM services policy P7',
  title: 'The place that was named fits the country and the addresses of the server',
  sentences: {
    same: { found: 'The coordinates lie in {{place}}, and so do the addresses.' },
    'address-elsewhere': {
      found:
        'The coordinates lie in {{place}}; the addresses are registered in {{measured}}, about {{kilometres}} km away at its nearest border.',
    },
    'country-differs': {
      found:
        'The coordinates lie in {{place}}; the country named is {{claimed}} ({{kilometres}} km away). The addresses are registered in {{measured}}.',
    },
    'at-sea': { found: 'The coordinates lie in no country. The addresses are registered in {{measured}}.' },
    'no-address': { found: 'The coordinates lie in {{place}}. Where the addresses are is not known.' },
    'not-given': { found: 'No coordinates were given.' },
    'no-submission': { found: 'Not judged: the domain was checked without a submission.' },
  },
  judge: ({ evidence, claims }) => {
    if (claims === undefined) return notApplicable('no-submission')
    const { location, country } = claims
    if (location === undefined) return notApplicable('not-given')
    const targets = targetsOf(evidence, 'c2s')
    const hosts = evidence.hosts.filter((host) => targets.includes(host.host))
    const countries = [
      ...new Set(hosts.flatMap((host) => host.addresses).flatMap((one) => one.country ?? [])),
    ]
    const measured = listed(countries.map(countryName)) || '–'
    const here = countryAt(location)
    if (here === undefined) return warn('at-sea', { measured })
    const place = countryName(here)
    const away = (other: string) => kilometresOutside(location, other) ?? '?'
    if (country !== undefined && country !== here)
      return warn('country-differs', {
        place,
        claimed: countryName(country),
        kilometres: away(country),
        measured,
      })
    const [nearest] = countries
    if (nearest === undefined) return notApplicable('no-address', { place })
    return countries.some((one) => one === here)
      ? pass('same', { place, measured })
      : warn('address-elsewhere', { place, measured, kilometres: away(nearest) })
  },
}
