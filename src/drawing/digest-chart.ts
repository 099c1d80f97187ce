import { colours, drawing, label, tag } from './svg.ts'

const width = 640
const left = 200
const most = width - left - 60

/** Numbers as bars, one a line, with a mark where each stood a week ago. Labels are in the reader's words. */
export function digestChart(
  rows: readonly { readonly label: string; readonly now: number; readonly before: number | null }[],
  title: string,
): string {
  const top = Math.max(1, ...rows.flatMap((row) => [row.now, row.before ?? 0]))
  const body = rows.flatMap((row, i) => {
    const y = 10 + i * 24
    const long = (row.now / top) * most
    return [
      label(left - 8, y + 12, row.label, { 'text-anchor': 'end' }),
      tag('rect', { x: left, y, width: Math.max(long, 1), height: 15, fill: colours.up }),
      ...(row.before === null
        ? []
        : [
            tag('rect', {
              x: left + (row.before / top) * most - 1,
              y: y - 3,
              width: 2,
              height: 21,
              fill: colours.ink,
            }),
          ]),
      label(left + Math.max(long, (row.before ?? 0) * (most / top)) + 8, y + 12, String(row.now), {
        'font-weight': 600,
      }),
    ]
  })
  return drawing(width, 10 + rows.length * 24 + 4, title, ...body)
}
