import type { Answer, FormLine } from './answers.ts'
import { mayI } from './asking-words.ts'
import { beforeGoodbye } from './goodbye.ts'
import { labelAt } from './label-at.ts'
import { isElsewhere, type Asked } from './labels.ts'
import { hasName, namesIn, type Named, type Sentence } from './names-in.ts'
import { perService, valuesIn } from './prose-values.ts'
import { against, called, done, mine, runs, service, troubled, wishes } from './prose-words.ts'
import { saysOf } from './sentence.ts'
import { isOffer, isQuestion, isWish } from './wish.ts'

/** `wish`: it asks to be listed or tells of a service of his; without it a domain is only mentioned. `trouble`: something does not work. `opposed`: somebody should be taken off, or does harm. */
export type Prose = {
  readonly answers: readonly Answer[]
  readonly wish: boolean
  readonly trouble: boolean
  readonly opposed: boolean
}

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
  const isNamed = own.some(({ text }) => hasName(text))
  const isTold = ({ text }: Sentence) =>
    !isQuestion(text) && !done.test(text) && (isNamed || !(mayI.test(text) && /[?？]/.test(text)))
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
/** A question mark; a full stop and white space before a capital or a digit, but not behind `lat.`, `Mr.` or `tel.` */
const sentenceEnd =
  /\u0002|(?<=[?？])\s+|(?<=？)(?=\S)|(?<=[.!?。！？])(?<!(?<!\p{L})(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Dipl|Ing|St|Nr|No|Sr|Sra|Hr|Fr|ul|str|[Tt]el|[Tt]él|[Tt]lf|lat|lon|long|ca|approx|č|nr|г|ул|т|тел|e\.g|i\.e|np|např|etc)\.)\s+(?=["'(¿¡]*[\p{Lu}\p{Lo}\d]|(?:[a-z\d-]+\.)+[a-z]{2,}\s)/u
const item =
  /^\s*(?:[-*+•–]|\d{1,2}[.)])?\s*(?:[a-z\d\u0080-\uffff-]+\.)+[a-z\u0080-\uffff]{2,}\s*[,;]?\s*$/iu
const counted = /^\(?\d{1,2}[.)\]]\s+\S/
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
      // A short line before a capital was not wrapped there: it ends. So does one before the next of a counted list.
      const isList = paragraph.filter((line) => counted.test(line.text.trim())).length > 1
      const text = paragraph
        .map((line, at) => {
          const one = line.text.trim()
          const next = paragraph[at + 1]?.text.trim() ?? ''
          const ends = one.length < 45 && /[^,;:–-]$/u.test(one) && /^\p{Lu}/u.test(next)
          return ends || (isList && counted.test(next) && !item.test(next)) ? `${one}\u0002` : `${one} `
        })
        .join('')
        .slice(0, 8000)
      return kept(text)
        .split(sentenceEnd)
        .map((one) => ({ text: one.replaceAll('\u0001', ' '), lines: paragraph }))
    })
}
