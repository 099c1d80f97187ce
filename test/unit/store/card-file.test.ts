import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openCardFile } from '../../../src/store/card-file.ts'
import type { Made } from '../../../src/store/stamp.ts'
import type { TicketId } from '../../../src/values/names.ts'
import { dataFolder, ticketId } from './samples.ts'

/** It is read a megabyte at a time, in a room that is used again. */
it('gives back lines that are cut by the end of what is read at once, and such as are longer', async () => {
  const data = dataFolder()
  const file = openCardFile<string>(data, () => 'us')
  const lengths = [
    900_000,
    20,
    400_000,
    3_000_000,
    ...Array.from({ length: 3000 }, (_, n) => (n * 37) % 1200),
  ]
  const all = new Map<TicketId, Made<string>>(
    lengths.map((length, n) => [
      ticketId(n + 1),
      { stamp: `${n}`, value: `é${String(n % 10).repeat(length)}ß` },
    ]),
  )
  await file.write(all)
  expect(statSync(join(data, 'cards.jsonl')).size).toBeGreaterThan(4 << 20)
  expect(readFileSync(join(data, 'cards.jsonl'), 'utf8').split('\n')).toHaveLength(lengths.length + 3)
  expect(await file.read()).toEqual(all)
})
