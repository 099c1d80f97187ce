import type { Message } from '../message/message.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { answers, headed, speaksOf, type Answer, type FormLine } from './answers.ts'
import { cards } from './cards.ts'
import { withoutCode } from './code.ts'
import { domains, read } from './field-values.ts'
import { gathered } from './gather.ts'
import { isBlank, type Asked } from './labels.ts'
import { plainly } from './layout.ts'
import { leftOver } from './left-over.ts'
import { letterO } from './letter-o.ts'
import { asksAlone, goesOn, isMeant, isWishful, saidAlone } from './lone-domain.ts'
import { signature } from './goodbye.ts'
import { hasEnd } from './names-in.ts'
import { prose } from './prose.ts'
import { isAuthority, lists, mine, troubled } from './prose-words.ts'
import { isSoftware } from './software.ts'
import { required, type Submission } from './submission.ts'
import { tables } from './tables.ts'
import { told } from './told.ts'
import { underNames } from './under-names.ts'
import { unlabelled } from './unlabelled.ts'
import { tidy } from './value.ts'

/** `asks`: the text names a service to be listed or fills in the form, be it with nothing. */
export type Read = { readonly submissions: readonly Submission[]; readonly asks: boolean }
/** `tag`: an answer about a ticket. */
export type About = Pick<Message, 'answersUs' | 'author' | 'subject' | 'tag'>

/**
 * One text without the code in it: data pasted into it, then tables, then labels; items without labels where those say
 * little; and running text where something is left open. @param ours it is a letter of ours, sent back
 */
export function oneText(all: readonly FormLine[], about: About, ours = false): Read {
  const lines = withoutCode(all)
  const { given, rest } = labelledIn(lines, about, ours)
  const read = (some: readonly Answer[]) => gathered(some, letterO(lines))
  const items = isFew(given) ? unlabelled(rest) : []
  if (items.length > 0) return { submissions: read(items), asks: true }
  if (about.answersUs) {
    const foot = signature(rest)
    const values = given.filter((one) => isValue(one) && !foot.has(one.line))
    const said = ours ? [] : [...serviceSaid(rest, values, about), ...saidBeside(rest, values, about)]
    return { submissions: read([...values, ...said]), asks: false }
  }
  if (isComplete(given, rest)) return { submissions: read(given), asks: true } // no sentence could add to it
  const { answers: both, asks } = withSentences(lines, rest, given, about)
  return { submissions: read(both), asks }
}
const isFew = (all: readonly Answer[]): boolean => new Set(all.map(({ asked }) => asked)).size < 3

/** What labels, tables and cards give, and the lines that are none of a card or table. */
function labelledIn(
  lines: readonly FormLine[],
  about: About,
  ours: boolean,
): { readonly given: readonly Answer[]; readonly rest: readonly FormLine[] } {
  const pasted = cards(lines)
  const inCards = new Set(pasted.flatMap((card) => [...card.lines]))
  const open = lines.filter(({ number }) => !inCards.has(number))
  const grid = tables(open)
  const unread = open.filter(({ number }) => !grid.lines.has(number))
  // Whoever sends our letter back without any mark around it says nothing with our sentences.
  const rest = ours ? unread : underNames(plainly(unread))
  const found = answers(rest, !ours)
  const labels = found.length < 3 ? [...found, ...headed(rest)] : found
  const fromCards = [
    ...pasted.filter(({ person }) => !person),
    ...pasted.filter(({ person }) => person),
  ].flatMap((card) => card.answers)
  const given = [...fromCards, ...grid.answers, ...labels]
  const left = about.answersUs ? [] : leftOver(rest, given, about.author?.name ?? '')
  return { given: [...given, ...left], rest }
}

/** In an answer the sentences too: what they say of a field that no label speaks of. */
const saidBeside = (rest: readonly FormLine[], given: readonly Answer[], about: About): Answer[] =>
  told(rest, given, about.author?.name ?? '').filter(
    ({ asked, raw }) =>
      read(asked, raw).is === 'value' &&
      !given.some((one) => speaksOf(one.asked, asked) && !isBlank(one.raw)),
  )

/** In an answer about no ticket of ours the service that he wants listed: so he answers our help. */
function serviceSaid(rest: readonly FormLine[], given: readonly Answer[], about: About): readonly Answer[] {
  if (about.tag !== undefined || given.some(({ asked, raw }) => asked === 'domain' && !isBlank(raw)))
    return []
  const text = prose(rest, given, about.author?.name)
  if (text.wish) return text.answers.filter(({ asked }) => asked === 'domain')
  const alone = saidAlone(rest)
  return alone === undefined ? [] : [alone]
}

/** The form and what the sentences around it say, and whether all of it asks to be listed. */
function withSentences(
  lines: readonly FormLine[],
  rest: readonly FormLine[],
  given: readonly Answer[],
  about: About,
): { readonly answers: readonly Answer[]; readonly asks: boolean } {
  const text = prose(rest, given, about.author?.name)
  // `Please add our server: im.example.org, thank you` is a sentence and no form.
  const spoken = ({ asked, raw }: Answer) =>
    isFew(given) &&
    asked === 'domain' &&
    read(asked, raw).is === 'wrong' &&
    text.answers.some((one) => one.asked === 'domain' && raw.includes(one.raw))
  const form = given.filter((one) => !spoken(one))
  const kinds = new Set(form.map(({ asked }) => asked))
  const trouble = text.trouble || troubled.test(about.subject)
  // Name, email and telephone stand in every order and every advertisement, `Server: …` in every call for help.
  const filled =
    kinds.size >= 3 &&
    (namesService(form, about) || text.answers.some(({ asked }) => asked === 'domain')) &&
    form.some(({ asked, raw }) => telltale.has(asked) || (asked === 'location' && /\d[.,°]\d/.test(raw)))
  const filledIn = new Set(form.filter(({ raw }) => !isBlank(raw)).map(({ asked }) => asked))
  const isBare = filledIn.size === 0 && !trouble && !text.wish && goesOn(about.subject)
  const alone = isBare ? saidAlone(rest) : undefined
  const asks =
    text.wish ||
    alone !== undefined ||
    (filled && !text.opposed && !(trouble && kinds.size < 7)) ||
    (kinds.size < 3 && !trouble && form.some((one) => one.asked === 'domain' && isLone(one, lines, about)))
  const all = [
    ...text.answers.filter(({ asked }) => !filledIn.has(asked) && (text.wish || kinds.size > 0)),
    ...form,
    ...(alone === undefined ? [] : [alone]),
  ]
  const subject =
    kinds.has('domain') || all.some(({ asked }) => asked === 'domain')
      ? undefined
      : inSubject(about.subject, asks)
  return {
    answers: subject === undefined ? all : [subject, ...all],
    asks: asks || subject !== undefined,
  }
}

const isLone = ({ raw, line }: Answer, lines: readonly FormLine[], about: About): boolean =>
  !isOurs(raw, about) &&
  asksAlone(raw, lines.find(({ number }) => number === line)?.text ?? '', isWishful(about.subject))

/** A form of ours asks for a domain: it stands there, or the place for it is empty, or what stands there was meant for one. */
const namesService = (form: readonly Answer[], about: About): boolean =>
  form.some(
    ({ asked, raw }) =>
      asked === 'domain' &&
      (!isOurs(raw, about) || form.length > 6) &&
      (domains(raw) !== undefined ||
        read('domain', raw).is !== 'wrong' ||
        isMeant(raw) ||
        (!/\s/.test(raw.trim()) && (raw.includes('.') || form.length > 4))),
  ) ||
  inSubject(about.subject, true) !== undefined ||
  (lists.test(about.subject) && mine.test(about.subject))
/** Advertisements name the desk's own site. */
const isOurs = (raw: string, { author }: About): boolean =>
  ownHost.test(tidy(raw)) && !ownHost.test(author?.address.split('@')[1] ?? '')
const ownHost = /^(?:https?:\/\/)?(?:www\.)?(?:jabber|xmpp)\.(?:org|net)\/?$/i

/** All that is asked for is given, and no line speaks of a year. */
function isComplete(all: readonly Answer[], lines: readonly FormLine[]): boolean {
  const kinds = new Set(
    all
      .filter(({ asked, raw }) => asked !== 'domain' || read(asked, raw).is === 'value')
      .map(({ asked }) => asked),
  )
  const place = kinds.has('location') || (kinds.has('latitude') && kinds.has('longitude'))
  const whole = required.every(
    (field) => kinds.has(field) || field === 'location' || (field.startsWith('admin.') && kinds.has('admin')),
  )
  return (
    place &&
    whole &&
    (kinds.has('founded') ||
      !lines.some(({ own, text }) => own && /(?<![\d.,+/-])(?:19|20)\d\d(?![\d.-])/.test(text)))
  )
}

const telltale: ReadonlySet<Asked> = new Set([
  'domain',
  'certificateAuthority',
  'directTlsPort',
  'admin.jid',
  'latitude',
  'longitude',
  'serverSoftware',
])

/** In an answer `Certificate: renewed yesterday` tells what was done; a name begins with a capital or is known. */
function isValue({ asked, raw }: Answer): boolean {
  if (asked !== 'certificateAuthority' && asked !== 'serverSoftware') return true
  return !/^\p{Ll}/u.test(raw) || isSoftware(raw) || isAuthority(raw)
}

/** `public XMPP service: [im.example.org]`, as the page of 2009 asked for it; any other Subject only beside a form. */
function inSubject(subject: string, asks: boolean): Answer | undefined {
  const [, named] =
    /^(?:\s*(?:fwd?|wg)\s*:)?\s*(?:new |submission:? |request:? )?public (?:xmpp|jabber|im) (?:service|server)s?\s*[:：]\s*\[?([^\s[\]]+)\]?\s*$/i.exec(
      subject,
    ) ?? []
  const only = (subject.match(/(?<![@\w./-])(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+(?![\w@])/gi) ?? []).filter(
    (one) => !/(?:^|\.)(?:jabber|xmpp)\.(?:org|net)$/i.test(one),
  )
  const title = [{ number: 0, text: subject.slice(0, 300), own: true }]
  const wished = prose(title)
  const labels = answers(title)
  const [label] = labels.filter(({ asked }) => asked === 'domain')
  const wish = wished.wish ? wished.answers.find(({ asked }) => asked === 'domain') : undefined
  const ends = label !== undefined && hasEnd(tidy(label.raw)) // `host: foo.c`
  const domain =
    named ?? (ends ? label.raw : undefined) ?? wish?.raw ?? (asks && only.length === 1 ? only[0] : undefined)
  return domain === undefined || parseDomainName(domain) === undefined
    ? undefined
    : { asked: 'domain', raw: domain, line: 0, sure: false }
}
