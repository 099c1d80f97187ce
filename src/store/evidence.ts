import { join } from 'node:path'
import { Low } from 'lowdb'
import type { TicketId } from '../values/names.ts'
import type { Evidence } from '../evidence/evidence.ts'
import {
  DurableFile,
  ensureFolder,
  namesIn,
  readJson,
  removeDurably,
  sweepTemporary,
} from './durable-file.ts'
import type { EvidenceStore } from './ports.ts'
import { wrongEvidence } from './shape.ts'
import { idParts } from './tickets.ts'

/** `runs` and `remove` are for retention: the last run, the last eligible one and those a letter rests on stay. */
export type EvidenceFiles = EvidenceStore & {
  runs(id: TicketId): Promise<string[]>
  remove(id: TicketId, run: string): Promise<void>
}
/** data/evidence/IM-…/RUN.json */
export async function openEvidence(data: string): Promise<EvidenceFiles> {
  const root = join(data, 'evidence')
  await ensureFolder(root)
  const folder = (id: TicketId): string => {
    if (idParts(id) === undefined) throw new Error(`${JSON.stringify(id)} is no ticket id`)
    return join(root, id)
  }
  const path = (id: TicketId, run: string): string => {
    if (!/^[\w:+-][\w.:+-]{0,99}$/.test(run)) throw new Error(`${JSON.stringify(run)} cannot name a run`)
    return join(folder(id), `${run}.json`)
  }
  return {
    put: async (id, evidence) => {
      await ensureFolder(folder(id))
      await sweepTemporary(folder(id))
      const low = new Low<Evidence>(
        new DurableFile(path(id, evidence.run), wrongEvidence(evidence.run)),
        evidence,
      )
      await low.write()
    },
    get: (id, run) =>
      Promise.resolve().then(() => readJson(path(id, run), wrongEvidence(run)) as Evidence | undefined),
    runs: async (id) =>
      (await namesIn(folder(id)))
        .flatMap((name) => (!name.startsWith('.') && name.endsWith('.json') ? [name.slice(0, -5)] : []))
        .sort(),
    remove: async (id, run) => removeDurably(path(id, run)),
  }
}
