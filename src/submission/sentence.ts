import { oneSpace } from '../values/spaces.ts'
import { parseCoordinates } from '../values/coordinates.ts'
import { isInternational, parsePhoneNumber } from '../values/phone-number.ts'
import { every, type Found } from './found.ts'
import type { Asked } from './labels.ts'
import { namesOf } from './names-said.ts'
import { coordinatesOf, countriesOf } from './places-said.ts'
import { addresses, mailWords } from './addresses.ts'
import { authorities, wellKnown } from './prose-words.ts'
import {
  corrected,
  notBefore,
  notBehind,
  now,
  properPhone,
  portWord,
  speaksOfCertificate,
  speaksOfDescription,
  speaksOfPhone,
  speaksOfPort,
  speaksOfRegistration,
  speaksOfSoftware,
  speaksOfWebsite,
  speaksOfYear,
} from './sentence-words.ts'
import { softwareNames } from './software.ts'

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
  if (all.length === 0) return [...every(bareSite, text)].map((one) => ({ ...one, asked: ['website'] }))
  // Of two that one word stands for nobody knows which is meant.
  const spoken = speaksOfWebsite.test(all.reduce((rest, { raw }) => rest.replaceAll(raw, ''), both))
  return all.flatMap((one, at): Found[] => {
    if ('at' in parseCoordinates(one.raw)) return [{ ...one, asked: ['location'] }]
    const host = /^(?:https?:\/\/)?(?:www\.)?([^/:]+)/i.exec(one.raw)?.[1]?.toLowerCase() ?? ''
    if (wellKnown.has(host) || /\.(?:png|jpe?g|gif|log|txt)$/i.test(one.raw)) return []
    const lead = nearest(text.slice(all[at - 1]?.end ?? 0, one.at))
    if (speaksOfRegistration.test(lead)) return [{ ...one, asked: ['registration'] }]
    return (wished && all.length === 1) || speaksOfWebsite.test(lead) || spoken
      ? [{ ...one, asked: ['website'] }]
      : []
  })
}
/** Of what stands before a link the clause nearest to it that says what it is: `registration open, website https://…` */
const nearest = (lead: string): string =>
  lead
    .split(clauses)
    .findLast((clause) => speaksOfRegistration.test(clause) || speaksOfWebsite.test(clause)) ?? lead
const clauses = /[,;，、；()/|]|\.\s|\s[-–—]\s|(?<!\p{L})(?:and|und|et|y|en|и)(?!\p{L})/iu
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
    .map((one) => ({ ...one, raw: oneSpace(one.raw) }))
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
/** What stands in quotation marks where the description is spoken of. */
function descriptionsOf(text: string, both: string): Found[] {
  if (!speaksOfDescription.test(both)) return []
  return [...every(/["“„«»‘「『]\s?([^"“”„«»「」『』]{12,600}?)\s?["”“»«」』]/gu, text)].map((one) => ({
    ...one,
    asked: ['description'],
  }))
}
