import { countries, phones } from '../values/tables.ts'
import { countryTable } from './probe-tools.ts'

/** What a start need not wait for: a third of all the modules, for checks and letters of later. */
export const later = {
  probing: () => import('../probe/gather.ts'),
  proving: () => import('../probe/proofs.ts'),
  composing: () => import('../outbox/mime.ts'),
}
/** A desk that stands loads the rest at once: an upgrade beneath it must find nothing left to load. */
export async function loadTheRest(): Promise<void> {
  for (const load of [later.probing, later.proving, later.composing, countries, phones, countryTable])
    await load()
}
