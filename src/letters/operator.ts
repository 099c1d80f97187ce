import { millis, plus } from '../values/instant.ts'
import { all, imported, known, latest, unansweredAsk } from '../ticket/known.ts'
import { at, testedSince } from '../ticket/standing.ts'
import { consentAsked } from '../ticket/consent-letters.ts'
import type { LetterOrder } from '../ticket/letter.ts'
import { about, measuredOf, steps } from './about.ts'
import { checksTold, type Words } from './checks-told.ts'
import { cleanLines } from './clean.ts'
import { fieldsInOrder, formLines, understood } from './fields.ts'
import type { Around } from './letters.ts'
import { ago, lasting, moment } from './moments.ts'
import { uptimeTold } from './uptime-told.ts'

/** The operator's own page, and what the owner may do: not in letters to reviewers. */
export const notTheirs = { ticketPage: null, proofs: null }
/** A check that failed or could not tell keeps the case from going on: the word that lets it pass is told only then. */
export const waivable = (standing: Around['standing']): boolean =>
  (at(standing, 'checks').why ?? []).length > 0
/** Models of the letters to the operator, one function a letter. What is absent on purpose is null. */

const checksOf = (around: Around, words: Words) =>
  checksTold(
    latest(around.ticket, 'checked')?.outcomes ?? [],
    all(around.ticket, 'waived').map((fact) => fact.check),
    words,
    around.evidence,
  )

export function results(around: Around, words: Words) {
  const checks = checksOf(around, words)
  return {
    ...about(around),
    checkedAt: moment(latest(around.ticket, 'checked')?.at ?? around.now, around.policy.trial),
    verdict: verdictOf(around, checks),
    limited: (latest(around.ticket, 'checked')?.outcomes ?? []).some(
      ({ reason }) => reason === 'hourly-limit',
    ),
    checks,
    values: understood(around.ticket, measuredOf(around)),
  }
}

/** `checking`: what stands now was not looked at yet, whatever was found before. */
function verdictOf({ standing }: Around, checks: ReturnType<typeof checksOf>) {
  const { waitsFor, why = [] } = at(standing, 'checks')
  if (waitsFor === 'desk' && why.length === 0) return 'checking'
  return checks.toMend.length > 0 ? 'mend' : checks.unclear.length > 0 ? 'unclear' : 'passed'
}

const wanted = ({ standing: { lacking } }: Around) => ({
  lacking: fieldsInOrder.filter((field) => lacking.includes(field)),
  form: formLines(lacking),
})
export function incomplete(around: Around) {
  const { problems } = known(around.ticket)
  const old = imported(around.ticket)
  const fromOldList = new Set(
    all(around.ticket, 'claimed').flatMap((fact) => (old.has(fact.id) ? fact.submission.problems : [])),
  )
  return {
    ...about(around),
    ...wanted(around),
    wrong: problems.map((one) => ({
      field: one.field,
      code: one.code,
      value: one.value,
      line: one.line,
      mail: fromOldList.has(one) ? 0 : null,
    })),
    values: understood(around.ticket, undefined),
  }
}

/** To the owner of the domain, or to a contact that the service publishes. */
export const consent = (order: LetterOrder, around: Around) => ({
  ...about(around),
  contact: consentAsked(order.key)?.contact === true,
  again: order.key.includes('@mail:'), // he wrote, and it was neither yes nor no
  policyPage: around.desk.page === undefined ? null : `${around.desk.page.replace(/\/$/u, '')}/policy.html`,
})

/** To the operator of a service on an old list: what it says of him, and what is not in it. */
export function invitation(around: Around) {
  const { problems, claims } = known(around.ticket)
  return {
    ...about(around),
    ...wanted(around),
    toPostmaster: claims['admin.email'] === undefined,
    wrong: problems.map((one) => ({ field: one.field, code: one.code, value: one.value })),
    values: understood(around.ticket, undefined),
  }
}

export function decision(around: Around) {
  const refused = around.standing.stage === 'rejected'
  const reason = refused ? latest(around.ticket, 'milestone')?.reason : undefined
  const byOwner = !refused && at(around.standing, 'consent').state === 'refused'
  return { ...about(around), refused, byOwner, reason: reason ? cleanLines(reason) : null }
}

export function listed(around: Around) {
  const ends = measuredOf(around)?.certificateEnds
  return {
    ...about(around),
    certificateEnds: ends === undefined ? null : moment(ends, around.policy.trial),
    shown: understood(around.ticket, measuredOf(around)).flatMap((one) =>
      one.published === null ? [] : [{ field: one.field, value: one.published }],
    ),
  }
}

/** A reviewer's question to the operator, or the operator's words to the reviewers; by the fact it stands in, the newest when none is named. */
export function question(order: LetterOrder, around: Around) {
  const toReviewers = order.to.role !== 'operator'
  const said = all(around.ticket, 'said').filter(
    (fact) => fact.to === (toReviewers ? 'reviewers' : 'operator'),
  )
  const stranger = all(around.ticket, 'heard').find((one) => one.id === order.cause)
  const fact = stranger ?? said.find((one) => one.id === order.cause) ?? said.at(-1)
  const before = toReviewers ? all(around.ticket, 'said').findLast((one) => one.to === 'operator') : undefined
  return {
    ...about(around),
    ...(toReviewers && notTheirs),
    toReviewers,
    waivable: waivable(around.standing),
    answer: fact?.kind === 'said' && fact.answer === true,
    stranger: stranger?.by ?? null,
    asked: before ? cleanLines(before.text) : null,
    waits: fact === undefined ? null : ago(fact.at, around.now),
    lines: cleanLines(fact?.text ?? ''),
  }
}

export function trialReport(around: Around) {
  return { ...about(around), uptime: uptimeTold(around) }
}

/** `cause`: when the outage began, with `/over` behind it when it has ended. */
export function outage(order: LetterOrder, around: Around) {
  const outages = all(around.ticket, 'outage')
  const began = order.cause?.replace(/\/over$/u, '')
  const fact = outages.findLast((one) => one.began === began) ?? outages.at(-1)
  const ended = fact?.ended
  return {
    ...about(around),
    began: fact === undefined ? null : moment(fact.began, around.policy.trial),
    ended: ended === undefined ? null : moment(ended, around.policy.trial),
    lasted:
      fact === undefined
        ? null
        : ended === undefined
          ? ago(fact.began, around.now)
          : lasting(millis(ended) - millis(fact.began)),
    why: fact?.why ?? null,
    suspendedAt:
      fact === undefined || ended !== undefined
        ? null
        : moment(plus(fact.began, around.policy.suspendAfterDown), around.policy.trial),
    uptime: uptimeTold(around),
  }
}

export const ofUptime = (order: LetterOrder): boolean => order.cause?.startsWith('uptime/') === true
/** Something is wrong with a listed service, or will be: failing checks, a month too low, or a certificate that ends soon. */
export function warning(order: LetterOrder, around: Around, words: Words) {
  const checks = checksOf(around, words)
  const ends = measuredOf(around)?.certificateEnds
  const since = at(around.standing, 'checks').since
  return {
    ...about(around),
    checks,
    uptime: ofUptime(order) ? uptimeTold(around) : null,
    checkedAt: moment(latest(around.ticket, 'checked')?.at ?? around.now, around.policy.trial),
    suspendedAt:
      checks.toMend.length === 0
        ? null
        : moment(plus(since, around.policy.suspendAfterDown), around.policy.trial),
    certificate: ends === undefined ? null : certificateTold(ends, around),
  }
}
const certificateTold = (ends: Around['now'], { now, policy }: Around) => ({
  ends: moment(ends, policy.trial),
  left: ends > now ? lasting(Math.max(60_000, millis(ends) - millis(now))) : null,
})

export function suspended(around: Around, words: Words) {
  const milestone = latest(around.ticket, 'milestone')
  return {
    ...about(around),
    since: moment(milestone?.at ?? around.now, around.policy.trial),
    forUptime: milestone?.reason === 'uptime',
    delistedAt: moment(plus(milestone?.at ?? around.now, around.policy.delistAfter), around.policy.trial),
    checks: checksOf(around, words),
    uptime: uptimeTold(around),
  }
}

export function revived(around: Around) {
  return {
    ...about(around),
    since: moment(latest(around.ticket, 'milestone')?.at ?? around.now, around.policy.trial),
  }
}

export function delisted(around: Around) {
  const reason = latest(around.ticket, 'milestone')?.reason ?? ''
  return { ...about(around), reason: reason === '' ? 'not-mended' : reason }
}

export function expired(around: Around) {
  const reason = latest(around.ticket, 'milestone')?.reason ?? 'no-answer'
  const { items } = around.standing
  const ownerSilent =
    !items.some((item) => item.waitsFor === 'operator') && items.some((item) => item.waitsFor === 'owner')
  return {
    ...about(around),
    reason: around.standing.stage === 'withdrawn' ? 'asked-for' : reason,
    closedAt: moment(latest(around.ticket, 'milestone')?.at ?? around.now, around.policy.trial),
    closedBy: latest(around.ticket, 'withdrawn')?.by ?? null,
    ownerSilent,
    testFrom: moment(testedSince(around.ticket) ?? around.now, around.policy.trial),
    testLost: latest(around.ticket, 'uptime')?.lost !== undefined,
    uptime: reason === 'uptime-not-reached' ? uptimeTold(around) : null,
  }
}

/** What the operator or the owner still owes, with the form where details lack. */
export function reminder(around: Around, words: Words) {
  const { ticket, standing } = around
  const turn = (key: string) => steps(standing).some((one) => one.key === key)
  const chatBack = chatRefused(ticket)
  const asked = unansweredAsk(ticket)
  return {
    ...about(around),
    toReviewers: false,
    ...wanted(around),
    toMend: checksOf(around, words).toMend,
    owner: turn('consent-owner'),
    asked: asked === undefined ? null : cleanLines(asked.text),
    chat: turn('admin-operator'),
    chatBack,
    chatSilent: turn('admin-operator') && chatBack === null,
  }
}
/** What the other server said when it sent back our message to the administrator of today. */
function chatRefused(ticket: Around['ticket']): string | null {
  const jid = known(ticket).claims['admin.jid']
  const message = ticket.letters.find((letter) => letter.kind === 'admin-chat' && letter.to === jid)
  return all(ticket, 'bounced').findLast((fact) => fact.letter === message?.number)?.status ?? null
}

export const adminChat = (around: Around) => ({ ...about(around), code: around.code ?? null })
