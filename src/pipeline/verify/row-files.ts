// The files of a row, those its cells name and those that were made for it, and whether each is there.

import { lstat } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import { InputFault } from '../../errors.ts'
import { codeOf } from '../../library/disk-fault.ts'
import { type AudioFormat, formatOf } from '../../model/audio-format.ts'
import { isTemporary } from '../../model/temporary.ts'
import type { Track } from '../../model/track.ts'
import { PATH_FIELDS } from '../../model/unmeasured.ts'
import type { Tools } from '../../tools.ts'
import type { PathField, RowFile, VerifyContext } from './verify-context.ts'

const FORMATS = { m4aPath: 'm4a', wavPath: 'wav', aiffPath: 'aiff' } as const satisfies Record<PathField, string>

export async function filesOfRow(row: Track, context: VerifyContext): Promise<RowFile[]> {
  const { journal } = context.tools
  const known = journal.filesOf(row.id)
  const named = PATH_FIELDS.flatMap(field => {
    const path = row[field]?.trim()
    if (!path) return []
    return [{ field, format: FORMATS[field], path, known: known.find(record => sameName(record.path, path)) }]
  })
  const files: RowFile[] = []
  for (const file of named) files.push({ ...file, state: await stateOf(file.path, context) })
  for (const record of known) {
    const format = formatOf(record.path)
    const isNamed = files.some(
      file => sameName(file.path, record.path) || (file.format === format && isLookedFor(file)),
    )
    if (format && !isNamed && !isGivenUp(row, format, context))
      files.push({ format, path: record.path, known: record, state: await stateOf(record.path, context) })
  }
  return files
}

/** A person emptied its cell. */
function isGivenUp(row: Track, format: AudioFormat, { tools }: VerifyContext): boolean {
  const field = PATH_FIELDS.find(one => FORMATS[one] === format)
  return field !== undefined && !row[field] && typeof tools.outbox.wrote(row.id, field) === 'string'
}

/** The cell names another file, and that one counts. */
const isLookedFor = ({ field, state }: RowFile) => field !== undefined && state !== 'gone'

/** Two disks may spell one name in two ways. */
const sameName = (a: string, b: string) => a.normalize('NFC') === b.normalize('NFC')

async function stateOf(path: string, { tools, away }: VerifyContext): Promise<RowFile['state']> {
  if (!isAbsolute(path)) return 'outside'
  try {
    await tools.ownFile(path)
    return 'there'
  } catch (error) {
    if (!(error instanceof InputFault)) throw error
    // of files elsewhere nothing is asked, but for what goes away by itself
    if (error.tag === 'Not_Allowed')
      return isTemporary(path, lastingIn(tools)) && (await isGone(path)) ? 'gone' : 'outside'
  }
  if (!(await isGone(path))) return 'outside'
  await tools.library.check() // its volume may have gone since
  if (path.startsWith(`${tools.library.dir}/`) || !(await isGone(dirname(path)))) return 'gone'
  const missing = await highestMissing(path)
  away.set(missing, (away.get(missing) ?? 0) + 1)
  return 'away'
}

export const lastingIn = ({ library, stagingDir, quarantineDir }: Tools) => ({
  kept: library.dir,
  gone: [stagingDir, quarantineDir],
})

async function isGone(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    error => ['ENOENT', 'ENOTDIR'].includes(codeOf(error)),
  )
}

async function highestMissing(path: string): Promise<string> {
  let missing = dirname(path)
  while (dirname(missing) !== missing && (await isGone(dirname(missing)))) missing = dirname(missing)
  return missing
}
