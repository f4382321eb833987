// Where files go: room on the disks, the library's volume, the files of rules.

import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Config } from '../config.ts'
import { checkVolume, type VolumeMemory } from '../library/volume.ts'
import { type Check, failed, ok, type Seen, warning } from './check.ts'

const GIB = 1024 ** 3
/** Below it no track is begun. */
const LEAST_FREE = GIB / 2
const LITTLE_FREE = 5 * GIB

export const placeChecks = ({ varDir, libraryDir, logsDir }: Config, facts: VolumeMemory): Check[] => [
  { name: 'state', look: () => roomIn(varDir) },
  { name: 'logs', look: () => roomIn(logsDir) },
  { name: 'library', look: () => librarySeen(libraryDir, facts) },
]

async function librarySeen(dir: string, facts: VolumeMemory): Promise<Seen[]> {
  await checkVolume(dir, facts, true)
  return roomIn(dir)
}

/** Of a folder that is not there yet: where it will be. */
export async function roomIn(dir: string): Promise<Seen[]> {
  const there = await nearest(dir)
  const { bavail, bsize } = await statfs(there)
  const free = bavail * bsize
  const says = `${dir}${there === dir ? '' : ' (made at its first use)'}, ${(free / GIB).toFixed(1)} GB free`
  const isWritable = await access(there, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!isWritable) return [failed(`${there} cannot be written`, `sudo chown "$USER" '${there}'`)]
  if (free < LEAST_FREE) return [failed(says, 'make room: below 0.5 GB no track is begun')]
  return [free < LITTLE_FREE ? warning(says, 'make room soon: below 0.5 GB no track is begun') : ok(says)]
}

async function nearest(dir: string): Promise<string> {
  const isThere = await access(dir).then(
    () => true,
    () => false,
  )
  return isThere || dirname(dir) === dir ? dir : nearest(dirname(dir))
}
