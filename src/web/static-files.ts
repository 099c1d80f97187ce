import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  xml: 'application/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
}
export type Encoding = 'br' | 'gzip' | 'identity'
export type Served = {
  readonly type: string
  readonly etag: string
  readonly extension: string
  readonly bytes: (as: Encoding) => Promise<Uint8Array>
  /** In whole seconds. Absent where another version may bear the same second. */
  readonly modified?: Date
}
/** A file of the published folder; undefined when there is none. Names of other kinds (dot files, `..`, unknown endings) are not looked up. */
export type StaticFiles = (path: string) => Promise<Served | undefined>

type Kept = Served & { readonly stamp: string }
/**
 * Reads as asked, so a swapped folder is seen at once; keeps the last `keep` files with their compressed forms. A file
 * is known by inode, size and time: a publication writes new files, it never edits one.
 */
export function staticFiles(folder: string, keep = 500): StaticFiles {
  const kept = new Map<string, Kept>()
  return async (path) => {
    const name = path.endsWith('/') || path === '' ? `${path}index.html` : path
    const extension = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.([a-z]+)$/.exec(name)?.[1] ?? ''
    const type = types[extension]
    if (type === undefined) return undefined
    const file = join(folder, ...name.split('/'))
    const found = await stat(file, { bigint: true }).catch(() => undefined)
    if (found === undefined || !found.isFile()) return undefined
    const stamp = `${found.ino} ${found.size} ${found.mtimeNs}`
    const known = kept.get(name)
    if (known?.stamp === stamp) return { ...known, ...aged(found.mtimeMs) }
    const content = await readFile(file).catch(() => undefined)
    if (content === undefined) return undefined
    const fresh: Kept = { ...served(name, content, type), stamp }
    kept.delete(name)
    kept.set(name, fresh)
    if (kept.size > keep) kept.delete(kept.keys().next().value as string)
    return { ...fresh, ...aged(found.mtimeMs) }
  }
}
function aged(mtime: bigint): Pick<Served, 'modified'> {
  const second = Math.floor(Number(mtime) / 1000) * 1000
  return Date.now() - second > 2000 ? { modified: new Date(second) } : {}
}
function compressed(content: Uint8Array): Served['bytes'] {
  const made = new Map<Encoding, Promise<Uint8Array>>([['identity', Promise.resolve(content)]])
  return (as) => {
    const there = made.get(as)
    if (there) return there
    const fresh: Promise<Uint8Array> =
      as === 'br'
        ? promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
        : promisify(gzip)(content)
    made.set(as, fresh)
    return fresh
  }
}

const served = (name: string, content: Uint8Array, type: string): Served => ({
  type,
  extension: name.slice(name.lastIndexOf('.') + 1),
  etag: createHash('sha256').update(content).digest('base64url').slice(0, 22),
  bytes: compressed(content),
})
/** A file that is no file yet: made in memory, served alike. */
export function servedAs(name: string, content: string | Uint8Array): Served | undefined {
  const type = types[name.slice(name.lastIndexOf('.') + 1)]
  return type === undefined
    ? undefined
    : served(name, typeof content === 'string' ? Buffer.from(content) : content, type)
}
