import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { take } from '../../../src/desk/take.ts'
import { sweep } from '../../../src/desk/retention.ts'
import { makeMaildir } from '../../../src/mailbox/maildir.ts'
import { days, instant, millis, plus } from '../../../src/values/instant.ts'
import type { DomainName, EmailAddress } from '../../../src/values/names.ts'
import { evidence } from '../checks/evidence-of.ts'
import { emptyHouse } from './house.ts'
import { claimsOf, readingOf } from './readings.ts'

let close = async () => undefined as void
afterEach(() => close())
/** As if it had been written so many days ago. */
const age = (path: string, n: number) =>
  utimesSync(path, Date.now() / 1000 - n * 86_400, Date.now() / 1000 - n * 86_400)

async function withTicket() {
  const opened = await emptyHouse()
  close = opened.close
  const { house } = opened
  const { world, desk, config } = house
  const raw = await world.mail.put(Buffer.from('From: a@b.example\r\n\r\nhers'))
  const unnamed = await world.mail.put(Buffer.from('From: a@b.example\r\n\r\nno case'))
  await take(desk, readingOf('a@b.example', world.now(), { claims: [claimsOf('b.example')], raw }))
  const [card] = world.cards.all()
  if (card === undefined) throw new Error('no ticket')
  const mail = (name: string) => join(config.data, 'mail', name)
  const withdrawn = async (daysAgo: number) => {
    await desk.tell(card.id, [
      { id: 'w', at: world.now(), kind: 'withdrawn', by: 'a@b.example' as EmailAddress },
    ])
    await world.tickets.change(card.id, (ticket) => ({
      ...ticket,
      facts: ticket.facts.map((fact) =>
        fact.kind === 'milestone' ? { ...fact, at: plus(world.now(), -days(daysAgo)) } : fact,
      ),
    }))
  }
  return { ...opened, house, raw, unnamed, id: card.id, mail, withdrawn }
}

describe('what is kept, and how long', () => {
  it('mail that no case names goes after 30 days, younger mail and named mail stay', async () => {
    const { house, raw, unnamed, mail } = await withTicket()
    age(mail(raw), 400)
    age(mail(unnamed), 29)
    expect((await sweep(house)).mails).toBe(0)
    age(mail(unnamed), 31)
    expect((await sweep(house)).mails).toBe(1)
    expect([existsSync(mail(raw)), existsSync(mail(unnamed))]).toEqual([true, false])
  })
  it('mail of a closed case goes 30 days after it closed, the case itself a year after', async () => {
    const { house, raw, id, mail, withdrawn } = await withTicket()
    age(mail(raw), 400)
    await withdrawn(29)
    expect((await sweep(house)).mails).toBe(0)
    await withdrawn(31)
    expect((await sweep(house)).mails).toBe(1)
    expect(await house.world.tickets.read(id)).toBeDefined()
    await withdrawn(366)
    expect((await sweep(house)).tickets).toBe(1)
    expect([await house.world.tickets.read(id), house.world.cards.size]).toEqual([undefined, 0])
  })
  it('the number of a case that is gone is given to no other, also by the next program', async () => {
    const { house, again, id, withdrawn } = await withTicket()
    await withdrawn(366)
    await sweep(house)
    const next = await again()
    await take(next.desk, readingOf('c@d.example', next.world.now(), { claims: [claimsOf('d.example')] }))
    const other = next.world.cards.about('d.example' as DomainName)[0]?.id
    expect(other).not.toBe(id)
    expect(other).toMatch(/-0002$/)
  })
  it('of old evidence the last eligible run stays', async () => {
    const { house, id } = await withTicket()
    const at = (daysAgo: number) => plus(house.world.now(), -days(daysAgo))
    for (const [run, when] of [
      ['one', 90],
      ['two', 60],
      ['young', 3],
    ] as const)
      await house.files.evidence.put(id, { ...evidence({ at: at(when) }), run, at: at(when) })
    const swept = await sweep(house)
    const left = await house.files.evidence.runs(id)
    expect(left).toContain('young')
    expect(swept.evidence).toBe(3 - left.length)
    expect(swept.evidence).toBeGreaterThan(0)
  })
  it('letters of the desk go when nobody can answer them any more, and their numbers are not used again', async () => {
    const { house } = await withTicket()
    const { world, desk } = house
    await desk.answer({ kind: 'help', key: 'help/x', to: 'a@b.example' as EmailAddress, said: [] })
    const number = world.book.read().letters[0]?.number
    await world.book.change((book) => ({
      ...book,
      letters: book.letters.map((letter) => ({
        ...letter,
        expires: instant(millis(world.now()) - 1),
        delivery: { state: 'sent', at: world.now(), said: '250' },
      })),
    }))
    expect((await sweep(house)).letters).toBe(1)
    await desk.answer({ kind: 'help', key: 'help/y', to: 'c@b.example' as EmailAddress, said: [] })
    expect(world.book.read().letters.map((letter) => letter.number)).toEqual([(number ?? 0) + 1])
  })
  it('copies in our own Maildirs go with the mail; what is unread stays', async () => {
    const { house } = await withTicket()
    const folder = join(house.config.data, 'mailbox')
    for (const name of ['', '.Done', '.Quarantine']) await makeMaildir(join(folder, name))
    const files = ['new/unread', '.Done/cur/old:2,S', '.Done/cur/young:2,S', '.Quarantine/cur/old:2,S']
    for (const file of files) {
      writeFileSync(join(folder, file), 'x')
      age(join(folder, file), file.includes('young') ? 1 : 40)
    }
    expect((await sweep(house)).copies).toBe(2)
    expect(files.map((file) => existsSync(join(folder, file)))).toEqual([true, false, true, false])
  })
  it('sweeping twice finds nothing the second time', async () => {
    const { house, withdrawn } = await withTicket()
    await withdrawn(366)
    await sweep(house)
    expect(Object.values(await sweep(house)).every((count) => count === 0)).toBe(true)
  })
})
