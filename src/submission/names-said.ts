import type { Found } from './found.ts'
import { labelled } from './labels.ts'
import type { Reading } from './sentence.ts'
import { now, role } from './sentence-words.ts'

const iAm = String.raw`(?:[Mm]y name is|I am|I['’]m|[Mm]ein Name ist|[Ii]ch heiße|[Ii]ch bin|[Jj]e m['’]appelle|[Jj]e suis|[Mm]e llamo|[Mm]i nombre es|[Ss]oy|[Mm]i chiamo|[Ss]ono|[Oo]? ?[Mm]eu nome é|[Ss]ou [oa]?|[Mm]e chamo|[Mm]ijn naam is|[Ii]k ben|[Nn]azywam się|[Jj]estem|[Jj]menuji se|[Jj]sem|[Мм]еня зовут|[Мм]ене звати|[Яя] —?)`
const person = String.raw`(\p{Lu}[\p{L}'’.-]*\p{L}(?:\s+(?:(?:von|van|de|der|den|la|le|di|da|dos|el|bin|ten|ter)\s+)*\p{Lu}[\p{L}'’.-]*\p{L}){1,3})`
const eastern = String.raw`(?:是|は|：|:)\s*([\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}]{1,5}[\s　]?[\p{Script=Han}\p{Script=Katakana}]{1,5}?)(?=さん|氏|です|に|[，。、,（(\s]|$)`
const is = String.raw`(?:is|are|ist|heißt|est|s['’]appelle|es|se llama|è|si chiama|é|heet|jest|je|это|є|是|は|[:：])`
/** Roles and `now` may begin a sentence, and `i` would let a name begin with a small letter. */
const eitherCase = (words: string): string =>
  words.replaceAll(/(?<=\(\?:|\|)\p{Ll}/gu, (one) => `[${one}${one.toUpperCase()}]`)
const newly = eitherCase(`(?:${now})`)
const whose = eitherCase(role)
const named = [
  new RegExp(
    String.raw`(?<!\p{L})(?:[Rr]un by|[Oo]perated by|[Mm]anaged by|[Aa]dministered by|[Mm]aintained by|[Bb]etrieben von|[Vv]erwaltet von|[Aa]dministré par|[Gg]éré par|[Aa]dministra(?:do por)?|[Gg]estiona(?:do por)?|[Ll]o lleva|[Gg]estito da|[Aa]mministrato da|[Ll]o gestisce|[Gg]erido por|[Bb]eheerd door|[Gg]erund door|[Aa]dministruje|[Pp]rowadzi|[Ss]pravuje|[Pp]rovozuje|[Аа]дминистрирует|[Аа]дмініструє)\s+${person}`,
    'u',
  ),
  new RegExp(
    String.raw`(?<!\p{L})${whose}\s*(?:(?:of|for) (?:the|our) \p{L}+ )?${is}\s*(?:${newly}\s+)?${person}`,
    'u',
  ),
  new RegExp(
    String.raw`(?<!\p{L})${whose}[^.!?]{0,80}?(?<!\p{L})${newly}\s+(?:${is}\s*)?(?:by |von |par |por |da |door |przez )?${person}`,
    'u',
  ),
]
/** In a submission: `I am Jane Doe`, `admin Jane Doe`. */
const introduced = [
  new RegExp(String.raw`(?<!\p{L})${iAm}\s+${person}`, 'u'),
  new RegExp(
    String.raw`(?<!\p{L})${whose}\s*(?:,\s*|\(\s*)?(?:(?:of|for) (?:the|our) \p{L}+ )?${is}?\s*(?:${newly}\s+)?${is}?\s*${person}`,
    'u',
  ),
]
const inEast = new RegExp(
  String.raw`(?:管理员|管理員|负责人|負責人|联系人|管理者|担当者|運営者)[^。]{0,20}?${eastern}`,
  'u',
)
const nowNamed = new RegExp(
  String.raw`(?:(?<!\p{L})(?:[Tt]he new (?:one )?is|[Dd](?:er|ie) neue ist|[Ll]e nouveau est|[Ll]a nouvelle est|[Ee]l nuevo es|[Ll]a nueva es|[Ii]l nuovo è|[Ll]a nuova è|[Oo] novo é|[Aa] nova é|[Dd]e nieuwe is|[Nn]ow[ya] to|[Nn]ov[ýá] je)\s+|(?<!\p{L})(?:[Ii]t['’]s|[Ii]t is|[Tt]his is|[Dd]as ist|ist|[Cc]['’]est|[Ee]s|[Èè]|[Éé]|[Dd]at is|[Tt]o|[Jj]e|[Ээ]то|[Цц]е)\s+${newly}\s+|现在是|現在は)${person}`,
  'u',
)
const roleWord = new RegExp(String.raw`(?<!\p{L})${role}`, 'iu')
const myself =
  /(?<!\p{L})(?:i['’]?m|i am|i,|me|my name|ich|mein name|je|moi|me llamo|soy|yo|mi chiamo|sono|io|sou|eu|chamo|me chamo|ik|mijn naam|ja|nazywam|jestem|já|jsem|jmenuji|меня|я|мене|звати)(?!\p{L})|我|私|申します|です/iu
/** The administrator's name: behind a word for whoever runs it, and the author's own where he speaks of himself. */
export function namesOf(text: string, { before, author, wished }: Reading): Found[] {
  const whole = /^\p{Script=Han}/u.test(author)
    ? author.length > 1
    : author.length > 4 && author.includes(' ')
  const written = [author, author.replaceAll(/(?<=\p{Script=Han})\s(?=\p{Script=Han})/gu, '')]
  const plain = wished && whole ? folded(text) : ''
  const name = plain === '' ? undefined : written.find((one) => plain.includes(folded(one)))
  const at = name === undefined ? -1 : plain.indexOf(folded(name))
  if (
    name !== undefined &&
    (roleWord.test(text) || myself.test(text)) &&
    !text.slice(at, at + name.length).includes('@')
  )
    return [{ asked: ['admin.name'], raw: text.slice(at, at + name.length), at, end: at + name.length }]
  const match = [
    ...(wished ? introduced : []),
    ...named,
    inEast,
    ...(roleWord.test(before) || roleWord.test(text) ? [nowNamed] : []),
  ]
    .map((form) => form.exec(text))
    .find((one) => one !== null)
  const raw = match?.[1]
  if (match === undefined || match === null || raw === undefined || labelled(raw) !== undefined) return []
  const from = match.index + match[0].lastIndexOf(raw)
  return [{ asked: ['admin.name'], raw, at: from, end: from + raw.length }]
}
/** `Sandor Vizy` signs as `Sándor Vizy`. As long as it was. */
const folded = (text: string): string =>
  Array.from(text, (one) => one.normalize('NFD')[0] ?? one)
    .join('')
    .toLowerCase()
