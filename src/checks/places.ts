import type { Coordinates, CountryCode } from '../values/names.ts'
import { countries } from '../values/tables.ts'

/** ISO 3166-1 alpha-2 of the land (or coast) there; undefined on the high sea. */
export const countryAt = ({ latitude, longitude }: Coordinates): CountryCode | undefined =>
  (countries().iso1A2Code([longitude, latitude]) ?? undefined) as CountryCode | undefined
/** `Germany`; the code itself when there is no such country. */
export const countryName = (code: string): string => countries().feature(code)?.properties.nameEn ?? code

/** About how many kilometres a place lies outside a country: to the nearest corner of its border; 0 inside, undefined for no country. */
export function kilometresOutside(place: Coordinates, country: string): number | undefined {
  if (countryAt(place) === country) return 0
  const geometry = countries().aggregateFeature(country)?.geometry
  if (geometry?.type !== 'MultiPolygon') return undefined
  const distances = geometry.coordinates
    .flat(2)
    .map(([longitude = 0, latitude = 0]) => kilometres(place, { latitude, longitude }))
  return distances.length === 0
    ? undefined
    : Math.round(distances.reduce((least, one) => Math.min(least, one)))
}
const radians = (degrees: number): number => (degrees * Math.PI) / 180
/** Great circle, by the haversine formula. */
function kilometres(a: Coordinates, b: Coordinates): number {
  const half = (x: number) => Math.sin(radians(x) / 2) ** 2
  const h =
    half(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(b.longitude - a.longitude)
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)))
}
