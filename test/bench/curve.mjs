// Growth curves: measured points over a logarithmic axis of how many, drawn as SVG by hand.
const [width, height, left, bottom, top] = [640, 360, 70, 50, 40]

/** `lines`: { name, points: [x, y][] }[]. */
export function curve({ title, x, y, lines }) {
  const points = lines.flatMap((line) => line.points)
  const [least, most] = [Math.min(...points.map(([at]) => at)), Math.max(...points.map(([at]) => at))]
  const highest = Math.max(...points.map(([, value]) => value)) * 1.15
  const span = Math.log10(most) - Math.log10(least) || 1
  const across = (at) => left + ((Math.log10(at) - Math.log10(least)) / span) * (width - left - 30)
  const up = (value) => height - bottom - (value / highest) * (height - bottom - top)
  const text = (at, down, words, anchor = 'middle') =>
    `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" text-anchor="${anchor}">${words}</text>`
  const colours = ['#1c5d99', '#b5402a', '#3c7a3f']
  const ticks = [...new Set(points.map(([at]) => at))].map((at) => text(across(at), height - bottom + 18, at))
  const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = highest * share
    return `<line x1="${left}" x2="${width - 30}" y1="${up(value)}" y2="${up(value)}" stroke="#ddd"/>${text(left - 8, up(value) + 4, value < 10 ? value.toFixed(2) : Math.round(value), 'end')}`
  })
  const drawn = lines.map(({ name, points: own }, i) => {
    const path = own.map(([at, value]) => `${across(at).toFixed(1)},${up(value).toFixed(1)}`).join(' ')
    const dots = own.map(
      ([at, value]) => `<circle cx="${across(at).toFixed(1)}" cy="${up(value).toFixed(1)}" r="4"/>`,
    )
    return `<g fill="${colours[i]}"><polyline points="${path}" fill="none" stroke="${colours[i]}" stroke-width="2"/>${dots.join('')}${text(width - 30, top + 14 + i * 16, name, 'end')}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12"><title>${title}</title>
<rect width="${width}" height="${height}" fill="#fff"/>${text(width / 2, 22, title)}${steps.join('')}${ticks.join('')}
${text((width + left) / 2, height - 10, x)}<text transform="translate(16 ${height / 2}) rotate(-90)" text-anchor="middle">${y}</text>
${drawn.join('\n')}</svg>
`
}
/** Exponent k of y ~ x^k by least squares over logarithms: 0 is flat, 1 is linear. */
export function slope(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)])
  const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length
  const [mx, my] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))]
  const above = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  return above / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}
