import { millis, type Instant } from '../values/instant.ts'
import { colours, drawing, label, tag } from './svg.ts'

const day = 86_400_000
const width = 640
const whole = 90 // days the bar shows: what today's certificates live at most

/**
 * How many days a certificate has left, as a bar of 90 days with marks where the operator is warned (milliseconds
 * before the end). `says`: the words beside it.
 */
export function certificateDays(
  ends: Instant,
  now: Instant,
  warnings: readonly number[],
  title: string,
  says: string,
): string {
  const left = (millis(ends) - millis(now)) / day
  const bar = width - 16
  const filled = (Math.min(Math.max(left, 0), whole) / whole) * bar
  const first = Math.max(0, ...warnings) / day
  return drawing(
    width,
    52,
    title,
    label(8, 16, says),
    tag('rect', { x: 8, y: 24, width: bar, height: 14, fill: colours.line }),
    tag('rect', { x: 8, y: 24, width: filled, height: 14, fill: left <= first ? colours.down : colours.up }),
    ...warnings
      .filter((before) => before / day < whole)
      .map((before) =>
        tag('rect', {
          x: 8 + (before / day / whole) * bar,
          y: 21,
          width: 1.5,
          height: 20,
          fill: colours.ink,
        }),
      ),
  )
}
