import type { LetterO } from '../values/coordinates.ts'
import type { FormLine } from './answers.ts'

/** `51,3° N, 12,4° O`: Ost in German and Dutch, ouest, oeste and ovest in the others. */
export function letterO(lines: readonly FormLine[]): LetterO | undefined {
  const own = lines.filter((line) => line.own)
  if (!own.some(({ text }) => /\d[\s°º'’′"”″]*O(?!\p{L})|(?<!\p{L})O[\s:.]*\d/u.test(text))) return undefined
  const text = own.map((line) => line.text).join(' ')
  const [east, west] = [germanic, romance].map((words) => new Set(text.toLowerCase().match(words)).size) as [
    number,
    number,
  ]
  return east > 2 * west ? 'east' : west > 2 * east ? 'west' : undefined
}
/** Words of one side only: names of people and streets are of any. */
const germanic =
  /(?<!\p{L})(?:und|wir|ich|unser\p{L}*|ist|für|mit|standort|breite|länge|koordinaten|betreiber|beschreibung|kurzbeschreibung|domäne|webseite|telefon|zertifi\p{L}*|grüße\p{L}*|gruß|hallo|guten|het|een|wij|onze|voor|ligging|locatie|breedte\p{L}*|lengte\p{L}*|beheerder|beschrijving|domein|domeinnaam|verantwoordelijke|groet\p{L}*|telefoon|certificaat|webstek|deutschland|österreich|schweiz|belgië|nederland|vlaanderen)(?!\p{L})/giu
const romance =
  /(?<!\p{L})(?:et|pour|notre|nous|est|pays|emplacement|coordonnées|correction|serveur|logiciel|domaine|téléphone|autorité|émetteur|responsable|bonjour|cordialement|montréal|para|nuestr[oa]|ubicación|coordenadas|servidor|dominio|teléfono|certificado|descripción|saludos|hola|gli|nostro|posizione|coordinate|descrizione|telefono|certificato|ciao|saluti|nosso|localização|domínio|telefone|descrição|certificadora|latitud|longitud|país|paese|france|españa|italia|portugal|brasil|méxico|argentina|québec)(?!\p{L})/giu
