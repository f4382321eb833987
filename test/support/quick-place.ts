// A folder for tests that sync very much and are not about the disk: in memory where there is room.

import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const MIB = 2 ** 20

/** @returns a new folder; the caller removes it */
export function quickFolder(name: string, needMiB: number): string {
  return mkdtempSync(join(hasRoom(needMiB) ? MEMORY : tmpdir(), `${name}-`))
}

function hasRoom(needMiB: number): boolean {
  try {
    accessSync(MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > needMiB * MIB
  } catch {
    return false
  }
}
