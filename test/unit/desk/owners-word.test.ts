import { describe, expect, it } from 'vitest'
import { lookForConsent } from '../../../src/desk/consent.ts'
import type { House } from '../../../src/desk/compose.ts'
import { known } from '../../../src/ticket/known.ts'
import { ownerProof } from '../../../src/tokens/tokens.ts'
import type { DomainName, EmailAddress } from '../../../src/values/names.ts'
import { begun, good, operator, owner, Play } from './play.ts'

const consent = (play: Play, id?: string) =>
  play.ticket(id).told?.items.find(({ name }) => name === 'consent')?.state
const says = (play: Play, from: EmailAddress, verb: 'confirm' | 'deny') =>
  play.take(play.mail(from, { commands: [{ verb, line: 1 }], mark: play.mark('consent', from) }))
/** The desk looks once for a record that stands at `place` alone. */
async function recordAt(play: Play, place: string): Promise<void> {
  const stop = new AbortController()
  const { world } = play.desk
  const word = ownerProof(world.secret, 'example.org' as DomainName, known(play.ticket()).operator)
  const asked: string[] = []
  const dns = {
    texts: async (name: string) => {
      asked.push(name)
      stop.abort()
      return { records: name === `_vouch.${place}` ? [word] : [] }
    },
    addresses: async () => ({ records: [] }),
  }
  const none = { dns, allow: [], extraRoots: [], timeout: 100 }
  await lookForConsent({ desk: play.desk, world, tools: none } as unknown as House, stop.signal)
  await play.work()
  expect(asked).not.toEqual([])
}

describe("the owner's word", () => {
  it('of a record at a name holds for that name and below, not for its neighbours', async () => {
    const play = await begun()
    await play.take(play.mail(operator, { claims: [{ ...good, domain: 'chat.example.org' as DomainName }] }))
    await recordAt(play, 'im.example.org')
    expect([consent(play), consent(play, 'IM-2026-0002')]).toEqual(['met', 'open'])
    const third = { ...good, domain: 'muc.example.org' as DomainName }
    await play.take(play.mail(operator, { claims: [third] }))
    expect(consent(play, 'IM-2026-0003')).toBe('open')
  })
  it('no is not taken back by a contact of the service, nor by a record below, but by one of his own', async () => {
    const play = new Play()
    const contact = 'tech@elsewhere.example' as EmailAddress
    play.published = [`mailto:${contact}`]
    await play.take(play.mail(operator, { claims: [good] }))
    play.upFromNow()
    await says(play, owner, 'deny')
    expect(consent(play)).toBe('refused')
    await says(play, contact, 'confirm')
    expect(consent(play)).toBe('refused')
    await recordAt(play, 'im.example.org')
    expect(consent(play)).toBe('refused')
    await recordAt(play, 'example.org')
    expect(consent(play)).toBe('met')
  })
})
