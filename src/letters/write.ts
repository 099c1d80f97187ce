import { required } from '../submission/submission.ts'
import type { LetterKind, LetterOrder } from '../ticket/letter.ts'
import { all, known, latest } from '../ticket/known.ts'
import { readable } from '../values/instant.ts'
import { about, aboutDesk, kept, measuredOf } from './about.ts'
import { checksTold, type Words } from './checks-told.ts'
import type { Templates } from './compile.ts'
import { digestModel } from './digest.ts'
import { understood } from './fields.ts'
import type { Around, AroundDesk, DeskLetter, WriteDeskLetter, WriteLetter, Written } from './letters.ts'
import type { LocalTimes } from './phone.ts'
import { review } from './review.ts'
import { uptimeTold } from './uptime-told.ts'

export type LetterWriter = { readonly writeLetter: WriteLetter; readonly writeDeskLetter: WriteDeskLetter }
/** `words`: checks/words.ts. `localTimes`: the clock at a telephone number; without it the review shows the country only. */
export type WriterParts = {
  readonly templates: Templates
  readonly words: Words
  readonly localTimes?: LocalTimes
}

export function letterWriter({ templates, words, localTimes }: WriterParts): LetterWriter {
  return {
    writeLetter(order, around) {
      const model = modelOf(order, around, words, localTimes)
      return { ...templates.render(order.kind, model), images: [] }
    },
    writeDeskLetter(letter): Written {
      return { ...templates.render(letter.kind, deskModel(letter)), images: [] }
    },
  }
}

function modelOf(
  order: LetterOrder,
  around: Around,
  words: Words,
  localTimes: LocalTimes | undefined,
): object {
  switch (order.kind) {
    case 'results':
      return results(around, words)
    case 'incomplete':
      return incomplete(around)
    case 'review':
      return review(around, words, localTimes)
    case 'consent':
    case 'challenge':
      return { ...about(around), proofs: around.proofs ?? null }
    case 'decision':
      return decision(around)
    case 'listed':
      return listed(around)
    default:
      throw new Error(`${order.kind} is not a letter about a ticket that this desk writes yet`)
  }
}

function results(around: Around, words: Words) {
  const { ticket } = around
  const checked = latest(ticket, 'checked')
  const checks = checksTold(
    checked?.outcomes ?? [],
    all(ticket, 'waived').map((fact) => fact.check),
    words,
    around.evidence,
  )
  return {
    ...about(around),
    checkedAt: readable(checked?.at ?? around.now),
    verdict: checks.toMend.length > 0 ? 'mend' : checks.unclear.length > 0 ? 'unclear' : 'passed',
    checks,
    values: understood(ticket, checked?.measured),
    uptime: uptimeTold(around.figures ?? latest(ticket, 'uptime')?.figures),
  }
}

function incomplete(around: Around) {
  const { problems } = known(around.ticket)
  const lacking = around.standing.lacking
  const wrong = problems.map((one) => ({
    field: one.field,
    code: one.code,
    value: one.value,
    line: one.line,
  }))
  return {
    ...about(around),
    lacking,
    notGiven: lacking.filter((field) => !wrong.some((one) => one.field === field)),
    wrong,
    values: understood(around.ticket, undefined),
  }
}

function decision(around: Around) {
  const refused = around.standing.stage === 'rejected'
  const milestone = latest(around.ticket, 'milestone')
  return { ...about(around), refused, reason: refused ? milestone?.reason || null : null }
}

function listed(around: Around) {
  const measured = measuredOf(around)
  return {
    ...about(around),
    adminJid: known(around.ticket).claims['admin.jid'] ?? null,
    certificateEnds: measured?.certificateEnds === undefined ? null : readable(measured.certificateEnds),
    values: understood(around.ticket, measured),
  }
}

function deskModel(letter: DeskLetter): object {
  return letter.kind === 'digest' ? digestModel(letter.digest) : fromDesk(letter.kind, letter.around)
}
function fromDesk(kind: LetterKind, around: AroundDesk) {
  return {
    ...aboutDesk(around.desk, around.now),
    kind,
    id: around.about?.id ?? null,
    domain: around.about?.domain ?? null,
    subject: around.subject ?? null,
    said: around.said.map((one) => ({
      line: one.line,
      verb: one.verb,
      argument: one.argument ?? null,
      ticket: one.ticket ?? null,
      service: one.service ?? null,
      answer: one.answer,
    })),
    form: required,
    reviewer: around.isReviewer ?? false,
    kept: around.firstToThisPerson === true && around.policy ? kept(around.policy) : null,
  }
}
