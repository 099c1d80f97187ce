import { expect, it } from 'vitest'
import type { Claims, Source } from '../../../src/submission/submission.ts'
import type { FactOf } from '../../../src/ticket/fact.ts'
import { known, type Ticket } from '../../../src/ticket/known.ts'
import type { Sha256, TicketId } from '../../../src/values/names.ts'
import { plus } from '../../../src/values/instant.ts'
import { operator, service } from '../desk/play.ts'
import { claimed, day, start } from './facts-of.ts'

const answer = (claims: Claims, confidence: Source['confidence']): FactOf<'claimed'> => ({
  id: 'mail:1:claims',
  at: plus(start, day),
  kind: 'claimed',
  by: operator,
  mail: 'y' as Sha256,
  submission: {
    claims,
    sources: Object.fromEntries(
      Object.keys(claims).map((field) => [field, { line: 1, raw: 'x', confidence }]),
    ),
    problems: [],
  },
})
const after = (fact: FactOf<'claimed'>, first = claimed('admin.phone')) =>
  known({
    id: 'IM-2026-0001' as TicketId,
    domain: service,
    facts: [
      first,
      { id: 'c0', at: start, kind: 'sender-confirmed', of: first.id },
      fact,
      { id: 'c1', at: fact.at, kind: 'sender-confirmed', of: fact.id },
    ],
  } as unknown as Ticket).claims

it('what an answer says in passing fills what is open and replaces nothing', () => {
  const said = { 'admin.phone': '+4930901820', serverSoftware: 'Openfire' } as Claims
  const before = after(answer({}, 'sure'))
  expect(before['admin.phone']).toBeUndefined()
  expect(after(answer(said, 'told'))).toEqual({ ...before, 'admin.phone': '+4930901820' })
  expect(after(answer(said, 'doubtful'))).toEqual({ ...before, ...said })
})
