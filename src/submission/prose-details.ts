import { parseCoordinates } from '../values/coordinates.ts'
import type { Asked } from './labels.ts'
import { authorities } from './prose-words.ts'
import { softwareNames } from './software.ts'

const address = String.raw`[^\s<>,;():]+@[^\s<>,;()?]+`
const name = String.raw`(\p{Lu}[\p{L}'’.-]+(?:\s+(?:(?:von|van|de|der|den|la|le|di|da|el)\s+)*\p{Lu}[\p{L}'’.-]+){1,3})`
const writeTo = String.raw`e-?mail|mail|write to|contact(?: me| us)?(?: at| via| by)?|reach(?: me| us)? (?:at|via)|schreib\w* (?:an|uns)|kontakt|écri\w+ à|contacter|escrib\w+ a|scriver\w* a|courriel|correo|escrev\w+ para|pišt\w*|napisz\w* (?:na|do)|пишите|почта`
const since = String.raw`since|founded in|launched in|started in|established in|online since|running since|seit|depuis|desde|dal|sinds|od roku|od|с`
const iAm = String.raw`[Mm]y name is|I am|I['’]m|[Mm]ein Name ist|[Ii]ch heiße|[Ii]ch bin|[Jj]e m['’]appelle|[Mm]e llamo|[Mm]i nombre es|[Mm]i chiamo|[Oo]? ?[Mm]eu nome é|[Mm]ijn naam is|[Nn]azywam się|[Jj]menuji se|[Мм]еня зовут|[Мм]ене звати`
const operator = String.raw`(?:[Tt]he )?[Aa]dmin(?:istrator)?|[Oo]perator|[Rr]un by|[Oo]perated by|[Bb]etreiber|[Bb]etrieben von`

/** What of a sentence is which field: the first form that fits gives it. The value is the first group. */
const forms: readonly (readonly [Asked, readonly RegExp[]])[] = [
  ['serverSoftware', [new RegExp(String.raw`\b((?:${softwareNames})(?:\s+(?:server\s+)?(?:version\s+|v)?\d[\w.+~-]*)?)(?![\w.-]*@|\.\w)`, 'i')]],
  ['certificateAuthority', [new RegExp(String.raw`(?<![\w/.-])(${authorities})(?![\w-]*\.\w{2}|[\w-]*@)`, 'i')]],
  ['admin.jid', [new RegExp(String.raw`\bxmpp:(${address})`, 'i'), new RegExp(String.raw`\b(?:(?:via|über|over|sur|por|via)\s+)?(?:jabber(?:\s?id)?|jid|xmpp)\s*(?:address|adresse|account)?\s*(?:is|at|to|ist|est|es|è)?\s*:?\s*<?(${address})`, 'i')]],
  ['admin.email', [new RegExp(String.raw`\bmailto:(${address})`, 'i'), new RegExp(String.raw`(?<![\p{L}])(?:${writeTo})\s*(?:is|at|to|ist|est|es|è|me|us|na|на)?\s*:?\s*<?(?!xmpp:)(${address})`, 'iu')]],
  ['admin.phone', [/(?<![\w@./-])((?:\+|00)[1-9][\d\s()/.-]{6,22}\d)(?!\w)/]],
  ['founded', [new RegExp(String.raw`(?<![\p{L}])(?:${since})\s+(?:\w+\s+)?((?:19|20)\d\d)\b`, 'iu')]],
  ['admin.name', [new RegExp(String.raw`(?<![\p{L}])(?:${iAm})\s+${name}`, 'u'), new RegExp(String.raw`(?<![\p{L}])(?:${operator})\s*(?:is|ist|:)?\s+${name}`, 'u')]],
  ['directTlsPort', [/\b(?:direct tls|tls-only|ssl-only|xmpps|direktes tls)\W[^.]{0,40}?\bport\s+(\d{2,5})\b/i, /\bport\s+(\d{2,5})\s*\(?(?:direct tls|tls-only|ssl-only|ssl|xmpps)\b/i]],
] // prettier-ignore
const links = [/(https?:\/\/[^\s<>"')\]]+)/i, /(?<![\w@./-])(www\.[^\s<>"')\]]+)/i]
const places = [
  /(geo:-?\d[\d.,-]+)/i,
  /(-?\d{1,2}(?:[.,]\d+)?\s*°[^.;]{0,40}?[NS][\s,/]+-?\d{1,3}(?:[.,]\d+)?\s*°[^.;]{0,40}?[EWO])\b/,
  /(?<![\d.])(-?\d{1,2}\.\d{2,}\s*[,/ ]\s*-?\d{1,3}\.\d{2,})(?![\d.])/,
]

/** Fields and raw values that one sentence gives. */
export function details(text: string): (readonly [Asked, string])[] {
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
}
