import { afterEach, describe, expect, it } from 'vitest'
import { watchInbox } from '../../../src/desk/inbox.ts'
import { emptyHouse } from './house.ts'

const hour = 3_600_000
let close = async () => undefined as void
afterEach(() => close())

/** An empty data folder in front of a mailbox whose mails came so many hours ago. What happened in the first look at it. */
async function firstLook(hoursAgo: readonly number[], { adopt = false, wasUsed = false, hold = '' } = {}) {
  const opened = await emptyHouse()
  close = opened.close
  const { desk, quarantine } = opened.house
  const stopping = new AbortController()
  const handled: unknown[] = []
  const said: string[] = []
  await watchInbox(
    {
      desk,
      mailbox: {
        async *arrivals() {
          for (const [uid, hours] of hoursAgo.entries())
            yield {
              key: { validity: 0, uid },
              bytes: Buffer.from(`Subject: ${uid}\r\n\r\n`),
              receivedAt: Date.now() - hours * hour,
            }
        },
        handled: (key) => (handled.push(key.uid), Promise.resolve()),
        wasUsed: () => Promise.resolve(wasUsed),
        wait: () => (stopping.abort(), Promise.resolve()),
        close: () => Promise.resolve(),
      },
      read: () => Promise.resolve({ failed: 'not-mail', detail: 'of this test' }),
      quarantine,
      pollEvery: 1000,
      adopt,
      ...(hold !== '' && { hold: () => hold }),
    },
    stopping.signal,
    (_, why) => said.push(why),
  )
  return { handled, said: said.join(), adopted: desk.world.book.read().adopted === true }
}

describe('an empty data folder', () => {
  it('starts by itself before an empty mailbox, and before the mail of today', async () => {
    expect(await firstLook([])).toEqual({ handled: [], said: '', adopted: true })
    await close()
    expect(await firstLook([23, 1, 0])).toEqual({ handled: [0, 1, 2], said: '', adopted: true })
  })
  it('nor any other takes a mail while there is no room for it on the disk', async () => {
    expect(await firstLook([1, 0], { hold: 'less than 200 MB are free' })).toEqual({
      handled: [],
      said: 'less than 200 MB are free',
      adopted: false,
    })
  })
  it('touches nothing where mail has waited for longer than a day: there was a desk before', async () => {
    const { handled, said, adopted } = await firstLook([25, 0])
    expect([handled, adopted]).toEqual([[], false])
    expect(said).toMatch(/mail waits in the mailbox since \d{4}-\d\d-\d\d: the data may be lost.*--adopt/)
  })
  it('touches nothing where mail was handled before', async () => {
    expect(await firstLook([0], { wasUsed: true })).toMatchObject({
      handled: [],
      adopted: false,
      said: expect.stringContaining('Done'),
    })
  })
  it('takes everything when it is told to begin anew', async () => {
    expect(await firstLook([25, 0], { wasUsed: true, adopt: true })).toMatchObject({
      handled: [0, 1],
      adopted: true,
    })
  })
})
