import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../../src/config.ts'
import { openHouse, type House } from '../../../src/desk/compose.ts'

/** A real data folder with nobody else in it. `close` lets it go and removes it. */
export async function emptyHouse(
  given: object = {},
): Promise<{ house: House; folder: string; again: () => Promise<House>; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-house-'))
  const file = join(folder, 'vouch.json')
  writeFileSync(
    file,
    JSON.stringify({
      address: 'verification@desk.example',
      mailbox: { maildir: 'data/mailbox' },
      outgoing: { maildir: 'data/sent' },
      authenticate: { with: 'dkim' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      team: ['team@desk.example'],
      ...given,
    }),
  )
  const opened = { house: await openHouse(readConfig(file), 'silent') }
  return {
    get house() {
      return opened.house
    },
    folder,
    again: async () => {
      await opened.house.release()
      opened.house = await openHouse(readConfig(file), 'silent')
      return opened.house
    },
    close: async () => {
      await opened.house.release()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
