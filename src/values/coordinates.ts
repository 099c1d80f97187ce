import { oneSpace } from './spaces.ts'
import type { Coordinates } from './names.ts'

/** `ambiguous`: two readings of one writing. Nothing is guessed: whoever asked has to ask back. */
export type Placed =
  | { readonly at: Coordinates }
  | { readonly wrong: 'ambiguous' | 'out-of-range' | 'not-coordinates' }
export type Degrees =
  | { readonly degrees: number }
  | { readonly wrong: 'ambiguous' | 'out-of-range' | 'not-coordinates' }
type Axis = 'latitude' | 'longitude'
type Angle = { readonly degrees: number; readonly axis?: Axis }

const north = ['nb', 'n', 'north', 'nord', 'norte', 'noord', 'nördlich', 'nördl', 'с', '北', '北緯', '北纬']
const south = [
  'zb',
  's',
  'south',
  'süd',
  'sud',
  'sur',
  'sul',
  'zuid',
  'südlich',
  'südl',
  'ю',
  '南',
  '南緯',
  '南纬',
]
const east = [
  'ol',
  'öl',
  'e',
  'east',
  'ost',
  'est',
  'este',
  'leste',
  'oost',
  'östlich',
  'östl',
  'в',
  '東',
  '东',
  '東経',
  '东经',
]
const west = ['wl', 'w', 'west', 'ouest', 'oeste', 'ovest', 'westlich', 'westl', 'з', '西', '西経', '西经']
const hemispheres = new Map<string, readonly [Axis, 1 | -1]>([
  ...north.map((word) => [word, ['latitude', 1]] as const),
  ...south.map((word) => [word, ['latitude', -1]] as const),
  ...east.map((word) => [word, ['longitude', 1]] as const),
  ...west.map((word) => [word, ['longitude', -1]] as const),
])
const axes: readonly (readonly [RegExp, Axis])[] = [
  [
    /^(?:lat|latitude|latitud|latitudine|breite|breitengrad|szerokość|šířka|широта|breedtegraad|纬度|緯度)$/u,
    'latitude',
  ],
  [
    /^(?:lon|lng|long|longitude|longitud|longitudine|länge|längengrad|długość|délka|долгота|довгота|lengtegraad|经度|経度|經度)$/u,
    'longitude',
  ],
]

/** The page asks for about where the machine stands, so that a word for it says nothing else. */
const about =
  /^(?:approx(?:imately|\.)?|about|around|roughly|circa|ca\.?|c\.|etwa|ungefähr|env(?:iron|\.)|aprox\.?|aproximadamente|unos|cerca de|około|ok\.|asi|cca\.?|ongeveer|около|примерно|приблизно|близько|约|約|およそ|[~≈∼])\s*/iu
/** A hemisphere in words or short for them: `nördlicher Breite`, `n. Br.`, `с. ш.`, `severní šířky`, `noorderbreedte`. */
const skies: readonly (readonly [RegExp, string])[] = [
  [
    /(?<!\p{L})(?:n\.?\s?br\.?|nördlich\p{L}*\s+breite|noorderbreedte|severní\p{L}*\s+šířk\p{L}+|s\.?\s?š\.?|szer\p{L}*\.?\s+(?:geogr\p{L}*\.?\s+)?(?:półn|płn)\p{L}*\.?|(?:сев|північн)\p{L}*\.?\s+широт\p{L}+|(?:с|пн)\.?\s?ш\.?|latitud\p{L}*\s+nor\p{L}*|北緯|北纬)(?!\p{L})/giu,
    ' N ',
  ],
  [
    /(?<!\p{L})(?:s\.?\s?br\.?|südlich\p{L}*\s+breite|zuiderbreedte|jižní\p{L}*\s+šířk\p{L}+|j\.?\s?š\.?|szer\p{L}*\.?\s+(?:geogr\p{L}*\.?\s+)?(?:połud|płd)\p{L}*\.?|(?:южн|південн)\p{L}*\.?\s+широт\p{L}+|(?:ю|пд)\.?\s?ш\.?|latitud\p{L}*\s+su[rdl]|南緯|南纬)(?!\p{L})/giu,
    ' S ',
  ],
  [
    /(?<!\p{L})(?:ö\.?\s?l\.?|östlich\p{L}*\s+länge|oosterlengte|východní\p{L}*\s+délk\p{L}+|v\.?\s?d\.?|dług\p{L}*\.?\s+(?:geogr\p{L}*\.?\s+)?wsch\p{L}*\.?|(?:вост|східн)\p{L}*\.?\s+дол?в?гот\p{L}+|(?:в|сх)\.?\s?д\.?|東経|东经)(?!\p{L})/giu,
    ' E ',
  ],
  [
    /(?<!\p{L})(?:w\.?\s?l\.?|westlich\p{L}*\s+länge|westerlengte|západní\p{L}*\s+délk\p{L}+|z\.?\s?d\.?|dług\p{L}*\.?\s+(?:geogr\p{L}*\.?\s+)?zach\p{L}*\.?|(?:зап|західн)\p{L}*\.?\s+дол?в?гот\p{L}+|(?:з|зх)\.?\s?д\.?|西経|西经)(?!\p{L})/giu,
    ' W ',
  ],
  [
    /(?<=\d\s?)(?:degrees?|grad|degrés|grados|gradi|graus|graden|stopni\p{L}*|stupň\p{L}*|градус\p{L}*|度)(?!\p{L}*\s*[NSEW]\p{L})/giu,
    '° ',
  ],
  [/(?<=\d\s?)(?:minutes?|minuten|minut\p{L}*|分)/giu, '′ '],
  [/(?<=\d\s?)(?:seconds?|sekunden|秒)/giu, '″ '],
  // `46.1 N - 11.1 E`, `40,6 e longitude -8,7`, `42.7 by -73.8`
  [/(?<=[\d°'’′"”″]\s?[NSns]|[°′″])\s+(?:[-–—]|e|y|i|a|en|и|та|і|und|and|et)\s+(?=\d)/gu, ', '],
  [
    /(?<=[\d°′″])\s+(?:e|y|i|a|en|и|та|і|und|and|et|by|x)\s+(?=-?\d+[.,]\d+$|(?:lon|län|lengte|dłu|dél|дол|дов))/giu,
    ', ',
  ],
]
/** What `O` stands for: Ost and oost, or ouest, oeste and ovest. The letter alone does not tell. */
export type LetterO = 'east' | 'west'
/** A pair as people write it: `52.52, 13.40`, `52,52 / 13,40`, `52° 31′ N, 13° 24′ E`, `geo:52.52,13.40`, a link to a map. */
export function parseCoordinates(text: string, o?: LetterO): Placed {
  const bare = (/^(?:geo|https?):/i.test(text.trim()) ? text : withSkies(text))
    .trim()
    .replace(/^[([]+(.*?)[)\]]+$/s, '$1')
    .replace(about, '')
    .replaceAll(
      /(?:geogra(?:phische|fische|phical|phic)|zeměpisn\p{L}+|географическ\p{L}+)\s+(?=\p{L})/giu,
      '',
    )
    .replaceAll(/[~≈∼](?=\s*-?\d)/g, '')
    .replaceAll(/\(([\p{L}.]+)\)/gu, ' $1 ')
  const linked = fromLink(bare)
  if (linked !== undefined) return pair(linked[0], linked[1])
  const angles = anglesIn(bare, o)
  if (angles === 'ambiguous') return { wrong: 'ambiguous' }
  const [first, second] = angles ?? []
  if (first === undefined || second === undefined || angles?.length !== 2) return { wrong: 'not-coordinates' }
  if (first.axis !== undefined && first.axis === second.axis) return { wrong: 'not-coordinates' }
  const swapped = first.axis === 'longitude' || second.axis === 'latitude'
  return swapped ? pair(second.degrees, first.degrees) : pair(first.degrees, second.degrees)
}

/** One of the two: `52.52`, `52,52`, `52°31'12"N`. A hemisphere of the other axis is not one. */
export function parseDegrees(text: string, axis: Axis, o?: LetterO): Degrees {
  const bare = withSkies(text).trim().replace(about, '')
  // A lone `52,52` is a decimal comma, whatever it may be in a pair.
  const angles = anglesIn(bare.replace(/^([^,]*\d),(\d[^,]*)$/, '$1.$2'), o)
  if (angles === 'ambiguous') return { wrong: 'ambiguous' }
  const angle = angles?.[0]
  if (angle === undefined || angles?.length !== 1 || (angle.axis ?? axis) !== axis)
    return { wrong: 'not-coordinates' }
  return Math.abs(angle.degrees) <= (axis === 'latitude' ? 90 : 180)
    ? { degrees: angle.degrees }
    : { wrong: 'out-of-range' }
}

function withSkies(text: string): string {
  if (!/\p{L}{2}|\p{L}\.|\s[-–—]\s/u.test(text) || !/\d/.test(text)) return text
  let plain = text
  for (const [form, sky] of skies) plain = oneSpace(plain.replaceAll(form, sky))
  return plain.replaceAll(/(?<=\p{L})\s+(?:is|ist|est|es|è|é|to|je|jest|są|es)\s+(?=-?\d)/giu, ' ').trim()
}
function pair(latitude: number, longitude: number): Placed {
  if (Number.isNaN(latitude) || Number.isNaN(longitude)) return { wrong: 'not-coordinates' }
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
    ? { at: { latitude, longitude } }
    : { wrong: 'out-of-range' }
}

const part = String.raw`(-?\d{1,3}(?:\.\d+)?)`
const links = [
  new RegExp(`^geo:${part},${part}(?:,-?[\\d.]+)?(?:;[^\\s]*)?$`, 'i'),
  new RegExp(`^https?://\\S*[?&]mlat=${part}&mlon=${part}\\S*$`, 'i'),
  new RegExp(`^https?://\\S*!3d${part}!4d${part}\\S*$`, 'i'),
  new RegExp(`^https?://\\S*/@${part},${part}[,/]\\S*$`, 'i'),
  new RegExp(
    `^https?://\\S*[?&](?:q|ll|query|center|destination)=(?:loc:)?${part}(?:,|%2C)${part}\\S*$`,
    'i',
  ),
  new RegExp(`^https?://\\S*#map=[\\d.]+/${part}/${part}\\S*$`, 'i'),
  new RegExp(`^https?://\\S*[?&]lat=${part}&lon=${part}\\S*$`, 'i'),
  new RegExp(`^https?://\\S*/${part},${part}(?:[,/?]\\S*)?$`, 'i'),
]
/** `geo:` (RFC 5870) and the links that OpenStreetMap and Google Maps make. */
function fromLink(text: string): readonly [number, number] | undefined {
  if (!/^(?:geo:|https?:)/i.test(text)) return undefined
  for (const form of links) {
    const [, latitude, longitude] = form.exec(text) ?? []
    if (latitude !== undefined && longitude !== undefined) return [Number(latitude), Number(longitude)]
  }
  return undefined
}

type Token =
  | { readonly number: number; readonly sign: boolean }
  | { readonly mark: '°' | '′' | '″' | ',' | ';' }
  | { readonly word: string }
/** All angles of the text, or `ambiguous`, or undefined when something else stands in it. */
function anglesIn(text: string, o: LetterO | undefined): Angle[] | 'ambiguous' | undefined {
  const tokens = tokensOf(o === undefined ? text : text.replaceAll(/(?<!\p{L})O(?!\p{L})/giu, o))
  if (tokens === undefined || tokens === 'ambiguous') return tokens
  const angles: Angle[] = []
  let at = 0
  // `48.1 lat, 11.5 long`: a name stands behind its number when the last one does.
  const behind = axisOf(tokens.at(-1)) !== undefined
  let axis: Axis | undefined
  let before: readonly [Axis, 1 | -1] | undefined
  while (at < tokens.length) {
    const token = tokens[at]
    if (token === undefined) break
    if ('mark' in token) {
      if (token.mark !== ',' && token.mark !== ';') return undefined
      at++
      continue
    }
    if ('word' in token) {
      const named = axisOf(token)
      before = hemispheres.get(token.word)
      if (named === undefined && before === undefined) return token.word === 'o' ? 'ambiguous' : undefined
      const last = angles.at(-1)
      if (behind && named !== undefined) {
        if (last === undefined || (last.axis ?? named) !== named) return undefined
        angles[angles.length - 1] = { ...last, axis: named }
      } else if (named === 'latitude' && last !== undefined && last.axis === undefined) return 'ambiguous'
      else axis = named ?? axis
      at++
      continue
    }
    const read = angleAt(tokens, at)
    if (read === undefined) return undefined
    at = read.next
    const after = tokens[at]
    const suffix = after !== undefined && 'word' in after ? hemispheres.get(after.word) : undefined
    if (after !== undefined && 'word' in after && after.word === 'o') return 'ambiguous' // Ost, ouest and oeste all begin with it
    // A letter between two numbers belongs to the first, unless a letter stood in front of that one too.
    const takes = before === undefined ? suffix : undefined
    if (takes !== undefined) at++
    const hemisphere = before ?? takes
    if (hemisphere !== undefined && token.sign && token.number !== 0) return 'ambiguous'
    const known = hemisphere?.[0] ?? axis
    angles.push({
      degrees: round((token.sign ? -1 : (hemisphere?.[1] ?? 1)) * read.degrees),
      ...(known !== undefined && { axis: known }),
    })
    before = undefined
    axis = undefined
  }
  return before === undefined ? angles : undefined
}

const axisOf = (token: Token | undefined): Axis | undefined =>
  token !== undefined && 'word' in token ? axes.find(([form]) => form.test(token.word))?.[1] : undefined

function angleAt(
  tokens: readonly Token[],
  start: number,
): { readonly degrees: number; readonly next: number } | undefined {
  let degrees = 0
  let at = start
  for (const [index, mark] of (['°', '′', '″'] as const).entries()) {
    const value = tokens[at]
    const sign = tokens[at + 1]
    if (value === undefined || !('number' in value)) break
    const marked = sign !== undefined && 'mark' in sign && sign.mark === mark
    if (index > 0 && (!marked || value.sign || value.number >= 60)) break
    degrees += value.number / 60 ** index
    at += marked ? 2 : 1
    if (!marked) break
  }
  return at > start ? { degrees, next: at } : undefined
}

function tokensOf(text: string): Token[] | 'ambiguous' | undefined {
  const plain = decimalCommas(
    text
      .replaceAll('−', '-')
      .replaceAll(/''|′′|“|”/g, '″')
      .toLowerCase(),
  )
  if (plain === undefined) return 'ambiguous'
  const form =
    /\s*(?:([+-]?)(\d+(?:\.\d+)?)|(°|º|deg(?:rees?)?\b|grad\b)|(['’‘′´`]|min\b)|(["″]|sec\b)|([,;/|、，。]|\band\b|\bund\b|\bet\b)|([\p{L}]+)[.:=]?)\s*/uy
  const tokens: Token[] = []
  while (form.lastIndex < plain.length) {
    const found = form.exec(plain)
    if (found === null) return undefined
    const [, sign, number, degree, minute, second, comma, word] = found
    if (number !== undefined) tokens.push({ number: Number(number), sign: sign === '-' })
    else if (degree !== undefined) tokens.push({ mark: '°' })
    else if (minute !== undefined) tokens.push({ mark: '′' })
    else if (second !== undefined) tokens.push({ mark: '″' })
    else if (comma !== undefined) tokens.push({ mark: comma === ';' ? ';' : ',' })
    else if (word !== undefined) tokens.push({ word })
  }
  return tokens
}

/** Which commas are decimal: `52,52 13,40`, `52,52; 13,40`, `52,52, 13,40`. `52,13` alone is a pair of whole degrees or half of one: undefined. */
function decimalCommas(text: string): string | undefined {
  const commas = text.match(/\d,\d/g)?.length ?? 0
  if (commas === 0) return text
  if (/\d\.\d/.test(text)) return text // a decimal point is in use, so commas separate
  if (commas === 1 && /^[^\d]*\d+,\d+[^\d]*$/.test(text) && !/[;/|]|\d,\s/.test(text)) return undefined
  if (/(?<![\d,])\d+,\d+,\d+(?![\d,])/.test(text)) return undefined
  return text.replace(/(\d+),(\d+)/g, '$1.$2')
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7
