import { countryAt, countryName, kilometresOutside } from '../checks/places.ts'
import { all, away, known, latest, rejecters, votes } from '../ticket/known.ts'
import { at } from '../ticket/standing.ts'
import { plus } from '../values/instant.ts'
import { about } from './about.ts'
import { checksTold, type Words } from './checks-told.ts'
import { understood } from './fields.ts'
import { notTheirs, waivable } from './operator.ts'
import type { Around } from './letters.ts'
import { ago, moment } from './moments.ts'
import { phoneTold, type LocalTimes } from './phone.ts'
import { mapLink } from './place.ts'
import { cleanLines } from './clean.ts'
import { uptimeTold } from './uptime-told.ts'

/** One mail per decision that holds all that is needed. */
export function review(around: Around, words: Words, localTimes: LocalTimes | undefined) {
  const { ticket, now, policy } = around
  const { claims, lastWord } = known(ticket)
  const checked = latest(ticket, 'checked')
  const waived = all(ticket, 'waived').map((fact) => fact.check)
  const checks = checksTold(checked?.outcomes ?? [], waived, words, around.evidence)
  const values = understood(ticket, checked?.measured)
  const place = placeTold(around)
  return {
    ...about(around),
    ...notTheirs,
    remindedAt: remindedAt(around),
    waivable: waivable(around.standing),
    away: away(ticket, at(around.standing, 'decision').since),
    rejected: rejectedBefore(around),
    opened: ago(ticket.facts[0]?.at ?? now, now),
    lastWord: moment(lastWord, around.policy.trial),
    checkedAt: checked === undefined ? null : moment(checked.at, around.policy.trial),
    checks,
    values,
    lookAt: {
      forPeople: checks.forPeople,
      unclear: checks.unclear,
      waived: checks.waived,
    },
    website: websiteTold(around),
    place,
    phone: claims['admin.phone'] === undefined ? null : phoneTold(claims['admin.phone'], now, localTimes),
    phoneWanted: policy.phone,
    uptime: uptimeTold(around),
    said: [...all(ticket, 'said').slice(-8), ...all(ticket, 'heard').slice(-3)] // strangers push nobody's words out
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .map((fact) => ({
        by: fact.by,
        at: moment(fact.at, around.policy.trial),
        lines: cleanLines(fact.text),
      })),
    history: around.sameOperator
      .filter((card) => card.id !== ticket.id)
      .slice(0, 20)
      .map((card) => ({
        id: card.id,
        domain: card.domain,
        stage: card.stage,
        since: card.since.slice(0, 10),
      })),
    votes: votes(ticket, policy.undoWindow).map((vote) => ({
      vote: vote.vote,
      by: vote.by,
      at: moment(vote.at, around.policy.trial),
      reason: vote.reason ?? null,
    })),
    assigned: latest(ticket, 'assigned')?.to ?? null,
    consentBy: all(ticket, 'owner-answered').findLast((fact) => fact.answer === 'confirm')?.by ?? null,
    features: checked?.measured.features ?? [],
  }
}

/** When we write again if nobody decides; null: never, from now on the team looks for somebody. */
function remindedAt({ standing, policy }: Around): string | null {
  const after = policy.remindReviewers[standing.reviewReminders]
  return after === undefined ? null : moment(plus(at(standing, 'decision').since, after), policy.trial)
}

/** The decision that the operator does not agree with. */
function rejectedBefore({ ticket, policy }: Around) {
  const [by] = rejecters(ticket)
  const closed = all(ticket, 'milestone').findLast((fact) => fact.to === 'rejected')
  return by === undefined || closed === undefined
    ? null
    : { by, at: moment(closed.at, policy.trial), lines: cleanLines(closed.reason) }
}

function websiteTold(around: Around) {
  const url = known(around.ticket).claims.website
  if (url === undefined) return null
  const visits = around.evidence?.website?.visits ?? []
  const title =
    latest(around.ticket, 'checked')?.measured.websiteTitle ?? visits.find((one) => one.title)?.title
  const contacts = [...visits, ...(around.evidence?.website?.pages ?? [])].flatMap((one) => one.contacts)
  const mentions = [...new Set(visits.flatMap((one) => one.mentions))]
  return {
    url,
    title: title ?? null,
    mentions: mentions.length === 0 ? null : mentions.slice(0, 5),
    contacts: [...new Set(contacts.map((one) => one.value))].slice(0, 5),
  }
}

/** Where the machine is said to be, beside the country its address is registered in. */
function placeTold(around: Around) {
  const { location, country } = known(around.ticket).claims
  if (location === undefined) return null
  const measured = latest(around.ticket, 'checked')?.measured.country
  const there = countryAt(location)
  const km = measured === undefined ? undefined : kilometresOutside(location, measured)
  return {
    coordinates: `${location.latitude}, ${location.longitude}`,
    country: there === undefined ? null : countryName(there),
    claimed: country === undefined ? null : countryName(country),
    measured: measured === undefined ? null : countryName(measured),
    off: km === undefined || km === 0 ? null : km,
    map: mapLink(location),
  }
}
