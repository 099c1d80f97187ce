import { createRequire } from 'node:module'
import type * as Countries from '@rapideditor/country-coder'
import type * as Phones from 'libphonenumber-js/max'

const load = createRequire(import.meta.url)

/** Big tables of the world, read when the first one asks: a fifth of a second for which nobody who starts need wait. */
export const countries = (): typeof Countries => load('@rapideditor/country-coder') as typeof Countries
export const phones = (): typeof Phones => load('libphonenumber-js/max') as typeof Phones
