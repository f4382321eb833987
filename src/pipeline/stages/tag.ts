// Embeds title, artist, album, tempo, key and cover.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TagValues } from '../../audio/tags.ts'
import { keyShort, parseKey } from '../../model/musical-key.ts'
import { valuesOfPerson } from '../person-values.ts'
import { entriesOf, need, type Stage, type StageContext, type TrackWork } from '../stage.ts'
import { outputsAreWhole, sumsOf } from '../sums.ts'

const TAG_LIMIT = 1000

export const tag: Stage = {
  name: 'tag',
  async run(work, context) {
    const values = { ...tagValues(work, context), picture: await findPicture(work, context) }
    for (const [format, path] of entriesOf(work.outputs)) await context.tools.audio.tag(path, format, values)
    return { ...work, sums: await sumsOf(work.outputs) }
  },
  receipt: { fields: ['sums'], holds: outputsAreWhole },
}

function tagValues({ row, source, facts, measured, link }: TrackWork, { tools }: StageContext): TagValues {
  const theirs = valuesOfPerson(row, tools.outbox)
  const key = theirs.key ? parseKey(theirs.key) : measured?.key?.key
  return {
    title: clean(row.title ?? source?.title ?? facts?.title),
    artist: clean(row.artist ?? source?.artist ?? facts?.artist),
    album: clean(row.album ?? source?.album ?? facts?.album),
    genre: clean(row.genre),
    isrc: clean(row.isrc),
    tempo: theirs.tempo ?? measured?.tempo?.bpm,
    key: key && keyShort(key),
    comment: link?.startsWith('http') ? clean(link) : undefined,
  }
}

/** The row's own picture, else the one in the source file, else the source's. A missing picture stops nothing. */
async function findPicture(work: TrackWork, { tools, signal, log }: StageContext): Promise<string | undefined> {
  const source = need(work.source, 'source')
  const options = { dir: work.staging, signal }
  try {
    if (work.row.artworkUrl) return await tools.sources.fetchPicture(work.row.artworkUrl, options)
    const embedded = need(work.facts, 'facts').hasPicture ? await tools.audio.picture(source.path) : undefined
    if (embedded) {
      const path = join(work.staging, `cover.${embedded.extension}`)
      await writeFile(path, embedded.data)
      return path
    }
    return source.artworkUrl && (await tools.sources.fetchPicture(source.artworkUrl, options))
  } catch (error) {
    signal.throwIfAborted()
    log.info({ track: work.row.id, error }, 'the cover could not be had')
    return undefined
  }
}

const clean = (text: string | undefined) =>
  text
    ?.replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .trim()
    .slice(0, TAG_LIMIT) || undefined
