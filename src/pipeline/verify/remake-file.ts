// A file that is lost or damaged, made again of one that is whole: the same sound, the same tags, at the same place.

import { lstat, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Analysis } from '../../audio/analysis/analysis.ts'
import { readTags } from '../../audio/tags/read.ts'
import type { TagValues } from '../../audio/tags/values.ts'
import { tagValuesIn } from '../../audio/tags/values-in.ts'
import { sumOf } from '../../durable-file.ts'
import { codeOf, InputFault, isFault } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import { moveFile, trashPlace } from '../../library/trash.ts'
import { endingOf } from '../../model/audio-format.ts'
import type { Repair } from '../../model/finding.ts'
import { sourceLinks, type Track } from '../../model/track.ts'
import type { FileRecord } from '../../store/journal.ts'
import { makeFolder } from '../run-key.ts'
import { tagValues } from '../stages/tag.ts'
import { sourceFor } from './check-source.ts'
import { findCover } from './find-cover.ts'
import type { NotDone, RepairContext } from './repair-row.ts'

export type Remake = Extract<Repair, { how: 're-make' }>

/** The damaged one goes to the library's trash when its successor is made. @param keep what is known of the new file, in a commit */
export async function remakeFile(
  row: Track,
  repair: Remake,
  { keep, ...context }: RepairContext & { keep(file: FileRecord): Promise<void> },
): Promise<NotDone> {
  const { tools } = context
  const { path } = repair
  await tools.library.check()
  const known = tools.journal.fileAt(path)
  if (known?.page !== row.id) return `${path} is not known as this row’s file any more`
  const dir = join(tools.stagingDir, `remake-${row.id}`)
  await rm(dir, { recursive: true, force: true })
  await makeFolder(dir)
  try {
    const made = join(dir, `again.${endingOf(repair.format)}`)
    await make(row, repair, { ...context, dir, made, known })
    if ((await sumIfThere(path)) !== repair.damaged) return `${path} was changed meanwhile`
    const again = { ...known, sha256: await sumOf(made) }
    await keep(again)
    await failpoint('remake.made')
    if (repair.damaged !== undefined) await moveFile(path, trashPlace(tools.library.dir, path, tools.now()))
    await failpoint('remake.moved')
    if ((await tools.library.putBack(path, made)) !== path) return `another file has the place ${path} by now`
    await failpoint('remake.placed')
    await keep(again) // in the index, now that it is there
    return undefined
  } catch (error) {
    if (!isFault(error) || error.errorClass !== 'Input') throw error
    return error.message
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

interface Making extends RepairContext {
  dir: string
  made: string
  known: FileRecord
}

/** What stands in a row's measurements may be rounded. */
const SLACK_SECONDS = 0.5

/** @throws InputFault when the other file is not whole after all */
async function make(row: Track, { format, from, path }: Remake, { dir, made, known, ...context }: Making) {
  const { tools, signal } = context
  const measured = tools.journal.measuredOf(row.id) as Analysis | undefined
  const facts = await tools.audio.check(from, signal)
  const { analysis } = await tools.audio.process({
    input: from,
    facts,
    outputs: { [format]: made },
    signal,
    asItIs: true,
  })
  requireLength(analysis.seconds, measured?.seconds, from)
  const link = known.link || sourceLinks(row)[0]
  const madeOf = sourceFor(row.id, await readTags(from), tools)
  const values = likeTheOther(tagValues({ row, measured, link }, context), await tagValuesIn(from))
  const picture = await findCover(row, path, { ...context, dir })
  await tools.audio.tag(made, format, { ...values, picture, madeOf })
}

function requireLength(seconds: number, expected: number | undefined, from: string): void {
  if (expected === undefined || Math.abs(seconds - expected) <= SLACK_SECONDS) return
  throw new InputFault(`${from} is not as long as its recording`, 'Corrupt_Audio')
}

/** What the other says, in full where it only has the year; what it does not say, as for a new file. */
function likeTheOther(ours: TagValues, other: TagValues): TagValues {
  const said = Object.fromEntries(Object.entries(other).filter(([, value]) => value !== undefined))
  const isSameDate = other.date !== undefined && ours.date?.startsWith(other.date)
  return { ...ours, ...said, ...(isSameDate && { date: ours.date }) }
}

async function sumIfThere(path: string): Promise<string | undefined> {
  const there = await lstat(path).catch(error => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  })
  return there && sumOf(path)
}
