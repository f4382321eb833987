// The folders that are walked: the library, and those that only are read.

import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { isFault } from '../../errors.ts'
import { lookAtVolume } from '../../library/walk/mount.ts'
import type { Volume } from '../../store/seen-files.ts'
import type { VolumeContext } from './index-volumes.ts'

export interface Root {
  dir: string
  isLibrary: boolean
  /** Undefined: it was never seen, and the run only looks. */
  volume?: Volume
  /** Why it is not walked, or nothing of it counts as missing. */
  away?: string
}

/** Each folder once, whatever it is called. */
export function rootsOf(libraryDir: string, others: readonly string[]): Pick<Root, 'dir' | 'isLibrary'>[] {
  const known = new Set<string>()
  return [libraryDir, ...others].flatMap((dir, index) => {
    const real = realOf(dir)
    if (known.has(real)) return []
    known.add(real)
    return { dir: resolve(dir), isLibrary: index === 0 }
  })
}

export function realOf(dir: string): string {
  try {
    return realpathSync(dir)
  } catch {
    return dir // it is away
  }
}

/** Is it there? One that is becomes known, unless the run only looks. */
export async function openRoot(
  { dir, isLibrary }: Pick<Root, 'dir' | 'isLibrary'>,
  { tools, readOnly }: VolumeContext,
): Promise<Root> {
  const known = tools.seenFiles.volumeAt(dir)
  const root = { dir, isLibrary, volume: known }
  const marker = isLibrary ? await whyAway(() => tools.library.check()) : undefined
  if (marker !== undefined) return { ...root, away: marker }
  const look = await lookAtVolume(dir, isLibrary ? undefined : known?.mount)
  if ('away' in look) return { ...root, away: look.away }
  if (readOnly) return root
  return { ...root, volume: await tools.store.commit(() => tools.seenFiles.putVolume(dir, look.mount)) }
}

/** After it was walked: a volume that went away meanwhile has lost no file. */
export async function stillThere(
  { dir, isLibrary, volume }: Root,
  tools: VolumeContext['tools'],
): Promise<string | undefined> {
  const marker = isLibrary ? await whyAway(() => tools.library.check()) : undefined
  if (marker !== undefined) return marker
  const look = await lookAtVolume(dir, isLibrary ? undefined : volume?.mount)
  return 'away' in look ? look.away : undefined
}

async function whyAway(check: () => Promise<void>): Promise<string | undefined> {
  try {
    await check()
    return undefined
  } catch (error) {
    if (isFault(error)) return error.message
    throw error
  }
}
