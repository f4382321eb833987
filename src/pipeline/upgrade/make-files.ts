// Makes of a better source the files that its row has, with all that their tags are to say.

import { join } from 'node:path'
import { remarksOn } from '../../audio/remarks.ts'
import { readTags } from '../../audio/tags/read.ts'
import { AUDIO_FORMATS, endingOf } from '../../model/audio-format.ts'
import type { Track } from '../../model/track.ts'
import { type ByFormat, entriesOf, type StageContext, type TrackWork } from '../stage.ts'
import { tag } from '../stages/tag.ts'
import { sumsOf } from '../sums.ts'
import { findCover } from '../verify/find-cover.ts'
import type { Better } from './find-better.ts'
import type { Have } from './have.ts'

interface Making {
  row: Track
  have: Have
  /** For working files. */
  dir: string
}

export async function makeFiles(better: Better, { row, have, dir }: Making, context: StageContext): Promise<TrackWork> {
  const { tools, signal, progress } = context
  const { facts, source, link } = better
  const formats = AUDIO_FORMATS.filter(format => have.files.some(file => file.format === format))
  const outputs: ByFormat<string> = Object.fromEntries(
    formats.map(format => [format, join(dir, `out.${endingOf(format)}`)]),
  )
  const { analysis } = await tools.audio.process({ input: source.path, facts, outputs, signal, onProgress: progress })
  const notes = remarksOn(analysis, facts)
  const made = {
    row,
    run: '',
    staging: dir,
    link,
    source,
    facts,
    outputs,
    sums: {},
    files: {},
    measured: analysis,
    notes,
  }
  const tagged = (await tag.run(made, context)) as TrackWork
  return { ...tagged, sums: await withOldCover(tagged, context) }
}

/** Where the source has none, the cover that the row's files have. */
async function withOldCover({ row, staging: dir, outputs, sums }: TrackWork, context: StageContext) {
  const entries = entriesOf(outputs)
  const [first] = entries
  if (!first || (await readTags(first[1])).hasPicture) return sums
  const picture = await findCover(row, '', { ...context, dir })
  if (!picture) return sums
  for (const [format, path] of entries) await context.tools.audio.tag(path, format, { picture })
  return sumsOf(outputs)
}
