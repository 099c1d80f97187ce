import { parseCoordinates } from '../values/coordinates.ts'
import { parseCountry } from '../values/country.ts'
import { isInternational, parsePhoneNumber } from '../values/phone-number.ts'
import { labelled, type Asked } from './labels.ts'
import { addresses, mailWords } from './addresses.ts'
import { authorities, wellKnown } from './prose-words.ts'
import {
  corrected,
  notBefore,
  notBehind,
  now,
  properPhone,
  portWord,
  role,
  speaksOfCertificate,
  speaksOfCountry,
  speaksOfDescription,
  speaksOfPhone,
  speaksOfPort,
  speaksOfRegistration,
  speaksOfSoftware,
  speaksOfWebsite,
  speaksOfYear,
} from './sentence-words.ts'
import { softwareNames } from './software.ts'

/** `text` from `at`; `asked` may be several: one address for mail and chat. */
type Found = {
  readonly asked: readonly Asked[]
  readonly raw: string
  readonly at: number
  readonly end: number
}

/** How freely a sentence may be read. */
export type Reading = {
  /** The sentence before it, or the quoted question above it: words for what is meant may stand there. */
  readonly before: string
  /** The mail asks to be listed: a program, an authority or a number needs no word for it. */
  readonly wished: boolean
  /** The name of whoever wrote it. */
  readonly author: string
}

/**
 * What a sentence gives: `direct TLS is on port 443 here, not 5223`, `our admin is now Jane Doe, JID …`. A value is known by
 * its kind and by a word for it in the sentence or the one before; what is called old or wrong, and two values for one
 * thing, give nothing.
 */
export function saysOf(
  text: string,
  reading: Reading,
): readonly (readonly [asked: Asked, raw: string, corrects: boolean])[] {
  const both = `${reading.before} ${text}`
  const { wished } = reading
  const all = [
    ...addressesOf(text, reading.before),
    ...linksOf(text, both, wished),
    ...coordinatesOf(text),
    ...phonesOf(text, both),
    ...softwareOf(text, both, wished),
    ...authorityOf(text, both, wished),
    ...portsOf(text, both, wished),
    ...yearsOf(text),
    ...countriesOf(text, wished),
    ...namesOf(text, reading),
    ...descriptionsOf(text, both),
  ]
  const isPast = ({ at, end }: Found) =>
    notBefore.test(text.slice(Math.max(0, at - 40), at)) || notBehind.test(text.slice(end, end + 40))
  const found = all.filter((one) => !isPast(one))
  const past = new Set(all.filter(isPast).flatMap(({ asked }) => asked))
  const kinds = [...new Set(found.flatMap(({ asked }) => asked))]
  return kinds.flatMap((asked): (readonly [Asked, string, boolean])[] => {
    const some = found.filter((one) => one.asked.includes(asked))
    const fresh = some.filter(({ at }) => freshly.test(text.slice(Math.max(0, at - 25), at)))
    const [only, more] = new Set((fresh.length > 0 ? fresh : some).map(({ raw }) => raw))
    const corrects = past.has(asked) || corrected.test(text)
    return only === undefined || more !== undefined ? [] : [[asked, only, corrects]]
  })
}
/** `nie na ejabberd, tylko na Prosody`, `from ejabberd to Prosody` */
const freshly = new RegExp(
  String.raw`(?<!\p{L})(?:${now}|to|zu|à|a|naar|na|на|sur|auf|su|en|em)\s(?:[^\s,.;]+\s){0,2}["'„“«(]?$`,
  'iu',
)

function* every(form: RegExp, text: string): Generator<{ raw: string; at: number; end: number }> {
  for (const match of text.matchAll(form)) {
    const raw = match[1] ?? match[0]
    const at = match.index + match[0].indexOf(raw)
    yield { raw, at, end: at + raw.length }
  }
}
const chatWord =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}@.])(?:xmpp|jabber|jid)(?!\s?(?:-\s?)?(?:server|service|dienst|serv|сервер|サーバ|服务|服務|伺服))|джаббер|джабер/iu
const same =
  /(?<!\p{L})(?:the same|dieselbe|die gleiche|la même|les mêmes|la misma|el mismo|lo stesso|la stessa|o mesmo|a mesma|hetzelfde|dezelfde|ten sam|taki sam|stejn[áéý]|та же|тот же|той самий|та сама)(?!\p{L})|同じ|相同/iu
/** `mail und Jabber`, `the same address`, `also my JID` */
const alike =
  /(?<!\p{L})(?:same|both|also|as well|too|auch|beide\p{L}*|dieselbe\p{L}*|gleiche\p{L}*|même|aussi|également|mism[oa]|también|stess[oa]|anche|mesm[oa]|também|zelfde|zowel|ook|ten sam|to samo|taki sam|także|też|stejn\p{L}+|také|tot[ée]ž|та же|тот же|такой же|тоже|также|той самий|та сама|також|один)(?!\p{L})|同|共通|ともに|也是|(?:mail|courriel|correo|почта)\p{L}*\s*(?:\/|&|\+|,|and|und|et|y|e|en|i|a|и|та|・)\s*(?:xmpp|jabber|jid)|(?:xmpp|jabber|jid)\s*(?:\/|&|\+|and|und|et|y|e|en|i|a|и|та|・)\s*(?:e-?)?(?:mail|courriel|correo|почта)/iu
const mailWord = new RegExp(
  String.raw`(?<![\p{L}@.])(?:${mailWords})(?![\p{L}@])|邮箱|邮件|郵件|郵箱|メール`,
  'iu',
)
function addressesOf(text: string, before: string): Found[] {
  let from = 0
  const all = addresses(text)
  // One address, words for mail and for chat, and that they are the same: it is both, however he says it.
  const one = new Set(all.map(({ raw }) => raw.toLowerCase())).size === 1
  const bare = all.reduce((rest, { raw }) => rest.replaceAll(raw, ' '), text)
  const both: readonly Asked[] | undefined =
    one && chatWord.test(bare) && (same.test(bare) || (mailWord.test(bare) && alike.test(bare)))
      ? ['admin.email', 'admin.jid']
      : undefined
  // `We could not reach the JabberID.` — `It should have been …`
  const asked: readonly Asked[] =
    chatWord.test(before) === mailWord.test(before)
      ? []
      : chatWord.test(before)
        ? ['admin.jid']
        : ['admin.email']
  return all.flatMap(({ raw, as: said }) => {
    const as = both ?? (said.length > 0 ? said : one ? asked : [])
    const at = text.indexOf(raw, from)
    from = at + raw.length
    return as.length === 0 ? [] : [{ asked: as, raw, at, end: from }]
  })
}
/** With a scheme, with `www.`, or a name with a path. */
const link =
  /(?<![@\w./-])((?:https?:\/\/|www\.)[^\s<>"'）)\]，。、]+|(?:[\w-]+\.)+[a-z]{2,}\/[^\s<>"'）)\]，。、]*)/giu
/** `website is im.example.org`: a bare name right behind a word for it. */
const bareSite =
  /(?<!\p{L})(?:web\s?-?site|web\s?-?page|homepage|web|site|webseite|page web|página|sitio|sítio|sito|pagina|strona|witryna|stránky|web|сайт|сторінка|网站|サイト)\s*(?:is|ist|est|es|è|é|jest|je|op|под|pod|at|unter|=|:|：|это|це|は|是)?\s*((?:[\w-]+\.)+[a-z]{2,})(?![\w@/-]|\.\w)/giu
function linksOf(text: string, both: string, wished: boolean): Found[] {
  const all = [...every(link, text)].map((one) => ({ ...one, raw: one.raw.replace(/[.,;:!?]+$/, '') }))
  const bare =
    all.length > 0 ? [] : [...every(bareSite, text)].map((one): Found => ({ ...one, asked: ['website'] }))
  return [
    ...bare,
    ...all.flatMap((one, at): Found[] => {
      if ('at' in parseCoordinates(one.raw)) return [{ ...one, asked: ['location'] }]
      const host = /^(?:https?:\/\/)?(?:www\.)?([^/:]+)/i.exec(one.raw)?.[1]?.toLowerCase() ?? ''
      if (wellKnown.has(host) || /\.(?:png|jpe?g|gif|log|txt)$/i.test(one.raw)) return []
      const lead = text.slice(all[at - 1]?.end ?? 0, one.at)
      if (speaksOfRegistration.test(lead)) return [{ ...one, asked: ['registration'] }]
      // Of two that one word stands for nobody knows which is meant.
      const spoken = speaksOfWebsite.test(all.reduce((rest, { raw }) => rest.replaceAll(raw, ''), both))
      return (wished && all.length === 1) || speaksOfWebsite.test(lead) || spoken
        ? [{ ...one, asked: ['website'] }]
        : []
    }),
  ]
}
const number = String.raw`[-−]?\d{1,3}(?:[.,]\d+)?(?:\s*[°º]\s*(?:\d{1,2}(?:[.,]\d+)?\s*['’′]\s*)?(?:\d{1,2}(?:[.,]\d+)?\s*["”″]|\d{1,2}(?:[.,]\d+)?\s*'')?|\s*度\s*\d{1,2}\s*分(?:\s*\d{1,2}(?:\.\d+)?\s*秒)?)?`
const sky = String.raw`(?:[\s°]*\p{L}{1,16}\.?(?![\p{L}\d@]|\.\p{L}{2})){0,2}`
const axis = String.raw`(?:(?<!\p{L})\p{L}{1,20}[.:]?\s*){0,2}`
const pair = new RegExp(
  String.raw`((?:${axis})(?<![\d.,:/-])${number}${sky}(?:\s*[,;/、–—-]\s*|\s+|(?<=[°′″NS]))(?:(?:and|und|et|y|e|en|i|a|и|та|і|by|x)\s+)?(?:${axis})${number}${sky})(?![\d.]*\d)((?:\s*[(（][^()（）]{2,60}[)）])?)`,
  'gu',
)
function coordinatesOf(text: string): Found[] {
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
const dialled =
  /(?<![\w@./:,-])((?:\+|00)[1-9][\d\s()/.\u2010-\u2015-]{6,22}\d|\(?0\d[\d\s()/.-]{6,18}\d|\(\d{3}\)\s?\d{3}[\s.-]\d{4}|\d{3}[\s.-]\d{3}[\s.-]\d{4})(?![\w@]|[.,]\d)/gu
/** Without a country's code, right behind a word for it. */
const spokenOf = new RegExp(
  String.raw`(?:${properPhone})[^\d+@]{0,25}?(\(?\d[\d\s()/.\u2010-\u2015-]{5,18}\d)(?![\w@]|[.,]\d)`,
  'giu',
)
function phonesOf(text: string, both: string): Found[] {
  const shaped = [...every(dialled, text)]
  const spoken = [...every(spokenOf, text)].filter(
    ({ at, end }) => !shaped.some((one) => one.at < end && at < one.end),
  )
  const all = [...shaped, ...spoken]
    .filter(({ raw }) => !/^\(?-?\d{1,3}[.,]\d{3,}/.test(raw))
    .map((one) => ({ ...one, raw: one.raw.replaceAll(/\s+/g, ' ') }))
  const code = /(?<![\w+])(\+\d{1,3})(?![\d\s(/.-]*\d)/u.exec(text)?.[1]
  return all.flatMap((one): Found[] => {
    if (isInternational(one.raw))
      return parsePhoneNumber(one.raw) === undefined ? [] : [{ ...one, asked: ['admin.phone'] }]
    if (!speaksOfPhone.test(both)) return []
    return [{ ...one, asked: ['admin.phone'], raw: code === undefined ? one.raw : `${code} ${one.raw}` }]
  })
}
const program = new RegExp(
  String.raw`(?<![\w@./-])((?:${softwareNames})(?:\s+(?:server\s+|im\s+)?(?:version\s+|v\.?\s?)?\d[\w.+~-]*\w)?)(?![\w-]*@|[\w-]*\.\w)`,
  'giu',
)
function softwareOf(text: string, both: string, wished: boolean): Found[] {
  return [...every(program, text)].flatMap((one) =>
    wished || /\d/.test(one.raw) || speaksOfSoftware.test(both.replaceAll(one.raw, ''))
      ? [{ ...one, asked: ['serverSoftware'] }]
      : [],
  )
}
const issuer = new RegExp(String.raw`(?<![\w@/.-])(${authorities})(?![\w-]*\.\w{2}|[\w-]*@)`, 'giu')
const authorityOf = (text: string, both: string, wished: boolean): Found[] =>
  wished || speaksOfCertificate.test(both.replaceAll(issuer, ''))
    ? [...every(issuer, text)].map((one) => ({ ...one, asked: ['certificateAuthority'] }))
    : []
/** Where STARTTLS, federation and BOSH live is not where TLS begins at once. */
const others = new Set(['5222', '5269', '5270', '5280', '5281', '5347'])
function portsOf(text: string, both: string, wished: boolean): Found[] {
  const spoken = speaksOfPort.test(both) && portWord.test(both)
  const usual = wished || speaksOfPort.test(both)
  return [...every(/(?<![\w.,:/+-]|\d[\s.-])(\d{2,5})(?![\w:/-]|[.,]\d|\s?\d{2})/gu, text)]
    .filter(({ raw }) =>
      raw === '5223'
        ? usual
        : spoken && !others.has(raw) && Number(raw) < 65_536 && !/^(?:19|20)\d\d$/.test(raw),
    )
    .map((one) => ({ ...one, asked: ['directTlsPort'] }))
}
const yearsOf = (text: string): Found[] =>
  [...every(/(?<![\w.,:/+-])((?:19|20)\d\d)(?![\w/-]|[.,:]\d)/gu, text)].flatMap((one) =>
    speaksOfYear.test(text.slice(Math.max(0, one.at - 30), one.at)) || /^\s*年/.test(text.slice(one.end))
      ? [{ ...one, asked: ['founded'] }]
      : [],
  )
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
function countriesOf(text: string, wished: boolean): Found[] {
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
/** What stands in quotation marks where the description is spoken of. */
function descriptionsOf(text: string, both: string): Found[] {
  if (!speaksOfDescription.test(both)) return []
  return [...every(/["“„«»‘「『]\s?([^"“”„«»「」『』]{12,600}?)\s?["”“»«」』]/gu, text)].map((one) => ({
    ...one,
    asked: ['description'],
  }))
}
const roleWord = new RegExp(String.raw`(?<!\p{L})${role}`, 'iu')
const myself =
  /(?<!\p{L})(?:i['’]?m|i am|i,|me|my name|ich|mein name|je|moi|me llamo|soy|yo|mi chiamo|sono|io|sou|eu|chamo|me chamo|ik|mijn naam|ja|nazywam|jestem|já|jsem|jmenuji|меня|я|мене|звати)(?!\p{L})|我|私|申します|です/iu
function namesOf(text: string, { before, author, wished }: Reading): Found[] {
  const whole = /^\p{Script=Han}/u.test(author)
    ? author.length > 1
    : author.length > 4 && author.includes(' ')
  const written = [author, author.replaceAll(/(?<=\p{Script=Han})\s(?=\p{Script=Han})/gu, '')]
  const name = !wished || !whole ? undefined : written.find((one) => folded(text).includes(folded(one)))
  const at = name === undefined ? -1 : folded(text).indexOf(folded(name))
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
