const columns = ['what', 'value', 'ratioText', 'bar', 'verdict']
const heads = { what: '', value: 'measured', ratioText: 'beside', bar: 'bar; goal', verdict: '' }

/** Plain text, columns aligned. */
export function table(rows) {
  const lines = [heads, ...rows].map((row) => columns.map((name) => String(row[name] ?? '')))
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)))
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
