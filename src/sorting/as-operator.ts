import type { Command } from '../commands/command.ts'
import { firstLine, nearForm, operatorForms } from '../commands/near.ts'
import type { Line } from '../message/message.ts'
import type { Fact } from '../ticket/fact.ts'
import { isThanks } from '../submission/goodbye.ts'
import type { Card } from '../ticket/card.ts'
import { isClosed } from '../ticket/standing.ts'
import { parseEmailAddress, sameAddress } from '../values/email-address.ts'
import { answer, claimed, confirmed, quoted, type Mail } from './mail.ts'
import type { Said, SaidAnswer, Sorted } from './sorted.ts'

/** So long must be what is left beside fields and commands to be a message for the reviewers, and not a greeting. */
const message = 40

/** The operator's word on his ticket: corrections, commands, or free text for the reviewers. */
export function asOperator(mail: Mail, card: Card): Sorted[] {
  const { reading } = mail
  const submission = reading.submissions[0]
  const answers = challenged(mail, card)
  // What his mail proves and what it says is one cause: who answers an invitation with "withdraw" is not asked for details first.
  const proves = [
    ...answers.flatMap((one) => (one.do === 'tell' && one.ticket === card.id ? one.facts : [])),
    ...card.unproved.flatMap((claim) => (claim.imported ? confirmed(mail, claim.id) : [])),
  ]
  const facts: Fact[] = [
    ...proves,
    ...(submission ? claimed(mail, submission) : []),
    ...administrator(mail, card),
  ]
  const said: Said[] = []
  const letters: Sorted[] = []
  for (const command of mail.proven ? reading.commands : []) {
    const heard = obey(mail, card, command)
    facts.push(...heard.facts)
    letters.push(...heard.letters)
    if (heard.answer)
      said.push({
        line: command.line,
        verb: command.verb,
        ...(command.verb === 'colleague' && { argument: command.argument }),
        ...(command.verb === 'maintenance' && { window: { from: command.from, to: command.to } }),
        ticket: card.id,
        service: card.domain,
        answer: heard.answer,
      })
  }
  if (reading.unclear !== undefined)
    said.push({ line: 0, verb: 'commands', ticket: card.id, service: card.domain, answer: reading.unclear })
  // An earlier mail of his was signed, this one is not: he must hear that nothing of it counted.
  if (!mail.proven && facts.length === 0)
    for (const { line, verb } of reading.commands.length > 0
      ? reading.commands
      : [{ line: 0, verb: 'message' }])
      said.push({ line, verb, ticket: card.id, service: card.domain, answer: 'not-proven' })
  const alone = facts.length === 0 && said.length === 0 && letters.length === 0
  const words = textOf(freeLines(mail))
  if (mail.proven && words.length >= (alone ? 1 : message)) spoken(mail, card, words, facts, said)
  const told: Sorted[] = facts.length > 0 ? [{ do: 'tell', ticket: card.id, facts }] : []
  const elsewhere = answers.filter((one) => told.length === 0 || one.do !== 'tell' || one.ticket !== card.id)
  return [...elsewhere, ...told, ...unique(letters), ...answer(mail, 'transcript', said)]
}

/** His free words go to the reviewers, who must answer; thanks are kept, and ask nobody for anything. */
function spoken(mail: Mail, card: Card, words: string, facts: Fact[], said: Said[]): void {
  const { reading, author: by, id } = mail
  const at = reading.message.receivedAt
  const text = words.slice(0, 4000)
  const own = freeLines(mail).filter((line) => line.quoted !== true)
  if (isThanks(textOf(own).split('\n'), reading.message.author?.name ?? '')) {
    facts.push({ id: id('heard'), at, kind: 'heard', by, text })
    return
  }
  facts.push({ id: id('said'), at, kind: 'said', by, to: 'reviewers', text })
  // They open a closed case again, and the letter that says how it stands is the answer.
  if (isClosed(card.stage)) return
  const about = { line: 1, verb: 'message', ticket: card.id, service: card.domain } as const
  const first = reading.commands.length === 0 ? firstLine(reading.message.written) : undefined
  const hint = first && nearForm(first.text, operatorForms)
  said.push(
    first === undefined || hint === undefined
      ? { ...about, answer: 'passed-on' }
      : { ...about, line: first.number, quote: quoted(first.text), hint, answer: 'passed-on-near' },
  )
}

/** The answer to a challenge proves every mail in his name up to the moment we asked, on all his tickets. What an old list said of a service is not among them: that he proves in the case itself. */
export function challenged(mail: Mail, but?: Card): Sorted[] {
  const { proof, room, author } = mail
  if (proof?.letter.purpose !== 'challenge' || !mail.proven) return []
  return room.cards.operatedBy(author).flatMap((card): Sorted[] => {
    const facts = card.unproved
      .filter((claim) => !claim.imported && claim.at <= proof.letter.date)
      .flatMap((claim) => confirmed(mail, claim.id))
    return facts.length > 0 || card.id === but?.id ? [{ do: 'tell', ticket: card.id, facts }] : []
  })
}

type Obeyed = {
  readonly facts: readonly Fact[]
  readonly letters: readonly Sorted[]
  readonly answer?: SaidAnswer
}
function obey(mail: Mail, card: Card, command: Command): Obeyed {
  const at = mail.reading.message.receivedAt
  const base = { id: mail.id(command.line), at, by: mail.author }
  const himself = sameAddress(card.operator, mail.author)
  const done = (fact: Fact): Obeyed => ({ facts: [fact], letters: [], answer: 'done' })
  const no = (why: SaidAnswer): Obeyed => ({ facts: [], letters: [], answer: why })
  switch (command.verb) {
    case 'confirm':
    case 'deny': {
      const asked = card.unproved.some((claim) => claim.imported)
      if (!asked && mail.proof?.letter.kind !== 'invitation') return no('not-yours')
      if (command.verb === 'deny')
        return isClosed(card.stage) ? no('closed') : done({ ...base, kind: 'withdrawn' })
      return asked ? { facts: [], letters: [] } : no('already') // the letter about the details or the checks is the answer
    }
    case 'recheck':
      return isClosed(card.stage) ? no('closed') : done({ ...base, kind: 'recheck-asked' })
    case 'colleague': {
      const who = parseEmailAddress(command.argument)
      if (!himself) return no('operator-only')
      if (who === undefined) return no('no-address')
      // A colleague does not decide: else an operator chose his own reviewers.
      if (mail.room.roster.reviewers.some((one) => sameAddress(one, who))) return no('is-reviewer')
      return done({ ...base, kind: 'colleague', who })
    }
    case 'withdraw':
      if (!himself) return no('operator-only')
      return isClosed(card.stage) ? no('closed') : done({ ...base, kind: 'withdrawn' })
    case 'no reports':
      return done({ ...base, kind: 'reports-off' })
    case 'maintenance':
      return command.from <= at
        ? no('too-late')
        : done({ ...base, kind: 'maintenance', window: { from: command.from, to: command.to } })
    case 'resend':
    case 'status': // the letter is the answer, to the operator
      return {
        facts: [],
        ...(!himself && { answer: 'to-operator' }),
        letters: [
          {
            do: 'resend',
            ticket: card.id,
            key: `resend/${mail.id(command.verb)}`,
            what: command.verb === 'status' ? 'state' : 'last',
          },
        ],
      }
    case 'help':
      return no('done')
    case 'approve':
    case 'reject':
    case 'hold':
    case 'ask':
    case 'answer':
    case 'note':
    case 'phone ok':
    case 'waive':
    case 'assign me':
    case 'undo':
      return no('not-yours')
  }
}
const unique = (letters: readonly Sorted[]): Sorted[] => [
  ...new Map(letters.map((one) => [JSON.stringify(one), one])).values(),
]

/** The code that we sent to the administrator's JID, in a mail of the operator: he reads that account. */
function administrator(mail: Mail, card: Card): Fact[] {
  const jid = card.adminJid
  if (!mail.proven || jid === undefined) return []
  const digits = mail.room.chatCode(card.id).replace(/\D/g, '')
  const written = mail.reading.message.written.some((line) =>
    line.text.replace(/[\s-]/g, '').includes(digits),
  )
  return written
    ? [
        {
          id: mail.id('admin'),
          at: mail.reading.message.receivedAt,
          kind: 'admin-answered',
          jid,
          how: 'mail',
        },
      ]
    : []
}

/** What is written beside the fields and the commands. */
function freeLines({ reading }: Mail): readonly Line[] {
  const used = new Set([
    ...reading.submissions.flatMap((one) => [
      ...Object.values(one.sources).flatMap(({ line, confidence }) => (confidence === 'told' ? [] : [line])),
      ...one.problems.map((problem) => problem.line),
    ]),
    ...reading.commands.map((command) => command.line),
  ])
  return reading.message.written.filter((line) => !used.has(line.number))
}
const textOf = (lines: readonly Line[]): string =>
  lines
    .map((line) => line.text)
    .join('\n')
    .trim()
