import { geoNaturalEarth1, geoPath } from 'd3-geo'
import { feature, mesh } from 'topojson-client'
import atlas110 from 'world-atlas/countries-110m.json' with { type: 'json' }
import type { Coordinates } from '../values/names.ts'

/** The drawing is 960 wide and ends where the southernmost people live. */
export const mapWidth = 960
export const mapHeight = 440

type Topology = Parameters<typeof feature>[0]
const atlas = atlas110 as unknown as Topology
const scale = mapWidth / 5.55
const middle = { x: mapWidth / 2 - 20, y: 250 }
const projection = geoNaturalEarth1().scale(scale).translate([middle.x, middle.y])

/** Where a place is on the map; undefined when it is off it. One digit: nobody's machine is known better than to 30 km. */
export function spot({
  latitude,
  longitude,
}: Coordinates): { readonly x: number; readonly y: number } | undefined {
  const [x, y] = projection([longitude, latitude]) ?? []
  if (x === undefined || y === undefined || x < 0 || x > mapWidth || y < 0 || y > mapHeight) return undefined
  return { x: round(x), y: round(y) }
}

/** The land as one path of whole units, relative, islands of less than a few units left out: 110m Natural Earth in about 10 KB. */
function landPath(): string {
  const object = atlas.objects['land']
  if (object === undefined) return ''
  const path = geoPath(projection).digits(0)(feature(atlas, object)) ?? ''
  return path
    .split('Z')
    .flatMap((ring) => relative(ring) ?? [])
    .join('')
}
/** `M1,2L3,4L…` → `M1 2l2 2…z`; undefined for what is too small or too far south to see. */
function relative(ring: string): string | undefined {
  const points = ring
    .split(/[ML]/)
    .filter((one) => one !== '')
    .map((one) => one.split(',').map(Number) as [number, number])
  const first = points[0]
  const kept: [number, number][] = []
  for (const [x, y] of points) {
    const [lastX, lastY] = kept.at(-1) ?? [-9, -9]
    if (Math.hypot(x - lastX, y - lastY) >= 2.5) kept.push([x, y])
  }
  if (first === undefined || kept.length < 4 || kept.every(([, y]) => y > mapHeight)) return undefined
  let [atX, atY] = first
  const steps = kept.slice(1).map(([x, y]) => {
    const step = `${x - atX}${y - atY < 0 ? '' : ' '}${y - atY}`
    ;[atX, atY] = [x, y]
    return step
  })
  return `M${first.join(' ')}l${steps.map((step, i) => (i > 0 && !step.startsWith('-') ? ` ${step}` : step)).join('')}z`
}

/** The land alone, for pages to lay their own marks over. A grey that stands on white and on black. */
export const landSvg = (): string =>
  (land ??= `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${mapWidth} ${mapHeight}"><path fill="#8796a8" fill-opacity=".38" d="${landPath()}"/></svg>\n`)
let land: string | undefined // the same for ever: drawn once

type Place = { readonly name: string; readonly at: Coordinates }
export type Mark = { readonly x: number; readonly y: number; readonly names: readonly string[] }
/** Places that would cover each other become one mark, in a grid of `cell` units; in the order of their first name. */
export function marks(places: readonly Place[], cell = 8): Mark[] {
  const found = new Map<string, { x: number; y: number; names: string[] }>()
  for (const { name, at } of places) {
    const point = spot(at)
    if (point === undefined) continue
    const key = `${Math.round(point.x / cell)} ${Math.round(point.y / cell)}`
    const mark = found.get(key)
    if (mark) mark.names.push(name)
    else found.set(key, { ...point, names: [name] })
  }
  return [...found.values()]
}

/** A round glass in the empty Pacific over the most crowded part of the map: where it lies, its radius, how much it enlarges. */
export const lens = { x: 152, y: 322, r: 94, zoom: 3.6 } as const
export type Lens = {
  readonly from: { readonly x: number; readonly y: number } // the middle of what it shows
  readonly marks: readonly Mark[] // in the units of the map
}
/**
 * The glass over the place with the most neighbours; undefined when nothing is crowded enough to need one. Among equals
 * the first place wins: same places, same drawing.
 */
export function lensOver(places: readonly Place[]): Lens | undefined {
  const reach = lens.r / lens.zoom
  const near = (a: { x: number; y: number }, b: { x: number; y: number }) =>
    Math.hypot(a.x - b.x, a.y - b.y) <= reach
  const weighed = marks(places, 4)
  const weight = (one: Mark) =>
    weighed.reduce((sum, other) => sum + (near(one, other) ? other.names.length : 0), 0)
  const best = weighed.reduce<{ one: Mark; weight: number } | undefined>((most, one) => {
    const own = weight(one)
    return most === undefined || own > most.weight ? { one, weight: own } : most
  }, undefined)
  if (best === undefined || best.weight < 12) return undefined
  const { x, y } = best.one
  const inside = marks(places, 8 / lens.zoom)
    .map((mark) => ({
      names: mark.names,
      x: round(lens.x + (mark.x - x) * lens.zoom),
      y: round(lens.y + (mark.y - y) * lens.zoom),
    }))
    .filter((mark) => Math.hypot(mark.x - lens.x, mark.y - lens.y) < lens.r - 4)
  return { from: { x, y }, marks: inside }
}
/** What lies under the glass, drawn at its own scale: the land, and the borders by which people know where they are. */
export function underLens({ x, y }: Lens['from']): { readonly land: string; readonly borders: string } {
  const { r, zoom } = lens
  const near = geoNaturalEarth1()
    .scale(scale * zoom)
    .translate([lens.x + (middle.x - x) * zoom, lens.y + (middle.y - y) * zoom])
    .clipExtent([
      [lens.x - r, lens.y - r],
      [lens.x + r, lens.y + r],
    ])
  const path = geoPath(near).digits(0)
  const { land, countries } = atlas.objects
  return {
    land: (land && path(feature(atlas, land))) ?? '',
    borders: (countries && path(mesh(atlas, countries as Countries, (one, other) => one !== other))) ?? '',
  }
}
type Countries = Parameters<typeof mesh>[1]
const round = (n: number): number => Math.round(n * 10) / 10
