import type { Coordinates } from '../values/names.ts'

/** A link to a map for people to open: nothing is fetched by us. */
export const mapLink = ({ latitude, longitude }: Coordinates): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=8/${latitude}/${longitude}`
