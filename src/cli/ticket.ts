import type { Card } from '../ticket/card.ts'
import type { Ticket } from '../ticket/known.ts'
import { waiting } from '../ticket/card.ts'
import { ask } from '../desk/ask.ts'
import type { Ticketed } from '../desk/asks.ts'
import {
  complain,
  configOf,
  exit,
  flag,
  print,
  printable,
  printJson,
  text,
  UsageError,
  type Command,
} from './command.ts'
import { history } from './history.ts'

const verbs = [
  'approve',
  'reject',
  'hold',
  'ask',
  'note',
  'phone-ok',
  'waive',
  'recheck',
  'assign',
  'withdraw',
  'reopen',
  'undo',
] as const

export const ticket: Command = {
  name: 'ticket',
  usage: 'list | show ID | history ID | VERB ID [text]',
  most: Infinity,
  summary: 'tickets, and a reviewer’s word on them',
  help: [
    ['list', 'every ticket: stage, since when, who must act, when something happens next'],
    ['show ID', 'the ticket file'],
    ['history ID', 'what happened, oldest first'],
    ['VERB ID [text]', `${verbs.join(', ')}; "waive ID CHECK why"`],
    ['--as EMAIL', 'as this reviewer; without it only notes, re-checks, withdrawals and reopenings count'],
  ],
  options: { as: { type: 'string' } },
  async run(given) {
    const [verb, id, ...words] = given.words
    const config = configOf(given)
    if (verb === undefined)
      throw new UsageError(
        'say what: "vouch ticket list", "show ID", "history ID" or "VERB ID". "vouch ticket --help" tells more.',
      )
    if (verb === 'list') {
      const cards = (await ask(config, { ask: 'cards' })) as readonly Card[]
      if (flag(given, 'json')) printJson(cards.map(row))
      else table(cards)
      return exit.ok
    }
    if (id === undefined || !/^IM-\d{4}-\d{4,}$/i.test(id))
      throw new UsageError(`name the ticket: vouch ticket ${printable(verb)} IM-2026-0001`)
    if (verb === 'show' || verb === 'history') {
      const found = (await ask(config, { ask: 'ticket', id: id.toUpperCase() })) as Ticket
      if (verb === 'show' || flag(given, 'json')) printJson(verb === 'show' ? found : history(found))
      else for (const line of history(found)) print(printable(`${line.at}  ${line.what}`))
      return exit.ok
    }
    if (!(verbs as readonly string[]).includes(verb))
      throw new UsageError(`there is no verb "${printable(verb)}": ${verbs.join(', ')}.`)
    const lacking = needs[verb]
    if (lacking !== undefined && words.length < lacking.split(' ').length)
      throw new UsageError(`say what for: vouch ticket ${verb} ${id.toUpperCase()} ${lacking}`)
    const told = (await ask(config, {
      ask: 'say',
      id: id.toUpperCase(),
      verb,
      text: words.join(' '),
      as: text(given, 'as') ?? null,
      user: process.env['USER'] ?? 'local',
    })) as Ticketed
    if (flag(given, 'json')) printJson(told)
    else if (told.done) print(`${told.id} ${told.domain}: done; now ${told.stage}`)
    if (told.done) return exit.ok
    return complain(`${told.id} ${told.domain} stays ${told.stage}: ${refusal(told.answer)}.`, exit.usage)
  },
}
/** As by mail: a rejection without a reason would not tell the operator what to mend. */
const needs: { readonly [verb: string]: string | undefined } = {
  reject: 'WHY',
  ask: 'QUESTION',
  note: 'TEXT',
  waive: 'CHECK WHY',
}
const refusals: { readonly [answer: string]: string | undefined } = {
  'not-proven': 'only a reviewer may say that. Add --as with the address of one',
  'own-service': 'nobody decides on his own service. Another reviewer must',
  'no-such-check': 'there is no check of that name. "vouch check DOMAIN" names them',
  'nothing-to-undo': 'there is no vote of yours to take back',
  'too-late': 'the time to take a vote back is over',
  closed: 'the case is closed. Say "vouch ticket reopen ID" first',
}
const refusal = (answer: Ticketed['answer']): string => refusals[answer] ?? `the desk says "${answer}"`

const row = (card: Card) => ({
  id: card.id,
  domain: card.domain,
  stage: card.stage,
  since: card.since,
  waitsFor: waiting(card),
  nextAt: card.due ?? null,
})
function table(cards: readonly Card[]): void {
  if (cards.length === 0) print('no tickets yet')
  const wide = Math.max(8, ...cards.map((card) => card.domain.length))
  for (const card of cards)
    print(
      `${card.id}  ${card.domain.padEnd(wide)}  ${card.stage.padEnd(10)}  waits for ${waiting(card).padEnd(9)}  since ${card.since.slice(0, 16)}${card.due ? `  next ${card.due.slice(0, 16)}` : ''}`,
    )
}
