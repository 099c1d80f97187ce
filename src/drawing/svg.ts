/** Markup made by `tag` and `text` alone, so that nothing in a drawing is unescaped. */
declare const made: unique symbol
export type Svg = string & { readonly [made]: true }
type Attributes = { readonly [name: string]: string | number }

const escape = (raw: string): string =>
  raw
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '') // not allowed in XML 1.0 §2.2
    .replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)

/** Numbers with at most two decimals: the same drawing, the same bytes. */
const value = (raw: string | number): string =>
  typeof raw === 'number' ? String(Math.round(raw * 100) / 100) : escape(raw)

export const text = (raw: string): Svg => escape(raw) as Svg
export function tag(name: string, attributes: Attributes, ...children: readonly Svg[]): Svg {
  const all = Object.entries(attributes)
    .map(([key, raw]) => ` ${key}="${value(raw)}"`)
    .join('')
  return (children.length === 0 ? `<${name}${all}/>` : `<${name}${all}>${children.join('')}</${name}>`) as Svg
}

/** A whole drawing, with its text alternative as title. No scripts, no references: it draws the same anywhere. */
export function drawing(width: number, height: number, title: string, ...children: readonly Svg[]): string {
  return tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'font-family': 'system-ui, -apple-system, Segoe UI, Roboto, DejaVu Sans, sans-serif',
      'font-size': 12,
    },
    tag('title', {}, text(title)),
    tag('rect', { width, height, fill: '#ffffff' }),
    ...children,
  )
}

/** On white, told apart by lightness as well as by hue. */
export const colours = {
  up: '#8fcaa5',
  down: '#a3170f',
  unknown: '#c4c7cc',
  excluded: '#4468b0',
  mixed: '#d98a5b', // up and down, nobody knows when
  ink: '#26313f',
  pale: '#5f6875',
  line: '#dfe2e6',
  mark: '#0b7a63',
} as const

export const label = (x: number, y: number, raw: string, more: Attributes = {}): Svg =>
  tag('text', { x, y, fill: colours.ink, ...more }, text(raw))
