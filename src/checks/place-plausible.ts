import type { Coordinates } from '../values/names.ts'
import { notApplicable, pass, warn, type Check } from './check.ts'
import { listed, targetsOf } from './contacts.ts'
import { countryAt, countryName, kilometresOutside } from './places.ts'

/** Country tables of addresses err, and services move behind carriers: a difference is for people to judge. */
export const placePlausible: Check<
  | 'same'
  | 'swapped'
  | 'sign'
  | 'address-elsewhere'
  | 'country-differs'
  | 'at-sea'
  | 'no-address'
  | 'not-given'
  | 'no-submission'
> = {
  id: 'info.geo',
  clause: 'P7',
  level: 'human',
  cites: 'IM services policy P7',
  title: 'The place that was named fits the country and the addresses of the server',
  sentences: {
    same: { found: 'The coordinates lie in {{place}}, and so do the addresses.' },
    swapped: {
      found:
        'The coordinates lie in {{place}}. With latitude and longitude the other way round they would lie in {{meant}}, as the country named or the addresses say.',
    },
    sign: {
      found:
        'The coordinates lie in {{place}}. With the other sign of a coordinate (south and west are negative) they would lie in {{meant}}, as the country named or the addresses say.',
    },
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
    const expected: string[] = [...(country === undefined ? [] : [country]), ...countries]
    const slip = here !== undefined && expected.includes(here) ? undefined : slipOf(location, expected)
    if (slip !== undefined)
      return warn(slip.kind, {
        place: here === undefined ? 'no country' : countryName(here),
        meant: countryName(slip.country),
      })
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

/** A slip of the pen that explains everything: which, and where the place then lies. */
function slipOf(
  { latitude, longitude }: Coordinates,
  expected: readonly string[],
): { readonly kind: 'swapped' | 'sign'; readonly country: string } | undefined {
  const others: readonly (readonly ['swapped' | 'sign', number, number])[] = [
    ['swapped', longitude, latitude],
    ['sign', latitude, -longitude],
    ['sign', -latitude, longitude],
    ['sign', -latitude, -longitude],
  ]
  for (const [kind, north, east] of others) {
    const country = Math.abs(north) > 90 ? undefined : countryAt({ latitude: north, longitude: east })
    if (country !== undefined && expected.includes(country)) return { kind, country }
  }
  return undefined
}
