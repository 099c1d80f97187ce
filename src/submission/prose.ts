import { getDomain, parse } from 'tldts'
import type { Answer, FormLine } from './answers.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { labelAt } from './label-at.ts'
import { isElsewhere, type Asked } from './labels.ts'
import {
  against,
  asking,
  beside,
  called,
  desires,
  done,
  indirect,
  links,
  lists,
  mine,
  mineService,
  otherThings,
  ownList,
  polite,
  promises,
  runs,
  service,
  troubled,
  wellKnown,
  wishes,
} from './prose-words.ts'
import { beforeGoodbye } from './goodbye.ts'
import { perService, valuesIn } from './prose-values.ts'
import { saysOf } from './sentence.ts'

/** `wish`: it asks to be listed or tells of a service of his; without it a domain is only mentioned. `trouble`: something does not work. `opposed`: somebody should be taken off, or does harm. */
export type Prose = {
  readonly answers: readonly Answer[]
  readonly wish: boolean
  readonly trouble: boolean
  readonly opposed: boolean
}
export type Sentence = {
  readonly text: string
  readonly lines: readonly { readonly number: number; readonly text: string }[]
}

const special = /\.(?:example|test|invalid|onion|i2p|lan)$/i
const atHome = /\.(?:local|localhost|internal|arpa)$/i
/** Whether a name ends as names of services do. Behind a label the ones of a network at home count too. */
export const hasEnd = (name: string): boolean =>
  special.test(name) || atHome.test(name) || parse(name).isIcann === true

/**
 * What running text says of a service. Nothing here is sure: whoever wrote it sees what was understood. @param labelled
 * what labels have spoken for gives nothing twice
 */
export function prose(lines: readonly FormLine[], labelled: readonly Answer[] = [], author = ''): Prose {
  const own = lines.filter((line) => line.own)
  const sentences = sentencesOf(own)
  const answers: Answer[] = []
  const add = (asked: Asked, raw: string, sentence: Sentence) => {
    if (raw === '' || answers.some((one) => one.asked === asked && one.raw === raw)) return
    if (labelled.some((one) => (one.asked === asked || one.asked === 'description') && one.raw.includes(raw)))
      return
    const at = lineOf(raw, sentence)
    if (isElsewhere(/^([^:：]{2,60})[:：]\s/u.exec(at?.text ?? '')?.[1] ?? '')) return
    answers.push(answer(asked, raw, sentence))
  }
  const isTold = ({ text }: Sentence) => !isQuestion(text) && !done.test(text)
  const told = sentences.filter(isTold)
  const named = domainsIn(told, author)
  const opposed = sentences.some(({ text }) => against.test(text) && (hasName(text) || text.includes('@')))
  const asked = sentences.length > told.length
  // In a form the other lines are running text: what stands between two labels is none of it.
  const isForm = new Set(labelled.map(({ line }) => line)).size >= 3
  const free = beforeGoodbye(own).map((line) =>
    isForm && isGiven(line, labelled) ? { ...line, text: '' } : line,
  )
  const freely = sentencesOf(free)
  const trouble = freely.some(
    ({ text }) => troubled.test(text) && !(isForm && /^[^.:：]{2,40}[:：]\s/u.test(text)),
  )
  const running = freely.filter(isTold)
  const values = valuesIn(running, author).filter(
    // `We run it since 2013`, and not `I use Jabber since 2003`.
    ([field, , { text }]) =>
      field !== 'founded' ||
      !isForm ||
      (mine.test(text) && runs.test(text) && (service.test(text) || hasName(text))),
  )
  const kinds = new Set(values.map(([field]) => field))
  const wish =
    !opposed &&
    (told.some(
      ({ text }) =>
        isWish(text, named.length > 0) || (!trouble && isOffer(text) && (!asked || kinds.size > 1)),
    ) ||
      (new Set([...kinds, ...labelled.map(({ asked: one }) => one)]).size >= (trouble ? 7 : 5) &&
        kinds.size > 2)) // nobody else gives all this
  const several = wish && !isForm ? perService(running, namesIn, author) : undefined
  if (several !== undefined)
    return {
      answers: several.map(([field, raw, sentence]) => answer(field, raw, sentence)),
      wish,
      trouble,
      opposed,
    }
  for (const { domain, sentence } of named.length === 0 && wish ? only(told) : named)
    add('domain', domain, sentence)
  for (const [field, raw, sentence] of values) if (wish || isForm) add(field, raw, sentence)
  return { answers, wish, trouble, opposed }
}
/** A line that a label has spoken for is no sentence. */
export const isGiven = ({ text }: FormLine, given: readonly Answer[]): boolean =>
  text.trim() !== '' && (labelAt(text) !== undefined || given.some(({ raw }) => raw.includes(text.trim())))
/** The line of a sentence in which a value stands, or begins. */
export const lineOf = (raw: string, { lines }: Sentence): Sentence['lines'][number] | undefined =>
  lines.find(({ text }) => text.includes(raw)) ??
  lines.find(({ text }) => text.includes(raw.split(/\s/).slice(0, 2).join(' '))) ??
  lines.find(({ text }) => text.includes(raw.split(/\s/)[0] ?? raw)) ??
  lines[0]
const answer = (asked: Asked, raw: string, sentence: Sentence): Answer => ({
  asked,
  raw,
  line: lineOf(raw, sentence)?.number ?? 0,
  sure: false,
})
/** Where it is plain that a service is told of, the one name that is no address, no link and nobody's we know. */
function only(told: readonly Sentence[]): Named[] {
  const all = told.flatMap((sentence) => namesIn(sentence))
  return new Set(all.map(({ domain }) => domain.toLowerCase())).size === 1 ? all.slice(0, 1) : []
}
/** One sentence: a word for adding with a service, or that we would like his on your list. */
function isWish(text: string, named: boolean): boolean {
  if (troubled.test(text) || indirect.test(text) || against.test(text)) return false
  const wishing = wishes.test(ofService(text))
  if (!named) return wishing && mineService.test(text)
  const domain = hasName(text)
  if (wishing && (service.test(text) || domain || lists.test(text) || desires.test(text))) return true
  return desires.test(text) && lists.test(text) && (mine.test(text) || service.test(text))
}
/** The sentence without what it promises, and without the wish for another thing than a service. */
const ofService = (text: string): string =>
  text.length > 1000 // nobody's sentence, and slow to look through
    ? text
    : text
        .replaceAll(promises, (clause) =>
          mineService.test(clause) || (lists.test(clause) && !ownList.test(clause)) ? clause : '',
        )
        .replaceAll(otherThings, (clause) => (mineService.test(clause) ? clause : ''))
        .replaceAll(links, (clause) => (mineService.test(clause) || lists.test(clause) ? clause : ''))
/** That he runs one. Beside a question it may only say who asks, unless the service is described. */
const isOffer = (text: string): boolean =>
  !troubled.test(text) &&
  !indirect.test(text) &&
  mine.test(text) &&
  runs.test(text) &&
  service.test(text) &&
  hasName(text)
/** A question asks about; `Could you please add …?` asks for. */
export const isQuestion = (text: string): boolean => {
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
/** `services.json` is none. */
export const hasName = (text: string): boolean => namesIn({ text, lines: [] }).length > 0
export type Named = { readonly domain: string; readonly sentence: Sentence }
/** Names that stand where a service is spoken of. Of several only those that a word for a service stands right beside. */
function domainsIn(sentences: readonly Sentence[], author: string): Named[] {
  const all = sentences.flatMap((sentence) => {
    const names = namesIn(sentence)
    const about = [service, wishes, called].some((words) => words.test(sentence.text))
    // or so much of it that it can only be about one
    const rich = () => saysOf(sentence.text, { before: '', wished: true, author }).length >= 3
    return names.length > 0 && (about || rich()) ? names : []
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
function namesIn(sentence: Sentence): (Named & { readonly near: boolean })[] {
  return [...sentence.text.matchAll(everyDomainish)].flatMap(([found]) => {
    const domain = parseDomainName(found)
    if (
      domain === undefined ||
      /^www\./i.test(found) ||
      wellKnown.has(getDomain(domain) ?? domain) ||
      wellKnown.has(domain)
    )
      return []
    const at = sentence.text.indexOf(found)
    const near = beside.test(sentence.text.slice(Math.max(0, at - 40), at))
    // `Makefile.local` is a file, unless a word for a service stands right before it.
    const isFile = atHome.test(domain) && !near && domain.split('.').length < 3
    return hasEnd(domain) && !isFile ? [{ domain: found, sentence, near }] : []
  })
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

/** What stands in quotation marks is one. */
const kept = (text: string): string =>
  text.replaceAll(/["“„«][^"“”„«»]{1,600}["”“»]/gu, (one) => one.replaceAll(/(?<=[.!?。！？])\s/gu, '\u0001'))
/** A full stop and white space before a capital or a digit, but not behind `lat.`, `Mr.` or `tel.` */
const sentenceEnd =
  /\u0002|(?<=[.!?。！？])(?<!(?<!\p{L})(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Dipl|Ing|St|Nr|No|Sr|Sra|Hr|Fr|ul|str|[Tt]el|[Tt]él|[Tt]lf|lat|lon|long|ca|approx|č|nr|г|ул|т|тел|e\.g|i\.e|np|např|etc)\.)\s+(?=["'(¿¡]*[\p{Lu}\p{Lo}\d]|(?:[a-z\d-]+\.)+[a-z]{2,}\s)/u
const item =
  /^\s*(?:[-*+•–]|\d{1,2}[.)])?\s*(?:[a-z\d\u0080-\uffff-]+\.)+[a-z\u0080-\uffff]{2,}\s*[,;]?\s*$/iu
/** Paragraphs cut at sentence ends; an abbreviation or a domain is no end. */
export function sentencesOf(lines: readonly FormLine[]): Sentence[] {
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
      // A short line before a capital was not wrapped there: it ends.
      const text = paragraph
        .map((line, at) => {
          const one = line.text.trim()
          const next = paragraph[at + 1]?.text.trim() ?? ''
          return one.length < 45 && /[^,;:–-]$/u.test(one) && /^\p{Lu}/u.test(next)
            ? `${one}\u0002`
            : `${one} `
        })
        .join('')
        .slice(0, 8000)
      return kept(text)
        .split(sentenceEnd)
        .map((one) => ({ text: one.replaceAll('\u0001', ' '), lines: paragraph }))
    })
}
