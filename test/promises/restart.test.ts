import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { deliver, deskFolder, mail, namesIn, serve, until, waiting } from './daemon.ts'
import { count, figure, quiet, timed } from './figures.ts'

// P21: a desk with many cases is up again soon.
const cases = count('CASES', 10_000, 10_000)
const desk = deskFolder()
afterAll(() => desk.remove())

test('with many cases the first mail is handled within seconds, and SIGTERM ends it at once', async () => {
  const first = serve(desk)
  expect(await first.started, first.log()).toBe(true)
  deliver(desk, mail('admin@s.example', 'Please list us', 'Domain: s.example\nWebsite: https://s.example/\n'))
  const folder = join(desk.data, 'tickets')
  await until(() => namesIn(folder, /json$/).length === 1 && waiting(desk) === 0, 'one case')
  first.kill('SIGTERM')
  expect(await first.gone).toBe(0)
  const name = namesIn(folder, /json$/)[0] ?? ''
  const text = readFileSync(join(folder, name), 'utf8')
  mkdirSync(folder, { recursive: true })
  const [, year = '2026'] = /IM-(\d+)-/.exec(name) ?? []
  for (let n = 2; n <= cases; n += 1) {
    const id = `IM-${year}-${String(n).padStart(4, '0')}`
    writeFileSync(
      join(folder, `${id}.json`),
      text.replaceAll(name.slice(0, -5), id).replaceAll('s.example', `s${n}.example`),
      { mode: 0o600 },
    )
  }
  deliver(desk, mail('admin@new.example', 'Please list us', 'Domain: new.example\n'))
  const before = quiet()
  const began = Date.now()
  const again = serve(desk)
  expect(await again.started, again.log()).toBe(true)
  const up = (Date.now() - began) / 1000
  await until(() => waiting(desk) === 0, 'the waiting mail')
  const handled = (Date.now() - began) / 1000
  const stopping = Date.now()
  again.kill('SIGTERM')
  expect(await again.gone).toBe(0)
  const stopped = (Date.now() - stopping) / 1000
  const after = quiet()
  const [three, ten] = [timed(3, before, after), timed(10, before, after)]
  figure(
    'P21',
    `${cases} cases: up in ${up.toFixed(1)} s, the first mail handled after ${handled.toFixed(1)} s, ended in ${stopped.toFixed(1)} s${three.said}`,
  )
  expect(stopped).toBeLessThan(ten.limit)
  expect(up).toBeLessThan(three.limit)
})
