import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { instant } from '../../../src/values/instant.ts'
import { emptyHouse } from './house.ts'

const beat = (folder: string, ms: number) => {
  mkdirSync(join(folder, 'data', 'uptime'), { recursive: true })
  writeFileSync(
    join(folder, 'data', 'uptime', 'heartbeat.json'),
    JSON.stringify({ version: 1, at: instant(ms) }),
  )
}
it('a desk whose clock is behind its own files says so in words', async () => {
  const { folder, again, close } = await emptyHouse()
  beat(folder, Date.now() + 3 * 3_600_000)
  const house = await again()
  expect(house.troubles().map(({ code, detail }) => [code, detail])).toEqual([
    ['clock-behind', expect.stringMatching(/^what is stored is 3h ahead of it .*time service/)],
  ])
  expect(Math.abs(Date.parse(house.world.now()) - Date.now())).toBeLessThan(5000)
  await close()
})
it('a desk that starts within a minute of its last word goes on after it', async () => {
  const { folder, again, close } = await emptyHouse()
  const last = Date.now() + 30_000
  beat(folder, last)
  const house = await again()
  expect(house.troubles()).toEqual([])
  expect(house.world.now() > instant(last)).toBe(true)
  await close()
})
