import type { FileFormat } from './format.ts'

/** Style sheet, script and icon of the pages, as they are. */
const asset = (path: string): FileFormat => ({
  kind: 'file',
  path,
  write: ({ pages }) => pages.asset(path),
  readBack: (text) => (text.trim() === '' ? { problem: 'empty' } : { domains: [] }),
})
export const assets: readonly FileFormat[] = ['style.css'].map(asset)
