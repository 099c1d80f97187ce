import { getDomain, parse } from 'tldts'
import type { Answer, FormLine } from './answers.ts'
import { parseCoordinates } from '../values/coordinates.ts'
import { parseDomainName } from '../values/domain-name.ts'
import type { Asked } from './labels.ts'
import {
  against,
  asking,
  authorities,
  beside,
  done,
  mine,
  polite,
  runs,
  service,
  wellKnown,
  wishes,
} from './prose-words.ts'
import { softwareNames } from './software.ts'

/** `wish`: it asks to be listed or tells of a service of his; without it a domain is only mentioned. */
export type Prose = { readonly answers: readonly Answer[]; readonly wish: boolean }
type Sentence = {
  readonly text: string
  readonly lines: readonly { readonly number: number; readonly text: string }[]
}

const special = /\.(?:example|test|invalid|local|localhost|internal|onion|i2p|lan|home\.arpa|arpa)$/i

/** What running text says of a service. Nothing here is sure: whoever wrote it sees what was understood. */
export function prose(lines: readonly FormLine[]): Prose {
  const sentences = sentencesOf(lines.filter((line) => line.own))
  const answers: Answer[] = []
  const add = (asked: Asked, raw: string | undefined, sentence: Sentence) => {
    if (raw === undefined || raw === '' || answers.some((one) => one.asked === asked && one.raw === raw))
      return
    const line =
      sentence.lines.find(({ text }) => text.includes(raw.split(/\s/)[0] ?? raw))?.number ??
      sentence.lines[0]?.number ??
      0
    answers.push({ asked, raw, line, sure: false })
  }
  const told = sentences.filter(({ text }) => !isQuestion(text) && !done.test(text))
  const named = domainsIn(told)
  const opposed = sentences.some(
    ({ text }) => against.test(text) && (domainish.test(text) || text.includes('@')),
  )
  const wish =
    !opposed &&
    told.some(
      ({ text }) =>
        (wishes.test(text) && (service.test(text) || domainish.test(text))) ||
        (mine.test(text) && runs.test(text) && service.test(text) && domainish.test(text)),
    )
  for (const { domain, sentence } of named) add('domain', domain, sentence)
  for (const sentence of told) details(sentence, add)
  return {
    answers,
    wish:
      wish &&
      (named.length > 0 ||
        told.some(({ text }) => wishes.test(text) && service.test(text) && mine.test(text))),
  }
}

/** A question asks about; `Could you please add …?` asks for. */
const isQuestion = (text: string): boolean => {
  const bare = text.replace(
    /^\s*(?:hi|hello|hallo|hey|dear|bonjour|hola|ciao|moin)\b[^,.!]{0,30}[,.!]\s*/iu,
    '',
  )
  return asking.test(bare) || (/[?？]\s*$/u.test(bare) && !(wishes.test(bare) && polite.test(bare)))
}
const domainish =
  /(?<![@\w./-])(?:[a-z0-9\u0080-\uffff][a-z0-9\u0080-\uffff-]*\.)+[a-z\u0080-\uffff]{2,}(?![\w@])/iu
type Named = { readonly domain: string; readonly sentence: Sentence }
/** Names that stand where a service is spoken of. Of several only those that a word for a service stands right beside. */
function domainsIn(sentences: readonly Sentence[]): Named[] {
  const all = sentences.flatMap((sentence) => {
    if (!service.test(sentence.text) && !wishes.test(sentence.text)) return []
    return [...sentence.text.matchAll(new RegExp(domainish.source, 'giu'))].flatMap(
      ([found]): (Named & { near: boolean })[] => {
        const domain = parseDomainName(found)
        if (domain === undefined || wellKnown.has(getDomain(domain) ?? domain) || wellKnown.has(domain))
          return []
        if (!special.test(domain) && parse(domain).isIcann !== true) return []
        const at = sentence.text.indexOf(found)
        const before = sentence.text.slice(Math.max(0, at - 40), at)
        const near = beside.test(before)
        return [{ domain: found, sentence, near }]
      },
    )
  })
  const distinct = all.filter(
    (one, at) => all.findIndex((other) => other.domain.toLowerCase() === one.domain.toLowerCase()) === at,
  )
  if (distinct.length <= 1) return distinct
  const listed = sameList(distinct)
  if (listed.length > 0) return listed
  const near = distinct.filter(
    (one) => one.near || all.some((other) => other.near && other.domain === one.domain),
  )
  return near
}
/** `a.example, b.example and c.example` in one sentence are all meant; scattered names are not. */
const sameList = (all: readonly Named[]): Named[] => {
  const [first] = all
  if (first === undefined || !all.every(({ sentence }) => sentence === first.sentence)) return []
  const between = first.sentence.text
    .split(new RegExp(all.map(({ domain }) => domain.replaceAll('.', String.raw`\.`)).join('|'), 'i'))
    .slice(1, -1)
  return between.every((text) => /^\s*(?:,|;|and|und|et|y|e|en|i|a|и|та|&|,\s*and|\s)*\s*$/iu.test(text))
    ? [...all]
    : []
}

function details(
  sentence: Sentence,
  add: (asked: Asked, raw: string | undefined, sentence: Sentence) => void,
): void {
  const { text } = sentence
  const one = (form: RegExp) =>
    form
      .exec(text)?.[1]
      ?.trim()
      .replace(/[.,;]$/, '')
  add(
    'serverSoftware',
    one(
      new RegExp(
        String.raw`\b((?:${softwareNames})(?:\s+(?:server\s+)?(?:version\s+|v)?\d[\w.+~-]*)?)(?![\w.-]*@|\.\w)`,
        'i',
      ),
    ),
    sentence,
  )
  add(
    'certificateAuthority',
    one(new RegExp(String.raw`(?<![\w/.-])(${authorities})(?![\w-]*\.\w{2}|[\w-]*@)`, 'i')),
    sentence,
  )
  add(
    'admin.jid',
    one(/\bxmpp:([^\s<>,;()]+@[^\s<>,;()?]+)/i) ??
      one(
        /\b(?:jabber(?:\s?id)?|jid|xmpp|via jabber|über jabber|über xmpp|over xmpp)\s*(?:address|adresse|account)?\s*(?:is|at|to|:|ist|est|es|è)?\s*:?\s*<?([^\s<>,;()]+@[^\s<>,;()]+)/i,
      ),
    sentence,
  )
  add(
    'admin.email',
    one(/\bmailto:([^\s<>,;()]+@[^\s<>,;()?]+)/i) ??
      one(
        /\b(?:e-?mail|mail|write to|contact(?: me| us)?(?: at| via| by)?|reach(?: me| us)? (?:at|via)|schreib\w* (?:an|uns)|kontakt|écri\w+ à|contacter|escrib\w+ a|scriver\w* a|courriel|correo|escrev\w+ para|pišt\w*|napisz\w* (?:na|do)|пишите|почта)\s*(?:is|at|to|:|ist|est|es|è|me|us|na|на)?\s*:?\s*<?((?!xmpp:)[^\s<>,;():]+@[^\s<>,;()]+)/iu,
      ),
    sentence,
  )
  add('admin.phone', one(/(?<![\w@./-])((?:\+|00)[1-9][\d\s()/.-]{6,22}\d)(?!\w)/), sentence)
  const web = one(/(https?:\/\/[^\s<>"')\]]+)/i) ?? one(/(?<![\w@./-])(www\.[^\s<>"')\]]+)/i)
  if (web !== undefined && 'at' in parseCoordinates(web)) add('location', web, sentence)
  else add('website', web?.replace(/[.,;:!?]+$/, ''), sentence)
  const place =
    one(/(geo:-?\d[\d.,-]+)/i) ??
    one(/(-?\d{1,2}(?:[.,]\d+)?\s*°[^.;]{0,40}?[NS][\s,/]+-?\d{1,3}(?:[.,]\d+)?\s*°[^.;]{0,40}?[EWO])\b/) ??
    one(/(?<![\d.])(-?\d{1,2}\.\d{2,}\s*[,/ ]\s*-?\d{1,3}\.\d{2,})(?![\d.])/)
  if (place !== undefined && 'at' in parseCoordinates(place)) add('location', place, sentence)
  add(
    'founded',
    one(
      /\b(?:since|founded in|launched in|started in|established in|online since|running since|seit|depuis|desde|dal|sinds|od roku|od|с)\s+(?:\w+\s+)?((?:19|20)\d\d)\b/iu,
    ),
    sentence,
  )
  add(
    'admin.name',
    one(
      /\b(?:my name is|i am|i['’]m|mein name ist|ich heiße|je m['’]appelle|me llamo|mi nombre es|mi chiamo|o meu nome é|meu nome é|mijn naam is|nazywam się|jmenuji se|меня зовут|мене звати)\s+(\p{Lu}[\p{L}'’.-]+(?:\s+(?:(?:von|van|de|der|den|la|le|di|da|el)\s+)*\p{Lu}[\p{L}'’.-]+){1,3})/u,
    ),
    sentence,
  )
  add(
    'admin.name',
    one(
      /\b(?:the admin(?:istrator)?|admin|administrator|operator|run by|operated by|betreiber|betrieben von)\s+(?:is|ist|:)?\s*(\p{Lu}[\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]+){1,3})/u,
    ),
    sentence,
  )
  add(
    'directTlsPort',
    one(/\b(?:direct tls|tls-only|ssl-only|xmpps|direktes tls)\W[^.]{0,40}?\bport\s+(\d{2,5})\b/i) ??
      one(/\bport\s+(\d{2,5})\s*\(?(?:direct tls|tls-only|ssl-only|ssl|xmpps)\b/i),
    sentence,
  )
}

/** Paragraphs cut at sentence ends; an abbreviation or a domain is no end. */
function sentencesOf(lines: readonly FormLine[]): Sentence[] {
  const paragraphs: FormLine[][] = [[]]
  for (const line of lines) {
    if (line.text.trim() === '') paragraphs.push([])
    else paragraphs.at(-1)?.push(line)
  }
  return paragraphs
    .filter((one) => one.length > 0)
    .slice(0, 200)
    .flatMap((paragraph) => {
      const text = paragraph
        .map((line) => line.text.trim())
        .join(' ')
        .slice(0, 8000)
      return text
        .split(/(?<=[.!?。！？])\s+(?=["'(¿¡]*[\p{Lu}\p{Lo}\d])/u)
        .map((one) => ({ text: one, lines: paragraph }))
    })
}
