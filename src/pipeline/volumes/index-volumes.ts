// The index of the volumes: what lies there, what is new, what moved, what is gone; and all that is new is read.

import type { Log } from '../../log.ts'
import type { SeenCounts } from '../../store/seen-files.ts'
import type { WalkedFiles } from '../../store/walked-files.ts'
import type { Tools } from '../../tools.ts'
import { findMoved } from './find-moved.ts'
import { type ReadReport, readFound } from './read-found.ts'
import { openRoot, type Root, rootsOf, stillThere } from './roots.ts'
import { walkRoot } from './walk-root.ts'

export interface VolumeContext {
  tools: Tools
  log: Log
  signal: AbortSignal
  view: IndexView
  varDir: string
  /** The run only looks. */
  readOnly: boolean
  /** Folders beside the library that are read, and never written. */
  dirs: readonly string[]
  /** Files read at once. */
  concurrency: number
}

export interface IndexView {
  /** Files seen up to here. */
  walked(files: number): void
  reading(done: number, total: number): void
}

export interface IndexWish {
  /** Everything is read again. */
  rebuild: boolean
  /** What is missing is forgotten. */
  forgetMissing: boolean
  /** What is not there is gone, however much it is. */
  believeGone: boolean
}

export interface IndexReport extends ReadReport {
  roots: { dir: string; readOnly: boolean; seen: number; away?: string }[]
  seen: number
  new: number
  changed: number
  moved: number
  /** Missing before, and there again. */
  back: number
  /** Missing since this run. */
  gone: number
  forgotten: number
  /** All that is known now. */
  known: SeenCounts
  recordings: number
  /** Some of the files that cannot be read, and how many for each reason. */
  unreadable: { path: string; reason: string }[]
  reasons: { reason: string; files: number }[]
  /** What could not be looked at. */
  unread: { path: string; reason: string }[]
  ms: number
}

const MOST_NAMED = 1000

export async function indexVolumes(context: VolumeContext, wish: IndexWish): Promise<IndexReport> {
  const { tools, readOnly } = context
  const started = performance.now()
  using walked = tools.walkedFiles()
  const roots = await openRoots(context)
  const walks = await walkAll(roots, walked, context)
  await findMoved(walked, { across: false, signal: context.signal })
  for (const root of roots) if (!wish.believeGone) doubt(root, walked, tools)
  await findMoved(walked, { across: true, signal: context.signal })
  const { gone, ...counts } = walked.counts()
  if (!readOnly) await settle(walked, tools)
  const forgotten = wish.forgetMissing && !readOnly ? await forgetMissing(tools) : 0
  if (wish.rebuild && !readOnly) await readAgain(roots, tools)
  const read = await readFound(roots, context)
  return {
    roots: roots.map(({ dir, isLibrary, away }, index) => ({
      dir,
      readOnly: !isLibrary,
      seen: walks[index]?.seen ?? 0,
      away,
    })),
    seen: walks.reduce((sum, { seen }) => sum + seen, 0),
    ...counts,
    gone,
    forgotten,
    ...read,
    ...(readOnly ? { left: wouldRead(counts, wish, tools) } : {}),
    known: tools.seenFiles.counts(),
    recordings: tools.recordings.count(),
    unreadable: tools.seenFiles.unreadable(MOST_NAMED),
    reasons: tools.seenFiles.reasons(),
    unread: walks.flatMap(({ unread }) => unread),
    ms: Math.round(performance.now() - started),
  }
}

async function openRoots(context: VolumeContext): Promise<Root[]> {
  const roots: Root[] = []
  for (const root of rootsOf(context.tools.library.dir, context.dirs)) roots.push(await openRoot(root, context))
  return roots
}

async function walkAll(roots: readonly Root[], walked: WalkedFiles, context: VolumeContext) {
  const walks: Awaited<ReturnType<typeof walkRoot>>[] = []
  for (const root of roots) {
    const before = walks.reduce((sum, { seen }) => sum + seen, 0)
    const walk = await walkRoot(root, { context, walked, before, others: roots.map(({ dir }) => dir) })
    walks.push(walk)
    root.away ??= walk.away ?? (await stillThere(root, context.tools))
    if (root.volume && root.away !== undefined) walked.spare(root.volume.id)
  }
  return walks
}

/** Of a volume without a marker: so much is not lost at once. */
const MOST_LOST = 0.5

/** A volume that is not itself has lost nothing. */
function doubt(root: Root, walked: WalkedFiles, { seenFiles }: Pick<Tools, 'seenFiles'>): void {
  if (root.isLibrary || !root.volume || root.away !== undefined) return
  const gone = walked.goneOf(root.volume.id)
  const { there } = seenFiles.countOf(root.volume.id)
  if (gone <= MOST_LOST * there) return
  walked.spare(root.volume.id)
  root.away = `${gone} of ${there} files of ${root.dir} are not there: another volume may stand in its place, so none of them counts as missing (--believe-gone: they are gone)`
}

const settle = (walked: WalkedFiles, { store, recordings, now }: Tools) =>
  store.commit(() => walked.settle(now().getTime(), recordings.moveFile))

const forgetMissing = ({ store, seenFiles, recordings }: Tools): Promise<number> =>
  store.commit(() => {
    const { missing } = seenFiles.counts()
    for (const path of seenFiles.missing()) recordings.forgetFile(path)
    seenFiles.dropMissing()
    return missing
  })

const readAgain = (roots: readonly Root[], { store, seenFiles }: Tools) =>
  store.commit(() => {
    for (const { volume, away } of roots) if (volume && away === undefined) seenFiles.readAgain(volume.id)
  })

/** What a run that does more than look would read. */
function wouldRead(counts: { new: number; changed: number }, { rebuild }: IndexWish, { seenFiles }: Tools): number {
  const { there, found } = seenFiles.counts()
  return counts.new + counts.changed + (rebuild ? there : found)
}
