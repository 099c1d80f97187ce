import { feature } from '@rapideditor/country-coder'
import type { CountryCode } from '../values/names.ts'

/** The English name of a country; the code when it has none. */
export const countryName = (code: CountryCode): string => feature(code)?.properties.nameEn ?? code

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

/** Five digits, never rounded up: 0.9999999 is not 1. */
export const share = (value: number): number => Math.floor(value * 100_000 + 1e-6) / 100_000
/** Rounded down to two digits: 99.999 % reads 99.99 %. */
export const percent = (value: number): string =>
  `${(Math.floor(value * 10_000 + 1e-6) / 100).toFixed(2).replace(/\.?0+$/, '')} %`
