// One folder is walked, and what differs from what is known is noted.

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { walkVolume } from '../../library/walk/walker.ts'
import type { WalkedFiles } from '../../store/walked-files.ts'
import type { VolumeContext } from './index-volumes.ts'
import { type Root, realOf } from './roots.ts'

interface Walking {
  context: VolumeContext
  walked: WalkedFiles
  /** Files seen in others. */
  before: number
  /** All folders that are walked: those that lie in this one are walked for themselves. */
  others: readonly string[]
}

export interface RootWalk {
  seen: number
  /** With their whole path. */
  unread: { path: string; reason: string }[]
  away?: string
}

const MOST_THREADS = 4
/** No volume has it: the walk of a folder that a run only looks at, and that was never seen. */
const NEVER_SEEN = 0

export async function walkRoot(root: Root, { context, walked, before, others }: Walking): Promise<RootWalk> {
  const { readOnly, signal, varDir, view } = context
  if (root.away !== undefined) return { seen: 0, unread: [] }
  const dir = realOf(root.dir)
  const volume = root.volume?.id ?? NEVER_SEEN
  const { seen, unread } = await walkVolume({
    dir,
    volume,
    varDir,
    readOnly,
    others: others.map(realOf).filter(other => other !== dir),
    threads: Math.min(MOST_THREADS, availableParallelism()),
    signal,
    onPart: walked.add,
    onFolders(ids, soFar) {
      walked.addFolders(ids)
      view.walked(before + soFar)
    },
  })
  const top = unread.find(({ path, isFolder }) => isFolder && path === '')
  if (top) return { seen, unread: [], away: `${root.dir}: ${top.reason}` }
  if (root.volume)
    walked.endVolume(
      volume,
      unread.flatMap(({ path, isFolder }) => (isFolder ? path : [])),
    )
  return { seen, unread: unread.map(({ path, reason }) => ({ path: join(root.dir, path), reason })) }
}
