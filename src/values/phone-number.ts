import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { CountryCode as Country } from 'libphonenumber-js'
import type { CountryCode, PhoneNumber } from './names.ts'

/**
 * A telephone number as people write it (`+49 (0)30 90 18 20`, `0049…`, `tel:…`) to E.164. A number without a country
 * code needs `country`. Extensions and words beside the number make it wrong: undefined.
 */
export function parsePhoneNumber(text: string, country?: CountryCode): PhoneNumber | undefined {
  const bare = text
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^\((\+[\d\s]{1,8})\)/, '$1')
  if (
    !/^[+(]?[\d\s()/.\-\u2010-\u2015\u2212\u00a0]{5,40}$/u.test(bare) ||
    (bare.match(/\d/g) ?? []).length < 5
  )
    return undefined
  const international = bare.replace(/^00(?=[1-9])/, '+')
  // "+49 (0) 30": the trunk zero in brackets is not dialled from abroad.
  const dialled = international.startsWith('+') ? international.replace(/\(0\)/, ' ') : bare
  const number = parsePhoneNumberFromString(dialled, country as Country | undefined)
  return number?.isPossible() === true && number.ext === undefined
    ? (number.number as string as PhoneNumber)
    : undefined
}
/** Whether the text holds a country code of its own. */
export const isInternational = (text: string): boolean =>
  /^(?:tel:)?\s*\(?(?:\+|00)\s*[1-9]/i.test(text.trim())
