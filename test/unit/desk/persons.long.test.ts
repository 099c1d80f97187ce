import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { take } from '../../../src/desk/take.ts'
import { erasePerson } from '../../../src/desk/erase-person.ts'
import { exportPerson } from '../../../src/desk/export-person.ts'
import { mentions } from '../../../src/desk/spellings.ts'
import { publishFolder } from '../../../src/store/publish.ts'
import { deliver } from '../../../src/mailbox/maildir.ts'
import { makeMaildir } from '../../../src/mailbox/maildir.ts'
import type { EmailAddress } from '../../../src/values/names.ts'
import { emptyHouse } from './house.ts'
import { claimsOf, readingOf } from './readings.ts'

const canary = 'canary.person@private.example' as EmailAddress
const jid = 'canary.jid@chat.example'
const phone = '+493012345678'
const name = 'Kanaria Unverwechselbar'
let close = async () => undefined as void
afterEach(() => close())

/** One person's case, another's that names her in its words, mail in every coding, an unread mail, a quarantined one. */
async function lived() {
  const opened = await emptyHouse()
  close = opened.close
  const { house } = opened
  const { world, desk } = house
  const mailOf = (text: string) => world.mail.put(Buffer.from(text))
  const own = await mailOf(`From: ${name} <${canary}>\r\nSubject: list me\r\n\r\nphone ${phone}`)
  const { description: _, ...lacking } = claimsOf('canary.example', { name, email: canary, jid, phone }) // so that a letter goes to her
  await take(
    desk,
    readingOf(canary, world.now(), {
      claims: [lacking],
      raw: own,
    }),
  )
  const hers = await mailOf(
    `From: bob@other.example\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`ask ${canary} about it`).toString('base64')}\r\n`,
  )
  const bobs = await mailOf('From: bob@other.example\r\n\r\nnothing of hers')
  await take(
    desk,
    readingOf('bob@other.example', world.now(), {
      claims: [claimsOf('other.example', { name: 'Bob', email: 'bob@other.example' })],
      raw: bobs,
    }),
  )
  const bob = house.world.cards.all().find((card) => card.domain === 'other.example')?.id
  if (bob === undefined) throw new Error('no ticket')
  await desk.tell(bob, [
    {
      id: 'note',
      at: world.now(),
      kind: 'said',
      by: 'rita@desk.example' as EmailAddress,
      to: 'nobody',
      text: `${canary} called from ${phone}`,
    },
  ])
  for (const [by, text] of [
    [canary, 'How long does it take?'],
    ['carl@other.example' as EmailAddress, 'What does it cost?'],
  ] as const)
    await desk.keep({ id: `mail:${by}`, at: world.now(), by, subject: 'A question', text })
  await house.quarantine.put(
    Buffer.from(`From: =?utf-8?b?${Buffer.from(canary).toString('base64')}?=\r\n\r\nx`),
    { reason: 'not-mail: x', at: world.now() },
  )
  const mailbox = join(house.config.data, 'mailbox')
  await makeMaildir(mailbox)
  await deliver(mailbox, Buffer.from(`From: ${canary.replace('@', '=40')}\r\n\r\nunread`))
  return { ...opened, house, bob, hers, bobs, own }
}
const everything = (data: string) =>
  readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('erasing a person', () => {
  it('leaves no byte of her, and the others’ cases as they were', async () => {
    const { house, bob, bobs, hers } = await lived()
    const receipt = await erasePerson(house, canary)
    expect(receipt.left).toEqual([])
    expect(receipt.tickets).toHaveLength(1)
    expect(receipt.changed).toEqual([bob, 'desk.json'])
    for (const path of everything(house.config.data))
      expect([path, mentions(readFileSync(path), [canary, jid, phone, name])]).toEqual([path, false])
    expect(house.files.mail.has(bobs)).toBe(true)
    expect(house.files.mail.has(hers)).toBe(false)
    expect((await house.world.tickets.read(bob))?.facts.map((fact) => fact.kind)).toContain('said')
    expect(house.world.cards.operatedBy(canary)).toEqual([])
    expect(JSON.stringify(receipt)).not.toContain('canary.person')
  })
  it('leaves nothing of her in a list that was published with her either', async () => {
    const { house } = await lived()
    const pages = Array.from(
      { length: 1500 },
      (_, n) => [`services/s${n}.html`, `write to ${canary}`] as const,
    )
    await publishFolder(house.published, new Map(pages))
    const receipt = await erasePerson(house, canary)
    expect([receipt.published, receipt.left]).toEqual([true, []])
    for (const path of everything(house.config.data))
      expect([path, mentions(readFileSync(path), [canary])]).toEqual([path, false])
  })
  it('touches nobody whom a stranger’s submission named, and no number that others share', async () => {
    const { house, bob } = await lived()
    const { world, desk } = house
    const stranger = 'bad@bad.example' as EmailAddress
    for (const [domain, admin] of [
      ['a.bad.example', { email: 'bob@other.example', jid, phone: '+493099999999' }],
      ['b.bad.example', { email: 'rita@desk.example', jid: 'bad@bad.example', phone }],
    ] as const)
      await take(
        desk,
        readingOf(stranger, world.now(), { claims: [claimsOf(domain, { name: 'Bad', ...admin })] }),
      )
    const before = await world.tickets.read(bob)
    const hers = house.world.cards.operatedBy(canary).map(({ id }) => id)
    const receipt = await erasePerson(house, stranger)
    expect(receipt.tickets).toHaveLength(2)
    expect([receipt.changed, receipt.left]).toEqual([[], []])
    expect(receipt.remains[0]).toBe(
      '4 of the addresses and telephone numbers in his submissions, in the cases of others that have them, too',
    )
    expect(await world.tickets.read(bob)).toEqual(before)
    expect(house.world.cards.operatedBy(canary).map(({ id }) => id)).toEqual(hers)
    expect((await exportPerson(house, canary)).tickets).toHaveLength(1)
  })
  it('twice is once, and her number is given to nobody else, also after a restart', async () => {
    const { house, again } = await lived()
    await erasePerson(house, canary)
    const second = await erasePerson(house, canary)
    expect([second.tickets, second.files, second.left]).toEqual([[], 0, []])
    const reopened = await again()
    await take(
      reopened.desk,
      readingOf('new@third.example', reopened.world.now(), { claims: [claimsOf('third.example')] }),
    )
    expect(reopened.world.cards.about('third.example' as never)[0]?.id).toMatch(/-0003$/)
  })
  it('names the copies that it cannot look into, and what a killed restore left is gone after a start', async () => {
    const { house, folder, again } = await lived()
    const data = house.config.data
    writeFileSync(join(data, 'old.tar.gz'), 'packed')
    mkdirSync(`${data}.before-2-20261122`)
    for (const name of ['.data.vouch-Ab12Cd', '.other.vouch-Ab12Cd']) {
      mkdirSync(join(folder, name, 'data'), { recursive: true })
      writeFileSync(join(folder, name, 'data', 'mail'), canary)
    }
    const reopened = await again()
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual(['.other.vouch-Ab12Cd']) // of somebody else
    const { remains } = await erasePerson(reopened, canary)
    expect(remains.filter((one) => one.startsWith(data)).map((one) => one.split(',')[0])).toEqual([
      join(data, 'old.tar.gz'),
      `${data}.before-2-20261122`,
    ])
  })
  it('who works at the desk is taken out of the config first', async () => {
    const { house } = await lived()
    await expect(erasePerson(house, 'rita@desk.example' as EmailAddress)).rejects.toThrow(
      /named in the config/,
    )
  })
})

describe('what is known of a person', () => {
  it('is her tickets, what others’ say of her, her mails and letters; of others’ mail only the names of files', async () => {
    const { house, own, hers, bob } = await lived()
    const told = await exportPerson(house, canary)
    expect(told.tickets).toHaveLength(1)
    expect(told.elsewhere).toMatchObject([{ id: bob, facts: [{ id: 'note' }] }])
    expect(told.mails.map((mail) => mail.file)).toContain(`mail/${own}`)
    expect(told.letters.length).toBeGreaterThan(0)
    expect(told.enquiries.map(({ text }) => text)).toEqual(['How long does it take?'])
    expect(told.alsoNamedIn).toContain(`mail/${hers}`)
    expect(JSON.stringify(told)).not.toContain('nothing of hers')
  })
  it('is nothing of a stranger', async () => {
    const { house } = await lived()
    const told = await exportPerson(house, 'nobody@nowhere.example' as EmailAddress)
    expect([told.tickets, told.elsewhere, told.letters, told.enquiries, told.mails]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ])
  })
})
