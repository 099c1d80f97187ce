import { parseCoordinates } from '../values/coordinates.ts'
import type { Asked } from './labels.ts'
import { authorities } from './prose-words.ts'
import { remember } from './remember.ts'
import { softwareNames } from './software.ts'

const name = String.raw`(\p{Lu}[\p{L}'’.-]+(?:\s+(?:(?:von|van|de|der|den|la|le|di|da|el)\s+)*\p{Lu}[\p{L}'’.-]+){1,3})`
const mailWords = String.raw`e-?mails?|mail\p{L}*|write|writing|contact\p{L}*|reach\p{L}*|schreib\p{L}*|erreich\p{L}*|kontakt\p{L}*|écri\p{L}+|courriel|joindre|joignable|correo|escrib\p{L}+|contáct\p{L}+|scriv\p{L}+|contatt\p{L}+|escrev\p{L}+|contact\p{L}+|mailen|bereik\p{L}*|pisz\p{L}*|napisz\p{L}*|piš\p{L}*|пиш\p{L}+|почт\p{L}+|пошт\p{L}+|邮箱|邮件|電子郵件|郵箱|メール|連絡`
const chatWords = String.raw`xmpp|jabber(?:[\s-]?id)?|jid|джаббер|chat`
const announces = new RegExp(
  String.raw`(?<![\p{L}\d.])(?:(?<mail>${mailWords})|(?<chat>${chatWords}))(?![\p{L}\d])(?!\.\w)`,
  'giu',
)
const joined =
  /^\s*(?:[,/&]|and|or|und|oder|et|ou|y|o|e|i|a|en|of|и|или|та|або|lub|nebo|和|或)?\s*(?:by|via|on|per|über|par|por|my|the)?\s*$/iu
const since = String.raw`since|founded in|launched in|started in|established in|online since|running since|seit|depuis|desde|dal|sinds|od roku|od|с`
const iAm = String.raw`[Mm]y name is|I am|I['’]m|[Mm]ein Name ist|[Ii]ch heiße|[Ii]ch bin|[Jj]e m['’]appelle|[Mm]e llamo|[Mm]i nombre es|[Mm]i chiamo|[Oo]? ?[Mm]eu nome é|[Mm]ijn naam is|[Nn]azywam się|[Jj]menuji se|[Мм]еня зовут|[Мм]ене звати`
const operator = String.raw`(?:[Tt]he )?[Aa]dmin(?:istrator)?|[Oo]perator|[Rr]un by|[Oo]perated by|[Bb]etreiber|[Bb]etrieben von`

/** What of a sentence is which field: the first form that fits gives it. The value is the first group. */
const forms: readonly (readonly [Asked, readonly RegExp[]])[] = [
  ['serverSoftware', [new RegExp(String.raw`\b((?:${softwareNames})(?:\s+(?:server\s+)?(?:version\s+|v)?\d[\w.+~-]*)?)(?![\w.-]*@|\.\w)`, 'i')]],
  ['certificateAuthority', [new RegExp(String.raw`(?<![\w/.-])(${authorities})(?![\w-]*\.\w{2}|[\w-]*@)`, 'i')]],
  ['admin.phone', [/(?<![\w@./-])((?:\+|00)[1-9][\d\s()/.-]{6,22}\d)(?!\w)/]],
  ['founded', [new RegExp(String.raw`(?<![\p{L}])(?:${since})\s+(?:\w+\s+)?((?:19|20)\d\d)\b`, 'iu')]],
  ['admin.name', [new RegExp(String.raw`(?<![\p{L}])(?:${iAm})\s+${name}`, 'u'), new RegExp(String.raw`(?<![\p{L}])(?:${operator})\s*(?:is|ist|:)?\s+${name}`, 'u')]],
  ['directTlsPort', [/\b(?:direct tls|tls-only|ssl-only|xmpps|direktes tls)\W[^.]{0,40}?\bport\s+(?:is|number|ist|est|es|è|é|to|:)?\s*(\d{2,5})\b/i, /\bport\s+(\d{2,5})\s*\(?(?:direct tls|tls-only|ssl-only|ssl|xmpps)\b/i]],
] // prettier-ignore
const links = [/(https?:\/\/[^\s<>"')\]]+)/i, /(?<![\w@./-])(www\.[^\s<>"')\]]+)/i]
const places = [
  /(geo:-?\d[\d.,-]+)/i,
  /(-?\d{1,2}(?:[.,]\d+)?\s*°[^.;]{0,40}?[NS][\s,/]+-?\d{1,3}(?:[.,]\d+)?\s*°[^.;]{0,40}?[EWO])\b/,
  /(?<![\d.])(-?\d{1,2}\.\d{2,}\s*[,/ ]\s*-?\d{1,3}\.\d{2,})(?!\d|\.\d)/,
]

/** Fields and raw values that one sentence gives. */
export const details = remember((text): readonly (readonly [Asked, string])[] => {
  const one = (some: readonly RegExp[]) =>
    some.map((form) => form.exec(text)?.[1]).find((found) => found !== undefined)
  const found = forms.flatMap(([asked, some]): (readonly [Asked, string])[] => {
    const raw = one(some)
    return raw === undefined ? [] : [[asked, raw.trim().replace(/[.,;]$/, '')]]
  })
  const link = one(links)?.replace(/[.,;:!?]+$/, '')
  const isMap = link !== undefined && 'at' in parseCoordinates(link)
  if (link !== undefined) found.push([isMap ? 'location' : 'website', link])
  const place = one(places)?.replace(/[.,;]$/, '')
  if (place !== undefined && 'at' in parseCoordinates(place)) found.push(['location', place])
  return found
})

/**
 * The addresses of a sentence, each with what the nearest word before it says it is: `write to`, `Jabber:`, or both when
 * the two stand side by side.
 */
export function addresses(text: string): { readonly raw: string; readonly as: readonly Asked[] }[] {
  let from = 0
  return [
    ...text.matchAll(
      /(xmpp:|mailto:)?(?<![\p{Script=Latin}\p{Script=Cyrillic}\d.+@-])([\p{Script=Latin}\p{Script=Cyrillic}\d.!#$%&'*+/=^_`{|}~-]{1,64}@[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\d.-]{1,253})/giu,
    ),
  ].map((match) => {
    const [whole, scheme = '', address = ''] = match
    const before = text.slice(Math.max(from, match.index - 60), match.index)
    from = match.index + whole.length
    const raw = address.replace(/[.!]+$/, '')
    const note = /^\s*[([]\s*(?:(e-?mail|mail)|(xmpp|jabber|jid|im))\b/i.exec(text.slice(from, from + 20))
    if (/^xmpp/i.test(scheme) || note?.[2] !== undefined) return { raw, as: ['admin.jid'] }
    if (scheme !== '' || note?.[1] !== undefined) return { raw, as: ['admin.email'] }
    const words = [...before.matchAll(announces)]
    const [last, other] = [words.at(-1), words.at(-2)]
    if (last === undefined || before.length - last.index > 40) return { raw, as: [] }
    const kind = last.groups?.['chat'] === undefined ? 'admin.email' : 'admin.jid'
    // `xmpp server talk.example.org is run by …` announces no address.
    if (kind === 'admin.jid' && /\w\.\w/.test(before.slice(last.index))) return { raw, as: [] }
    const beside = other !== undefined && joined.test(before.slice(other.index + other[0].length, last.index))
    const mixed = beside && (other.groups?.['chat'] === undefined) !== (last.groups?.['chat'] === undefined)
    return { raw, as: mixed ? ['admin.email', 'admin.jid'] : [kind] }
  })
}
