// The files of a row, those its cells name and those that were made for it, and whether each is there.

import { lstat, stat } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeOf, InputFault } from '../../errors.ts'
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
    const cell = row[field]
    if (!cell?.trim()) return []
    const path = pathIn(cell.trim())
    const said = path === cell ? {} : { cell }
    return [{ field, format: FORMATS[field], path, ...said, known: known.find(record => sameName(record.path, path)) }]
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

/** Older systems wrote links. What is neither a path nor a link to one stays as it is. */
function pathIn(cell: string): string {
  if (!/^file:/i.test(cell)) return cell
  try {
    return fileURLToPath(cell)
  } catch {
    return cell
  }
}

/** The cell names another file, and that one counts. */
const isLookedFor = ({ field, state }: RowFile) => field !== undefined && state !== 'gone' && state !== 'nowhere'

/** Two disks may spell one name in two ways. */
const sameName = (a: string, b: string) => a.normalize('NFC') === b.normalize('NFC')

async function stateOf(path: string, context: VerifyContext): Promise<RowFile['state']> {
  const { tools, away } = context
  if (!isAbsolute(path)) return WEB_LINK.test(path) ? 'outside' : 'nowhere'
  try {
    await tools.ownFile(path)
    return 'there'
  } catch (error) {
    if (!(error instanceof InputFault)) throw error
    if (error.tag === 'Not_Allowed') return stateOutside(path, context)
  }
  if (!(await isGone(path))) return (await leadsNowhere(path)) ? 'nowhere' : 'outside'
  await tools.library.check() // its volume may have gone since
  if (path.startsWith(`${tools.library.dir}/`) || !(await isGone(dirname(path)))) return 'gone'
  countAway(await highestMissing(path), away)
  return 'away'
}

/** A link to the web is no path. */
const WEB_LINK = /^https?:/i

/** Of files elsewhere it is only asked whether they are there; what goes away by itself is lost, all else may come back. */
async function stateOutside(path: string, { tools, away, outside }: VerifyContext): Promise<RowFile['state']> {
  if (!(await leadsNowhere(path))) {
    outside.count += 1
    return 'outside'
  }
  if (isTemporary(path, lastingIn(tools))) return 'gone'
  if (await isGone(dirname(path))) countAway(await highestMissing(path), away)
  return 'nowhere'
}

const countAway = (dir: string, away: VerifyContext['away']) => away.set(dir, (away.get(dir) ?? 0) + 1)

export const lastingIn = ({ library, stagingDir, quarantineDir }: Tools) => ({
  kept: library.dir,
  gone: [stagingDir, quarantineDir],
})

const isGone = (path: string): Promise<boolean> => lstat(path).then(isThere, isMissing)

/** Links are followed: one to nothing leads nowhere. */
const leadsNowhere = (path: string): Promise<boolean> => stat(path).then(isThere, isMissing)

const isThere = () => false
const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(codeOf(error))

async function highestMissing(path: string): Promise<string> {
  let missing = dirname(path)
  while (dirname(missing) !== missing && (await isGone(dirname(missing)))) missing = dirname(missing)
  return missing
}
