import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { certificateDays } from '../../../src/drawing/certificate-days.ts'
import { digestChart } from '../../../src/drawing/digest-chart.ts'
import { colours, drawing, label, tag } from '../../../src/drawing/svg.ts'
import { uptimeMonth, type Stretch } from '../../../src/drawing/uptime-month.ts'
import type { Shade } from '../../../src/uptime/pieces.ts'
import {
  days,
  hours,
  instant,
  millis,
  minutes,
  plus,
  seconds,
  type Instant,
} from '../../../src/values/instant.ts'

const from = '2026-11-01T00:00:00.000Z' as Instant
const month = { from, to: plus(from, days(30)) }
const legend: Record<Shade, string> = {
  up: 'up',
  down: 'down',
  unknown: 'not seen',
  excluded: 'announced',
  mixed: 'up and down',
}
const rects = (svg: string, colour: string) =>
  [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="11" fill="(#\w+)"/gu)]
    .filter(([, , , , fill]) => fill === colour)
    .map(([, x, y, width]) => ({ x: Number(x), y: Number(y), width: Number(width) }))
const stretch = (begin: number, end: number, shade: Shade): Stretch => ({
  from: millis(from) + begin,
  to: millis(from) + end,
  shade,
})

describe('the month of uptime', () => {
  it('has a line for each day', () => {
    const svg = uptimeMonth(month, [stretch(0, days(30), 'up')], 'title', legend)
    expect(rects(svg, colours.up)).toHaveLength(30)
    expect(svg).toContain('>2026-11-30</text>')
  })
  it('shows an outage on its day, at its hour', () => {
    const svg = uptimeMonth(
      month,
      [stretch(days(3) + hours(12), days(3) + hours(18), 'down')],
      'title',
      legend,
    )
    const [only, ...others] = rects(svg, colours.down)
    expect(others).toEqual([])
    expect(only).toEqual({ x: 84 + 548 / 2, y: 22 + 3 * 14, width: 548 / 4 })
  })
  it('shows a second of downtime too', () => {
    const [only] = rects(
      uptimeMonth(month, [stretch(hours(5), hours(5) + seconds(1), 'down')], 'title', legend),
      colours.down,
    )
    expect(only?.width).toBe(2)
  })
  it('draws an outage over midnight on both days', () => {
    const outage = [stretch(days(1) - minutes(10), days(1) + minutes(10), 'down')]
    expect(rects(uptimeMonth(month, outage, 'title', legend), colours.down)).toHaveLength(2)
  })
  it('never draws outside its box', () => {
    const window = { from: plus(from, hours(7)), to: plus(from, days(2) + hours(9)) }
    const svg = uptimeMonth(
      window,
      [stretch(-1 * days(9), days(9), 'up'), stretch(days(2) + hours(8), days(99), 'down')],
      't',
      legend,
    )
    for (const shade of Object.values(colours))
      for (const { x, width } of rects(svg, shade)) {
        expect(x).toBeGreaterThanOrEqual(84)
        expect(x + width).toBeLessThanOrEqual(632.01)
      }
  })
  it('shows where it was up and down and nobody knows when, and says so only then', () => {
    const folded = uptimeMonth(month, [stretch(days(2), days(3), 'mixed')], 'title', legend)
    expect(rects(folded, colours.mixed)).toEqual([{ x: 84, y: 22 + 2 * 14, width: 548 }])
    expect(folded).toContain('>up and down</text>')
    expect(uptimeMonth(month, [], 'title', legend)).not.toContain('>up and down</text>')
  })
  it('leaves what nobody saw grey', () => {
    const svg = uptimeMonth(month, [], 'title', legend)
    expect(rects(svg, colours.unknown)).toHaveLength(30)
    expect(rects(svg, colours.up)).toEqual([])
  })
  it('draws a rehearsal of seconds as one line', () => {
    const svg = uptimeMonth({ from, to: plus(from, seconds(8)) }, [stretch(0, 8000, 'up')], 'title', legend)
    expect(rects(svg, colours.up)).toEqual([{ x: 84, y: 22, width: 548 }])
  })
})

describe('the days of a certificate', () => {
  it('turns red when the operator is warned', () => {
    const bar = (left: number) =>
      certificateDays(plus(from, days(left)), from, [days(14), days(7)], 'title', 'says')
    expect(bar(45)).toContain(`width="312" height="14" fill="${colours.up}"`)
    expect(bar(14)).toContain(`fill="${colours.down}"`)
    expect(bar(-3)).toContain(`width="0" height="14" fill="${colours.down}"`)
    expect(bar(400)).toContain(`width="624" height="14" fill="${colours.up}"`)
  })
})

describe('the numbers of the digest', () => {
  it('are bars with a mark for the week before', () => {
    const svg = digestChart(
      [
        { label: 'listed', now: 10, before: 5 },
        { label: 'new', now: 0, before: null },
      ],
      'title',
    )
    expect(svg).toContain(`x="200" y="10" width="380" height="15" fill="${colours.up}"`)
    expect(svg).toContain('x="389" y="7" width="2" height="21"')
    expect(svg).toContain('>10</text>')
  })
  it('may all be nought', () => {
    expect(digestChart([{ label: 'new', now: 0, before: 0 }], 'title')).not.toContain('NaN')
  })
})

describe('any drawing', () => {
  const hostile = `"><script>alert(1)</script>&amp;\u0000\u0008'`
  const all = [
    uptimeMonth(month, [stretch(0, days(2), 'up')], hostile, { ...legend, up: hostile }),
    certificateDays(month.to, from, [days(14)], hostile, hostile),
    digestChart([{ label: hostile, now: 1, before: 2 }], hostile),
    drawing(10, 10, hostile, tag('g', { id: hostile }, label(0, 0, hostile))),
  ]
  it('is well-formed XML that says what it shows, with nothing of a stranger unescaped', () => {
    for (const svg of all) {
      expect(XMLValidator.validate(svg)).toBe(true)
      expect(svg).not.toContain('<script')
      const parsed = new XMLParser({ htmlEntities: true }).parse(svg) as { svg: { title: string } }
      expect(parsed.svg.title).toBe(`"><script>alert(1)</script>&amp;'`)
    }
  })
  it('refers to nothing outside', () => {
    for (const svg of all)
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/href|url\(|https?:/u)
  })
  it('is the same, byte for byte, for the same figures', () => {
    const again = () => uptimeMonth(month, [stretch(0, 1_234_567, 'up')], 'title', legend)
    expect(again()).toBe(again())
    expect(instant(millis(from))).toBe(from)
  })
})
