import { parseCoordinates } from '../values/coordinates.ts'
import { parseCountry } from '../values/country.ts'
import { every, type Found } from './found.ts'
import { speaksOfCountry } from './sentence-words.ts'

const number = String.raw`[-−]?\d{1,3}(?:[.,]\d+)?(?:\s*[°º]\s*(?:\d{1,2}(?:[.,]\d+)?\s*['’′]\s*)?(?:\d{1,2}(?:[.,]\d+)?\s*["”″]|\d{1,2}(?:[.,]\d+)?\s*'')?|\s*度\s*\d{1,2}\s*分(?:\s*\d{1,2}(?:\.\d+)?\s*秒)?)?`
const sky = String.raw`(?:[\s°]*\p{L}{1,16}\.?(?![\p{L}\d@]|\.\p{L}{2})){0,2}`
const axis = String.raw`(?:(?<!\p{L})\p{L}{1,20}[.:]?\s*){0,2}`
const pair = new RegExp(
  String.raw`((?:${axis})(?<![\d.,:/-])${number}${sky}(?:\s*[,;/、–—-]\s*|\s+|(?<=[°′″NS]))(?:(?:and|und|et|y|e|en|i|a|и|та|і|by|x)\s+)?(?:${axis})${number}${sky})(?![\d.]*\d)((?:\s*[(（][^()（）]{2,60}[)）])?)`,
  'gu',
)
export function coordinatesOf(text: string): Found[] {
  return [...text.matchAll(pair)].flatMap((match): Found[] => {
    const [, whole = '', note = ''] = match
    // Both as fine as a place is told: `… 456 33, 59.3180 N` is half a telephone number.
    if ((whole.match(/\d[.,]\d{2}|[°º度]/g) ?? []).length < 2) return []
    for (const one of trimmed(whole, /\s*\p{L}+\.?$/u))
      for (const raw of trimmed(one, /^\p{L}+[.:]?\s*/u))
        if (!/\s(?:and|und|et|y|e|en|i|a|и|та|і)$/u.test(raw) && 'at' in parseCoordinates(raw, 'east')) {
          const at = match.index + whole.indexOf(raw)
          return [{ asked: ['location'], raw: raw + (one === whole ? note : ''), at, end: at + raw.length }]
        }
    return []
  })
}
/** The text, and without one or two words at one of its ends. */
function trimmed(text: string, word: RegExp): string[] {
  const once = text.replace(word, '')
  return [text, once, once.replace(word, '')]
}
const land = new RegExp(
  String.raw`(?:(?<!\p{L})(?:${speaksOfCountry})(?!\p{L})|国家?|所在国)\s*(?:is|ist|est|es|è|é|jest|je|это|[:：=–-]|是|は)?\s*((?:\p{L}[\p{L}'’.-]*)(?:\s\p{L}[\p{L}'’.-]*){0,3})`,
  'giu',
)
/** Any country that is named: by one word or several with capitals. Letters alone, `IT` and `DE`, say nothing. */
const capitals =
  /(?<![\p{L}@./-])(\p{Lu}[\p{L}'’-]{2,}(?:\s(?:\p{Lu}[\p{L}'’-]+|of|and|the)){0,3})|(日本|中国|台灣|台湾|香港|新加坡|韓國|韩国|德国|美国|法国|英国|ドイツ|アメリカ|フランス|オランダ)/gu
/** `runs in Germany`, `Toronto, Canada`, `(Wien, Österreich)`; `Michael Jordan` is nobody's country. */
const placed =
  /(?:(?<!\p{L})(?:in|im|en|em|au|aux|à|nei|nel|in the|the|w|we|v|ve|na|в|у|во|aus|de|is|ist|est|es|è|é|jest|je)\s|[,(–/]\s*|—\s*|^)$|[\p{Script=Han}は、，。「（]$/iu
/** TLS is Timor-Leste and AND is Andorra, as letters. */
const isName = /^\p{Lu}.*\p{Ll}.{2}|^(?:USA|UK|UAE|США|ФРГ|РФ|Perú|Peru)$|\p{Script=Han}|\p{Script=Katakana}/u
export function countriesOf(text: string, wished: boolean): Found[] {
  const places = wished
    ? [...every(capitals, text)].filter(
        ({ at, end }) =>
          placed.test(text.slice(Math.max(0, at - 14), at)) && !/^\s\p{Lu}\p{Ll}/u.test(text.slice(end)),
      )
    : []
  return [...every(land, text), ...places].flatMap((one): Found[] => {
    const words = one.raw.split(' ')
    for (let from = 0; from < words.length; from++)
      for (let to = words.length; to > from; to--) {
        const raw = words.slice(from, to).join(' ').replace(/[.,]$/, '')
        if (isName.test(raw) && parseCountry(raw) !== undefined)
          return [{ ...one, raw: parseCountry(raw) ?? raw, asked: ['country'], end: one.at + raw.length }]
      }
    return []
  })
}
