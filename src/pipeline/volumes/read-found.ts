// All files that are new or changed are read, some at once; each is done when its commit is, so that a run that is cut off
// goes on where it was.

import { Environment, type Fault, InputFault, isFault } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import type { SeenFile } from '../../store/seen-files.ts'
import type { VolumeContext } from './index-volumes.ts'
import { markOf } from './mark.ts'
import { FileAway, type HowRead, readFile } from './read-file.ts'
import { type Root, stillThere } from './roots.ts'

export interface ReadReport {
  /** Done with, those that cannot be read among them. */
  read: number
  /** Of those: known from their rows, or from a file of the same bytes. */
  recognised: number
  /** Still to be read. */
  left: number
  /** Why files could not be read this time; they are tried again. */
  later: { reason: string; files: number }[]
}

const PAGE = 200
/** So many in a row: it is not the files. */
const ENOUGH = 20

export async function readFound(roots: readonly Root[], context: VolumeContext): Promise<ReadReport> {
  const volumes = roots.flatMap(({ volume, away }) => (volume && away === undefined ? volume.id : []))
  const totalOf = () => volumes.reduce((sum, id) => sum + context.tools.seenFiles.countOf(id).found, 0)
  const total = context.readOnly ? 0 : totalOf()
  const report: ReadReport = { read: 0, recognised: 0, left: 0, later: [] }
  if (total === 0) return report
  const later = new Map<string, number>()
  const next = foundIn(volumes, context)
  let [ended, inARow] = [0, 0]

  async function readOne(file: SeenFile): Promise<void> {
    const outcome = await outcomeOf(file, context)
    if (context.signal.aborted && isFault(outcome)) return
    ended += 1
    context.view.reading(ended, total)
    if (isFault(outcome)) {
      later.set(outcome.message, (later.get(outcome.message) ?? 0) + 1)
      inARow = outcome instanceof FileAway && (await areThere(roots, context)) ? 0 : inARow + 1
      return
    }
    inARow = 0
    report.read += 1
    if (outcome === 'recognised') report.recognised += 1
  }
  async function work(): Promise<void> {
    while (!context.signal.aborted && inARow < ENOUGH) {
      const { value, done } = next.next()
      if (done) return
      await readOne(value)
    }
  }
  await Promise.all(Array.from({ length: context.concurrency }, work))
  return { ...report, left: totalOf(), later: [...later].map(([reason, files]) => ({ reason, files })) }
}

/** A few at a time are held. */
function* foundIn(volumes: readonly number[], { tools }: VolumeContext): Generator<SeenFile, undefined> {
  for (const id of volumes) {
    let last: SeenFile | undefined
    do {
      const files = tools.seenFiles.foundAfter(id, last, PAGE)
      yield* files
      last = files.at(-1)
    } while (last)
  }
}

async function areThere(roots: readonly Root[], { tools }: VolumeContext): Promise<boolean> {
  for (const root of roots) if (root.away === undefined && (await stillThere(root, tools)) !== undefined) return false
  return true
}

/** What is wrong with the file itself is kept; what is wrong elsewhere is tried again by the next run. */
async function outcomeOf(file: SeenFile, context: VolumeContext): Promise<HowRead | 'unreadable' | Fault> {
  try {
    const how = await readFile(file, context)
    await failpoint('index.read')
    return how
  } catch (error) {
    if (context.signal.aborted) return new Environment('the run was stopped', { cause: error })
    if (!isFault(error)) throw error
    if (!(error instanceof InputFault)) return error
    await noteUnreadable(file, error, context)
    return 'unreadable'
  }
}

async function noteUnreadable(file: SeenFile, { message, fields }: InputFault, context: VolumeContext): Promise<void> {
  const { store, seenFiles, recordings } = context.tools
  context.log.debug({ path: file.path, reason: message, ...fields }, 'a file cannot be read')
  const mark = await markOf(file.path).catch(() => '') // gone meanwhile: the next walk tells
  await store.commit(() => {
    recordings.forgetFile(file.path)
    seenFiles.markUnreadable(file, { reason: message, mark })
  })
}
