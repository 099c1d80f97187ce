import { feature, iso1A2Code } from '@rapideditor/country-coder'
import type { Coordinates, CountryCode } from '../values/names.ts'

/** Kilometres along a great circle; the Earth as a ball of 6371 km. */
export function distance(a: Coordinates, b: Coordinates): number {
  const rad = Math.PI / 180
  const dLat = (b.latitude - a.latitude) * rad
  const dLon = (b.longitude - a.longitude) * rad
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(dLon / 2) ** 2
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** English name of a country, or the code itself. */
export const countryName = (code: string): string => feature(code)?.properties.nameEn ?? code
/** The country a place lies in; undefined at sea. */
export const countryAt = ({ latitude, longitude }: Coordinates): CountryCode | undefined =>
  (iso1A2Code([longitude, latitude]) ?? undefined) as CountryCode | undefined

/** About how far a place lies outside a country, in km; 0 inside, undefined when the country has no outline. */
export function outside(place: Coordinates, country: string): number | undefined {
  if (countryAt(place) === country) return 0
  const geometry = feature(country)?.geometry
  if (geometry?.type !== 'MultiPolygon') return undefined
  let nearest: number | undefined
  for (const [longitude = 0, latitude = 0] of geometry.coordinates.flat(2)) {
    const km = distance(place, { latitude, longitude })
    if (nearest === undefined || km < nearest) nearest = km
  }
  return nearest
}

/** A link to a map for people to open: nothing is fetched by us. */
export const mapLink = ({ latitude, longitude }: Coordinates): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=8/${latitude}/${longitude}`
