import { landSvg } from '../drawing/map.ts'
import type { FileFormat } from './format.ts'

const whole: FileFormat['readBack'] = (text) => (text.trim() === '' ? { problem: 'empty' } : { domains: [] })
const asset = (path: string): FileFormat => ({
  kind: 'file',
  path,
  write: ({ pages }) => pages.asset(path),
  readBack: whole,
})
/** A style sheet without the white space that only its author needs: a quarter smaller. */
const tight = (css: string): string =>
  css
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};]) ?/g, '$1')
    .replace(/([:,]) /g, '$1')

/** Style sheet, script and icon of the pages as they are, and the land that the maps lie on: one file, kept by the browser. */
export const assets: readonly FileFormat[] = [
  { ...asset('style.css'), write: ({ pages }) => tight(pages.asset('style.css')) },
  ...['page.js', 'icon.svg'].map(asset),
  { kind: 'file', path: 'map.svg', write: landSvg, readBack: whole },
]
