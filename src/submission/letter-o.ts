import type { LetterO } from '../values/coordinates.ts'
import type { FormLine } from './answers.ts'

/** `51,3° N, 12,4° O`: Ost in German and Dutch, ouest, oeste and ovest in the others. */
export function letterO(lines: readonly FormLine[]): LetterO | undefined {
  if (!lines.some(({ text }) => /\d[\s°º'’′"”″]*O(?!\p{L})|(?<!\p{L})O[\s:.]*\d/u.test(text)))
    return undefined
  const text = lines.map((line) => line.text).join(' ')
  const east = text.match(germanic)?.length ?? 0
  const west = text.match(romance)?.length ?? 0
  return east > west ? 'east' : west > east ? 'west' : undefined
}
const germanic =
  /(?<!\p{L})(?:und|der|das|wir|ich|unser\p{L}*|ist|für|mit|von|zum|land|standort|breite|länge|het|een|wij|onze|van|voor|ligging|locatie|breedte\p{L}*|lengte\p{L}*)(?!\p{L})/giu
const romance =
  /(?<!\p{L})(?:le|la|les|du|des|de|et|pour|notre|nous|est|pays|el|los|y|para|nuestro|es|il|gli|di|per|nostro|è|os|da|do|nosso|latitud\p{L}?|longitud\p{L}?|país|paese|serveur|servidor)(?!\p{L})/giu
