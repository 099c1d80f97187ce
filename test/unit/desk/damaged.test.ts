import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openHouse } from '../../../src/desk/compose.ts'
import { StoreError } from '../../../src/store/ports.ts'
import { ticket } from '../store/samples.ts'
import { emptyHouse } from './house.ts'

it.each([
  ['was told and', { told: { stage: 'trial', items: [], lacking: [], failing: [] } }],
  ['was never told and', {}],
])('a ticket that %s makes no sense is named when the desk starts', async (_, more) => {
  const { house, folder, close } = await emptyHouse()
  await house.release()
  const file = join(folder, 'data', 'tickets', 'IM-2026-0001.json')
  mkdirSync(join(folder, 'data', 'tickets'), { recursive: true })
  const [claimed] = ticket(1).facts
  const senseless = { id: 'x', at: claimed?.at, kind: 'checked' } // no outcomes, nothing measured
  writeFileSync(file, JSON.stringify({ ...ticket(1), ...more, facts: [claimed, senseless] }))
  const refused = await openHouse(house.config, 'silent').catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(StoreError)
  expect(refused).toMatchObject({ kind: 'damaged', file })
  expect(String(refused)).toContain(file)
  await close()
})
