// I3: every file of the library is whole, recorded and named by its row; nothing else is there. I4: what was there stays.

import { execFile } from 'node:child_process'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { findProgram } from '../../../../src/audio/programs.ts'
import { plain } from '../remote.ts'
import { filesIn, hashesIn, hashOf } from '../tree.ts'
import { finishedPages, type Seen } from './seen.ts'

const COLUMNS = { m4a: 'M4A File Path', wav: 'WAV File Path', aiff: 'AIFF File Path' } as const

export async function filesBroken(seen: Seen): Promise<string[]> {
  const { world, state } = seen
  const there = filesIn(world.libraryDir)
    .map(name => join(world.libraryDir, name))
    .filter(path => !world.before.has(relative(world.dir, path)) && !path.endsWith('/.library-id'))
  const unknown = there.filter(path => !state.files.some(file => file.path === path))
  const lost = state.files.filter(({ path }) => !there.includes(path))
  const whole = state.files.filter(({ path }) => there.includes(path))
  return [
    ...changedBefore(seen),
    ...unknown.map(path => `I3 nobody knows ${relative(world.dir, path)}`),
    ...lost.map(({ path }) => `I3 ${relative(world.dir, path)} is not there`),
    ...whole.filter(({ path, sha256 }) => hashOf(path) !== sha256).map(({ path }) => `I3 ${path} is not as recorded`),
    ...(await Promise.all(whole.map(({ path }) => soundFault(path, world.sound)))).flat(),
    ...finishedPages(seen).flatMap(page => namesBroken(page, seen)),
  ]
}

/** One file a format, recorded for its row and named in it. */
function namesBroken(page: string, { world, state, tracks }: Seen): string[] {
  const row = tracks.find(({ id }) => id === page)
  return world.formats.flatMap(format => {
    const files = state.files.filter(file => file.page === page && file.format === format)
    const named = row && plain(row, COLUMNS[format])
    if (files.length === 1 && files[0]?.path === named) return []
    return [`I5 ${page} has ${files.length} ${format} files; its row names "${named}"`]
  })
}

const run = promisify(execFile)
const WAV_HEADER = 44

/** A whole file has the very samples its source has. */
async function soundFault(path: string, sound: Buffer): Promise<string[]> {
  const args = ['-v', 'error', '-xerror', '-i', path, '-map', '0:a', '-f', 's16le', '-']
  try {
    const { stdout } = await run(findProgram('ffmpeg', undefined), args, { encoding: 'buffer', maxBuffer: 1 << 26 })
    return stdout.equals(sound.subarray(WAV_HEADER)) ? [] : [`I3 ${path} has another sound`]
  } catch (error) {
    return [`I3 ${path} cannot be played: ${error}`]
  }
}

function changedBefore({ world }: Seen): string[] {
  const now = hashesIn(world.dir)
  return [...world.before].flatMap(([name, hash]) => (now.get(name) === hash ? [] : [`I4 ${name} was changed`]))
}
