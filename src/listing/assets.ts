import { landSvg } from '../drawing/map.ts'
import type { FileFormat } from './format.ts'

const whole: FileFormat['readBack'] = (text) => (text.trim() === '' ? { problem: 'empty' } : { domains: [] })
const asset = (path: string): FileFormat => ({
  kind: 'file',
  path,
  write: ({ pages }) => pages.asset(path),
  readBack: whole,
})
/** Style sheet, script and icon of the pages as they are, and the land that the maps lie on: one file, kept by the browser. */
export const assets: readonly FileFormat[] = [
  // Without its line breaks the style sheet is a fifth smaller; a space stays where one was.
  { ...asset('style.css'), write: ({ pages }) => pages.asset('style.css').replace(/\s+/g, ' ') },
  ...['page.js', 'icon.svg'].map(asset),
  { kind: 'file', path: 'map.svg', write: landSvg, readBack: whole },
]
