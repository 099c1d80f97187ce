import { getDomain, parse } from 'tldts'
import type { Answer, FormLine } from './answers.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { isElsewhere, type Asked } from './labels.ts'
import {
  against,
  asking,
  beside,
  desires,
  done,
  indirect,
  lists,
  mine,
  mineService,
  polite,
  runs,
  service,
  troubled,
  wellKnown,
  wishes,
} from './prose-words.ts'
import { addresses, details } from './prose-details.ts'

/** `wish`: it asks to be listed or tells of a service of his; without it a domain is only mentioned. `trouble`: something does not work. */
export type Prose = { readonly answers: readonly Answer[]; readonly wish: boolean; readonly trouble: boolean }
type Sentence = {
  readonly text: string
  readonly lines: readonly { readonly number: number; readonly text: string }[]
}

const special = /\.(?:example|test|invalid|local|localhost|internal|onion|i2p|lan|home\.arpa|arpa)$/i

/**
 * What running text says of a service. Nothing here is sure: whoever wrote it sees what was understood. @param labelled
 * what labels have spoken for gives nothing twice
 */
export function prose(lines: readonly FormLine[], labelled: readonly Answer[] = []): Prose {
  const sentences = sentencesOf(lines.filter((line) => line.own))
  const answers: Answer[] = []
  const add = (asked: Asked, raw: string, sentence: Sentence) => {
    if (raw === '' || answers.some((one) => one.asked === asked && one.raw === raw)) return
    if (asked !== 'domain' && labelled.some((one) => one.raw.includes(raw))) return
    const at =
      sentence.lines.find(({ text }) => text.includes(raw.split(/\s/)[0] ?? raw)) ?? sentence.lines[0]
    if (isElsewhere(/^([^:：]{2,60})[:：]\s/u.exec(at?.text ?? '')?.[1] ?? '')) return
    answers.push({ asked, raw, line: at?.number ?? 0, sure: false })
  }
  const told = sentences.filter(({ text }) => !isQuestion(text) && !done.test(text))
  const named = domainsIn(told)
  const opposed = sentences.some(
    ({ text }) => against.test(text) && (domainish.test(text) || text.includes('@')),
  )
  const trouble = sentences.some(({ text }) => troubled.test(text))
  const asked = sentences.length > told.length
  const wish =
    !opposed &&
    told.some(
      ({ text }) =>
        isWish(text, named.length > 0) || (!trouble && isOffer(text) && (!asked || describes(told))),
    )
  for (const { domain, sentence } of named) add('domain', domain, sentence)
  for (const sentence of told) for (const [asked, raw] of details(sentence.text)) add(asked, raw, sentence)
  if (wish) for (const [asked, raw, sentence] of addressesIn(told)) add(asked, raw, sentence)
  return { answers, wish, trouble }
}
/** One sentence: a word for adding with a service, or that we would like his on your list. */
function isWish(text: string, named: boolean): boolean {
  if (troubled.test(text) || indirect.test(text)) return false
  if (!named) return wishes.test(text) && mineService.test(text)
  const domain = domainish.test(text)
  if (wishes.test(text) && (service.test(text) || domain || lists.test(text) || desires.test(text)))
    return true
  return desires.test(text) && lists.test(text) && (mine.test(text) || service.test(text)) && domain
}
/** That he runs one. Beside a question it may only say who asks, unless the service is described. */
const isOffer = (text: string): boolean =>
  !troubled.test(text) &&
  !indirect.test(text) &&
  mine.test(text) &&
  runs.test(text) &&
  service.test(text) &&
  domainish.test(text)
const describes = (told: readonly Sentence[]): boolean =>
  new Set(told.flatMap(({ text }) => details(text).map(([asked]) => asked))).size > 1
/** Email and JID by the words before them. One address that nothing names is the email; of several nobody knows which. */
function addressesIn(sentences: readonly Sentence[]): (readonly [Asked, string, Sentence])[] {
  const all = sentences.flatMap((sentence) =>
    addresses(sentence.text).map((one) => ({ ...one, sentence, key: one.raw.toLowerCase() })),
  )
  const found = all.flatMap(({ raw, as, sentence }) => as.map((asked) => [asked, raw, sentence] as const))
  if (found.some(([asked]) => asked === 'admin.email')) return found
  const plain = all.filter(
    (one, at) => one.as.length === 0 && all.findIndex(({ key }) => key === one.key) === at,
  )
  const [first] = plain
  return first === undefined
    ? found
    : [...found, ['admin.email', plain.map(({ raw }) => raw).join(', '), first.sentence]]
}

/** A question asks about; `Could you please add …?` asks for. */
const isQuestion = (text: string): boolean => {
  const bare = text.replace(
    /^\s*(?:hi|hello|hallo|hey|dear|bonjour|hola|ciao|moin)\b[^,.!]{0,30}[,.!]\s*/iu,
    '',
  )
  return asking.test(bare) || (/[?？]\s*$/u.test(bare) && !(wishes.test(bare) && polite.test(bare)))
}
/** Chinese and Japanese put no space around a name, so in running text their own letters are none of it. */
const letter = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}`
const domainish = new RegExp(
  String.raw`(?<![@\w./-])(?:[\d${letter}][\d${letter}-]*\.)+[${letter}][${letter}\d-]+(?![\w@])`,
  'iu',
)
const everyDomainish = new RegExp(domainish, 'giu')
type Named = { readonly domain: string; readonly sentence: Sentence }
/** Names that stand where a service is spoken of. Of several only those that a word for a service stands right beside. */
function domainsIn(sentences: readonly Sentence[]): Named[] {
  const all = sentences.flatMap((sentence) => {
    if (!service.test(sentence.text) && !wishes.test(sentence.text)) return []
    return [...sentence.text.matchAll(everyDomainish)].flatMap(([found]): (Named & { near: boolean })[] => {
      const domain = parseDomainName(found)
      if (
        domain === undefined ||
        /^www\./i.test(found) ||
        wellKnown.has(getDomain(domain) ?? domain) ||
        wellKnown.has(domain)
      )
        return []
      if (!special.test(domain) && parse(domain).isIcann !== true) return []
      const at = sentence.text.indexOf(found)
      const before = sentence.text.slice(Math.max(0, at - 40), at)
      const near = beside.test(before)
      return [{ domain: found, sentence, near }]
    })
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
  if (near.length > 0) return near
  // Of several the one that stands in the wish itself.
  const wished = distinct.filter(({ sentence }) => wishes.test(sentence.text))
  return wished.length === 1 ? wished : []
}
/** `a.example, b.example and c.example` in one sentence are all meant; scattered names are not. */
const sameList = (all: readonly Named[]): Named[] => {
  const [first] = all
  if (first === undefined || !all.every(({ sentence }) => sentence === first.sentence)) return []
  const between = first.sentence.text
    .split(new RegExp(all.map(({ domain }) => domain.replaceAll('.', String.raw`\.`)).join('|'), 'i'))
    .slice(1, -1)
  return between.every((text) =>
    /^(?:[\s,;&、•*+–-]|\d{1,2}[.)]\s|and\b|und\b|et\b|y\b|e\b|en\b|i\b|a\b|и(?=\s)|та(?=\s)|和|\([^()]{0,60}\))*$/iu.test(
      text,
    ),
  )
    ? [...all]
    : []
}

const item =
  /^\s*(?:[-*+•–]|\d{1,2}[.)])?\s*(?:[a-z\d\u0080-\uffff-]+\.)+[a-z\u0080-\uffff]{2,}\s*[,;]?\s*$/iu
/** Paragraphs cut at sentence ends; an abbreviation or a domain is no end. */
function sentencesOf(lines: readonly FormLine[]): Sentence[] {
  const paragraphs: FormLine[][] = [[]]
  for (const [at, line] of lines.entries()) {
    const last = paragraphs.at(-1)
    // `Please add these:` and an empty line and a list are one sentence.
    const goesOn = /[:：]\s*$/.test(last?.at(-1)?.text ?? '') && item.test(lines[at + 1]?.text ?? '')
    if (line.text.trim() !== '') last?.push(line)
    else if (!goesOn) paragraphs.push([])
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
