import type { LetterKind, LetterOrder } from '../ticket/letter.ts'
import { required } from '../submission/submission.ts'
import { readable } from '../values/instant.ts'
import { about, aboutDesk, kept, rules, steps } from './about.ts'
import type { Words } from './checks-told.ts'
import { cleanLines } from './clean.ts'
import type { Templates } from './compile.ts'
import { digestModel } from './digest.ts'
import { formLines } from './fields.ts'
import type { Around, AroundDesk, DeskLetter, WriteDeskLetter, WriteLetter, Written } from './letters.ts'
import { lasting } from './moments.ts'
import * as operator from './operator.ts'
import type { LocalTimes } from './phone.ts'
import { certificatePicture, digestPicture, shownAs, uptimePicture, type Picture } from './pictures.ts'
import { review } from './review.ts'

export type LetterWriter = { readonly writeLetter: WriteLetter; readonly writeDeskLetter: WriteDeskLetter }
/** `words`: checks/words.ts. `localTimes`: the clock at a telephone number; without it the review shows the country only. */
export type WriterParts = {
  readonly templates: Templates
  readonly words: Words
  readonly localTimes?: LocalTimes
}

export function letterWriter(parts: WriterParts): LetterWriter {
  const { templates } = parts
  return {
    writeLetter(order, around) {
      const picture = pictureOf(order, around, templates)
      const model = { ...modelOf(order, around, parts), picture: shownAs(picture) }
      return { ...templates.render(order.kind, model), images: picture === undefined ? [] : [picture] }
    },
    writeDeskLetter(letter): Written {
      if (letter.kind !== 'digest') return { ...templates.render(letter.kind, fromDesk(letter)), images: [] }
      const model = digestModel(letter.digest)
      const picture = digestPicture(model, templates)
      return {
        ...templates.render('digest', { ...model, picture: shownAs(picture) }),
        images: [picture],
      }
    },
  }
}

function modelOf(order: LetterOrder, around: Around, { words, localTimes }: WriterParts): object {
  switch (order.kind) {
    case 'challenge':
      return { ...about(around), steps: null }
    case 'invitation':
      return operator.invitation(around)
    case 'consent':
      return operator.consent(order, around)
    case 'results':
      return operator.results(around, words)
    case 'incomplete':
      return operator.incomplete(around)
    case 'admin-chat':
      return operator.adminChat(around)
    case 'review':
      return review(around, words, localTimes)
    case 'decision':
      return operator.decision(around)
    case 'question':
      return operator.question(order, around)
    case 'trial-report':
      return operator.trialReport(around)
    case 'outage':
      return operator.outage(order, around)
    case 'listed':
      return operator.listed(around)
    case 'warning':
      return operator.warning(order, around, words)
    case 'suspended':
      return operator.suspended(around, words)
    case 'revived':
      return operator.revived(around)
    case 'delisted':
      return operator.delisted(around)
    case 'reminder':
      return order.to.role === 'reviewers'
        ? { ...review(around, words, localTimes), toReviewers: true }
        : operator.reminder(around, words)
    case 'expired':
      return operator.expired(around)
    case 'transcript':
    case 'help':
    case 'answer':
    case 'digest':
    case 'alarm':
      throw new Error(`${order.kind} is about no ticket: writeDeskLetter writes it`)
  }
}

const isOfUptime = (order: LetterOrder) => order.kind === 'warning' && operator.ofUptime(order)
const withMonth: readonly LetterKind[] = ['review', 'trial-report', 'outage', 'suspended']
function pictureOf(order: LetterOrder, around: Around, templates: Templates): Picture | undefined {
  const reviewing = order.kind === 'reminder' && order.to.role === 'reviewers'
  if (withMonth.includes(order.kind) || reviewing || isOfUptime(order))
    return uptimePicture(around, templates)
  return order.kind === 'warning' && around.standing.failing.length === 0
    ? certificatePicture(around, templates)
    : undefined
}

function fromDesk(letter: Exclude<DeskLetter, { readonly kind: 'digest' }>) {
  const { around } = letter
  return {
    ...aboutDesk(around.desk),
    id: around.about?.id ?? null,
    domain: around.about?.domain ?? null,
    said: around.said.map((one) => ({
      line: one.line === 0 ? null : one.line,
      verb: one.verb,
      argument: one.argument ?? null,
      ticket: one.ticket ?? null,
      service: one.service ?? null,
      why: one.why ?? null,
      group: one.answer === 'done' || one.verb === 'help' ? 'done' : 'answer',
      answer: one.answer === 'done' || one.verb === 'help' ? one.verb : one.answer,
    })),
    standings: (around.standings ?? []).map((one) => ({
      id: one.id,
      domain: one.domain,
      stage: one.standing.stage,
      steps: steps(one.standing, undefined, around.now),
    })),
    voted: around.said.some((one) => one.answer === 'done' && /^(approve|reject|hold)$/u.test(one.verb)),
    undo: around.policy === undefined ? null : lasting(around.policy.undoWindow),
    undone: around.said.some((one) => !['done', 'already', 'status', 'passed-on'].includes(one.answer)),
    wantsWords: around.policy !== undefined && around.said.some((one) => one.verb === 'help'),
    noDomain: around.said.some((one) => one.answer === 'no-domain'),
    owner: ownerAsked(around),
    asked: letter.kind === 'answer' ? cleanLines(letter.enquiry?.text ?? '') : [],
    lines: letter.kind === 'answer' ? cleanLines(letter.text) : [],
    lacking: required,
    form: formLines(required),
    reviewer: around.isReviewer ?? false,
    waivable: true, // a list of all words is about no case
    kept: around.firstToThisPerson === true && around.policy ? kept(around.policy) : null,
    rules: around.policy ? rules(around.policy) : null,
    over: letter.kind === 'alarm' && letter.over === true,
    troubles:
      letter.kind === 'alarm'
        ? letter.troubles.map((one) => ({ code: one.code, detail: one.detail, since: readable(one.since) }))
        : [],
  }
}
/** A mail to a letter of consent that said neither yes nor no: the domain it was about. */
const ownerAsked = ({ said }: AroundDesk) =>
  said.find((one) => one.verb === 'consent' && one.service !== undefined)?.service ?? null
