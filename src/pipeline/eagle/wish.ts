// What Eagle is to hold of a track, and the job that puts it there: kept with the track's result, done beside other tracks.

import { z } from 'zod'
import { eagleKey, type NewJob, PRIORITY } from '../../model/job.ts'
import { keyName, parseKey } from '../../model/musical-key.ts'
import { sourceLinks, type Track, trackLabel } from '../../model/track.ts'
import type { Tools } from '../../tools.ts'
import { playlistOfRow } from '../playlist/page.ts'

export const EagleWish = z.object({
  title: z.string().optional(),
  artist: z.string().optional(),
  genre: z.string().optional(),
  /** The first one is its folder. */
  playlists: z.array(z.string()),
  tempo: z.number().optional(),
  /** `F# minor` */
  key: z.string().optional(),
  /** What its files were made of. */
  link: z.string().optional(),
})
export type EagleWish = z.infer<typeof EagleWish>

export const ImportInput = z.object({
  pageId: z.string(),
  /** As it was when the track was finished; absent: as its row says. */
  wish: EagleWish.optional(),
  /** Epoch ms of that. */
  at: z.number().default(0),
  /** What the row says of the track itself. */
  summary: z.string().optional(),
  /** What a person took out of Eagle is put back: that is what was asked for. */
  again: z.boolean().optional(),
  /** The track was finished before Eagle was used. */
  isLate: z.boolean().optional(),
})
export type ImportInput = z.infer<typeof ImportInput>

export const EAGLE_LANE = 'eagle'
export const EAGLE_HANDLER = 'eagle'

/** @param link what it was made of, or may have been */
export async function eagleWishOf(tools: Tools, row: Track, link = sourceLinks(row)[0]): Promise<EagleWish> {
  const { title, artist, genre, tempo, key } = row
  const parsed = key === undefined ? undefined : parseKey(key)
  return {
    title,
    artist,
    genre,
    playlists: await playlistsOf(tools, row),
    tempo: tempo !== undefined && tempo >= SLOWEST && tempo <= FASTEST ? tempo : undefined,
    key: parsed && keyName(parsed),
    link,
  }
}

/** A tempo that no music has is a slip. */
const [SLOWEST, FASTEST] = [20, 400]

async function playlistsOf(tools: Tools, row: Track): Promise<string[]> {
  const first = await playlistOfRow(tools, row)
  const named = row.playlistNames ?? row.playlistIds?.flatMap(id => tools.knownPlaylists.titleOf(id) ?? []) ?? []
  const all = [first ?? '', ...named].map(name => name.trim())
  return [...new Set(all)].filter(name => name !== '')
}

/** Why there is a job of one that was finished before Eagle was used. */
export const LATE = 'finished before Eagle was used'

/** `asked`: a person wants it, also what was taken out of Eagle by hand. */
export function importJob(
  row: Pick<Track, 'id' | 'title' | 'artist'>,
  input: Omit<ImportInput, 'pageId'>,
  { asked = false } = {},
): NewJob {
  const all: ImportInput = { pageId: row.id, ...input, ...(asked && { again: true }) }
  const because = input.isLate ? LATE : 'the track is finished'
  return {
    key: eagleKey(row.id),
    pool: 'eagle',
    lane: EAGLE_LANE,
    handler: EAGLE_HANDLER,
    input: all,
    wish: JSON.stringify(all),
    label: trackLabel(row),
    because: asked ? 'asked for' : because,
    priority: asked ? PRIORITY.asked : input.isLate ? PRIORITY.nightly : PRIORITY.track,
    asked,
  }
}
