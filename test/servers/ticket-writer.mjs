// A child for the kill tests: writes tickets with the built store and says so after each write that was promised.
//   node ticket-writer.mjs DATA SEED [COUNT]     after COUNT promises it rests, so that nothing later syncs for it
import { openTickets } from '../../dist/store/tickets.js'
import { openMail } from '../../dist/store/mail.js'
import { openDeskBook } from '../../dist/store/desk-book.js'
import { writeSync } from 'node:fs'

const [data, seed, count = 'Infinity'] = process.argv.slice(2)
const at = '2026-11-22T12:00:00.000Z'
const tickets = await openTickets(data)
const mail = await openMail(data)
const book = await openDeskBook(data)
const say = (...words) => writeSync(1, `${words.join(' ')}\n`)
say('ready')
try {
  for (let n = 1; n <= Number(count); n += 1) {
    const id = `IM-2026-${String(1 + (n % 7)).padStart(4, '0')}`
    const bytes = await mail.put(
      new TextEncoder().encode(`Subject: ${seed} ${n}\r\n\r\n${'x'.repeat(500 * (n % 9))}`),
    )
    const fact = { id: `mail:${seed}:${n}`, at, kind: 'said', by: 'a@b.example', to: 'nobody', text: bytes }
    const first = {
      ...fact,
      id: 'first',
      kind: 'claimed',
      mail: bytes,
      submission: { claims: {}, sources: {}, problems: [] },
    }
    if ((await tickets.read(id)) === undefined)
      await tickets.create({ version: 1, id, domain: 'im.example', facts: [first, fact], letters: [] })
    else
      await tickets.change(id, (ticket) => ({
        ...ticket,
        facts: [...ticket.facts.slice(0, 1), ...ticket.facts.slice(1).slice(-60), fact],
      }))
    say('told', id, fact.id, bytes)
    if (n % 5 === 0) await book.change((now) => ({ ...now, attempts: { ...now.attempts, [seed]: n } }))
    if (n % 5 === 0) say('book', seed, n)
  }
  say('resting')
  setInterval(() => undefined, 1e6)
} catch (error) {
  say('stopped', error.name, error.kind ?? '', error.message)
  process.exit(75)
}
