import { phones } from '../values/tables.ts'
import { notApplicable, pass, warn, type Check } from './check.ts'
import { countryAt, countryName } from './places.ts'

/** The number itself stays in the submission: outcomes are shown on pages, numbers never are. */
export const telephonePlausible: Check<
  'ok' | 'not-a-number' | 'other-country' | 'premium' | 'not-given' | 'no-submission'
> = {
  id: 'info.phone',
  clause: 'P8',
  level: 'human',
  cites: 'IM services policy P8; ITU-T E.164',
  title: 'The telephone number can be called in the country of the service',
  sentences: {
    ok: { found: 'A number of {{country}} ({{type}}), like the place of the service.' },
    'not-a-number': { found: 'The number does not exist in the numbering plan of its country.' },
    'other-country': { found: 'A number of {{country}} ({{type}}); the service is said to be in {{place}}.' },
    premium: { found: 'A number of {{country}} that costs extra to call ({{type}}).' },
    'not-given': { found: 'No telephone number was given.' },
    'no-submission': { found: 'Not judged: the domain was checked without a submission.' },
  },
  judge: ({ claims }) => {
    if (claims === undefined) return notApplicable('no-submission')
    const given = claims['admin.phone']
    if (given === undefined) return notApplicable('not-given')
    const number = phones().parsePhoneNumberFromString(given)
    if (number === undefined || !number.isValid()) return warn('not-a-number')
    const type = (number.getType() ?? 'UNKNOWN').toLowerCase().replaceAll('_', ' ')
    const country = number.country ?? `+${number.countryCallingCode}`
    const facts = { country: nameOf(country), type }
    if (/premium|shared cost/.test(type)) return warn('premium', facts)
    const places = [claims.country, claims.location && countryAt(claims.location)].filter(
      (one) => one !== undefined,
    )
    if (places.length === 0 || places.some((one) => one === country)) return pass('ok', facts)
    return warn('other-country', { ...facts, place: nameOf(places[0] ?? '') })
  },
}
const nameOf = (code: string): string => (/^[A-Z]{2}$/.test(code) ? countryName(code) : code)
