import type { LetterKind, LetterOrder } from '../ticket/letter.ts'
import { required } from '../submission/submission.ts'
import type { Said } from '../sorting/sort.ts'
import type { Window } from '../uptime/ledger.ts'
import { millis, readable } from '../values/instant.ts'
import { about, aboutDesk, kept, rules, steps } from './about.ts'
import type { Words } from './checks-told.ts'
import { clean, cleanLines } from './clean.ts'
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
        ...templates.render('digest', {
          ...model,
          picture: shownAs(picture),
          decides: letter.to === undefined,
          reviewerNames: letter.to?.reviewers ?? [],
        }),
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
  const said = around.said.map((one) => saidTold(one, around))
  return {
    ...aboutDesk(around.desk),
    id: around.about?.id ?? null,
    domain: around.about?.domain ?? null,
    said,
    standings: (around.standings ?? []).map((one) => ({
      id: one.id,
      domain: one.domain,
      stage: one.standing.stage,
      steps: steps(one.standing, undefined, around.now),
    })),
    votes: (around.votes ?? []).map(({ domain, stands }) => ({
      domain,
      ...stands,
      by: stands.by ?? null,
      reason: stands.reason ? clean(stands.reason, 300) : null,
      final: stands.final ? readable(stands.final) : null,
    })),
    voted: around.said.some((one) => one.answer === 'done' && /^(approve|reject|hold)$/u.test(one.verb)),
    undo: around.policy === undefined ? null : lasting(around.policy.undoWindow),
    undone: said.some((one) => one.partly || !['done', 'already', 'status', 'passed-on'].includes(one.code)),
    wantsWords: around.policy !== undefined && around.said.some((one) => one.verb === 'help'),
    hinted: said.some((one) => one.hint !== null),
    turn: around.turn === true,
    elsewhere: elsewhereTold(around),
    noDomain: around.said.some((one) => one.answer === 'no-domain'),
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
function saidTold(one: Said, around: AroundDesk) {
  const done = one.answer === 'done' || one.verb === 'help'
  const partly = done && one.window !== undefined && counted(one.window, around) < length(one.window)
  return {
    line: one.line === 0 ? null : one.line,
    rowNumber: one.row ?? null,
    what: one.quote ? `"${clean(one.quote, 100)}"` : one.verb,
    argument: one.argument ?? null,
    hint: one.hint ?? null,
    ticket: one.ticket ?? null,
    service: one.service ?? null,
    why: one.why ?? null,
    group: done ? 'done' : 'answer',
    code: one.answer,
    answer: partly ? 'maintenance-partly' : done ? one.verb : one.answer,
    window: one.window === undefined ? null : windowTold(one.window),
    partly,
    counted: partly && one.window !== undefined ? lasting(counted(one.window, around)) : null,
  }
}
const length = ({ from, to }: Window): number => millis(to) - millis(from)
/** As much of announced work as the figures leave out. */
const counted = (window: Window, { planned = [] }: AroundDesk): number =>
  planned
    .map(({ from, to }) => ({
      from: from > window.from ? from : window.from,
      to: to < window.to ? to : window.to,
    }))
    .reduce((sum, one) => sum + Math.max(0, length(one)), 0)
/** `2026-11-29 02:00 to 04:00 UTC` */
const windowTold = ({ from, to }: Window): string =>
  from.slice(0, 10) === to.slice(0, 10)
    ? `${readable(from).replace(' UTC', '')} to ${readable(to).slice(11)}`
    : `${readable(from).replace(' UTC', '')} to ${readable(to)}`

/** A mail from an address that may not write about the service that it is about. */
function elsewhereTold({ said }: AroundDesk) {
  const one = said.find(({ answer }) => answer === 'other-address')
  return one === undefined
    ? null
    : { service: one.service ?? '', known: one.why ?? '', his: clean(one.argument ?? '', 254) }
}
