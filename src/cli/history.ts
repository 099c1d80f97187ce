import type { Fact } from '../ticket/fact.ts'
import type { Ticket } from '../ticket/known.ts'

export type HistoryLine = { readonly at: string; readonly what: string }

/** What happened to a ticket, facts and letters in one order, for a terminal. */
export function history(ticket: Ticket): HistoryLine[] {
  const facts = ticket.facts.map((fact) => ({ at: fact.at as string, what: inWords(fact) }))
  const letters = ticket.letters.map((letter) => ({
    at: letter.date as string,
    what: `letter ${letter.number} "${letter.kind}" to ${letter.to}: ${letter.delivery.state}`,
  }))
  return [...facts, ...letters].sort((a, b) => (a.at < b.at ? -1 : 1))
}

function inWords(fact: Fact): string {
  switch (fact.kind) {
    case 'claimed':
      return `${fact.by} wrote: ${Object.keys(fact.submission.claims).join(', ') || 'no field'}${fact.submission.problems.length > 0 ? `; wrong: ${fact.submission.problems.map((one) => one.field).join(', ')}` : ''}`
    case 'invited':
      return 'taken from an old directory; its operator is invited'
    case 'sender-confirmed':
      return `sender confirmed (${fact.how})`
    case 'owner-answered':
      return `owner ${fact.by}: ${fact.answer} (${fact.how})`
    case 'admin-answered':
      return `administrator ${fact.jid} answered by ${fact.how}`
    case 'phone-verified':
      return `${fact.by} verified the telephone: ${fact.note}`
    case 'checked':
      return `checked: ${fact.verdict}${failed(fact.outcomes.filter((one) => one.outcome === 'fail').map((one) => one.id))}`
    case 'uptime':
      return `uptime judged: ${fact.figures.verdict}, observed ${fact.figures.observed ?? 'nothing'}, coverage ${fact.figures.coverage}`
    case 'outage':
      return `outage since ${fact.began}${fact.ended === undefined ? '' : ` until ${fact.ended}`}: ${fact.why}`
    case 'voted':
      return `${fact.by}: ${fact.vote}${fact.reason === undefined ? '' : `, ${fact.reason}`}`
    case 'vote-undone':
      return `${fact.by} took the vote back`
    case 'waived':
      return `${fact.by} waived ${fact.check}: ${fact.why}`
    case 'said':
      return `${fact.by} to ${fact.to}: ${fact.text}`
    case 'heard':
      return `${fact.by} wrote about it: ${fact.text}`
    case 'colleague':
      return `${fact.by} lets ${fact.who} write about it`
    case 'assigned':
      return `assigned to ${fact.to}`
    case 'recheck-asked':
      return `${fact.by} asked for a re-check`
    case 'withdrawn':
      return `${fact.by} withdrew the request`
    case 'reopened':
      return `${fact.by} reopened the ticket`
    case 'reports-off':
      return `${fact.by} turned the trial reports off`
    case 'superseded':
      return `listed anew by another operator (${fact.by})`
    case 'away':
      return `${fact.who} is out of office`
    case 'maintenance':
      return `${fact.by} announced maintenance ${fact.window.from} to ${fact.window.to}`
    case 'bounced':
      return `letter ${fact.letter} came back: ${fact.status}${fact.permanent ? ', for good' : ''}`
    case 'milestone':
      return `${fact.to}: ${fact.reason}`
  }
}
const failed = (ids: readonly string[]) => (ids.length === 0 ? '' : `, failed ${ids.join(', ')}`)
