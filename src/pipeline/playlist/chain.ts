// The sync of playlists: place after place, list after list, until one has a track that is not synced; else the next rows.

import { isFault, messageOf } from '../../errors.ts'
import type { HandlerContext } from '../../handler.ts'
import { done, type Look, type Outcome } from '../../model/outcome.ts'
import type { Track } from '../../model/track.ts'
import { type HeldRows, holdRows } from '../held-rows.ts'
import { type NamedList, type PlaylistPlace, playlistPlaces } from './places.ts'
import { openLook } from './plan.ts'
import { runPlaylist } from './playlist.ts'
import { type Playlist, readPlaylist } from './source.ts'
import { spoken } from './told.ts'
import { workOn } from './work.ts'

/** So many rows are taken where no playlist has anything new. */
const MOST_ROWS = 10

/** @param nextRows the rows that want work; the last place to be looked at */
export async function runPlaylistChain(
  context: HandlerContext,
  nextRows: () => Promise<readonly Track[]>,
): Promise<Outcome> {
  const looks: Look[] = []
  const walk: Walk = { context, looks, rows: onceHeld(context) }
  for (const place of playlistPlaces(context.tools)) {
    const outcome = await followPlace(place, walk)
    if (outcome) return { ...outcome, looks }
  }
  const rows = (await nextRows()).slice(0, MOST_ROWS)
  const text = await takeRows(rows, context)
  looks.push({ at: 'next rows', state: 'asked', text })
  return { ...done(`no playlist has anything new; ${text}`), looks }
}

interface Walk {
  context: HandlerContext
  looks: Look[]
  /** Music Tracks, read once for all lists. */
  rows(): Promise<HeldRows>
}

function onceHeld({ tools }: HandlerContext): Walk['rows'] {
  let held: Promise<HeldRows> | undefined
  const hold = async () => holdRows({ tracks: await tools.tracks(), ledger: tools.ledger }, Number.POSITIVE_INFINITY)
  return () => {
    held ??= hold()
    return held
  }
}

/** A place that cannot be asked is said, and ends nothing. */
async function followPlace({ name, off, ask }: PlaylistPlace, walk: Walk): Promise<Outcome | undefined> {
  const { context, looks } = walk
  const say = (state: Look['state'], text: string) => void looks.push({ at: name, state, text })
  if (off !== undefined) return say('off', off)
  context.progress('playlists', name)
  const asked = await safely(context, () => ask(context.signal))
  if (typeof asked === 'string') return say('away', asked)
  const passed = [...asked.left]
  for (const list of asked.lists) {
    const taken = await consider(list, walk)
    if (typeof taken !== 'string') {
      say('asked', [`took ${taken.title}`, ...told(passed)].join('; '))
      return taken.outcome
    }
    passed.push(`${list.title} (${taken})`)
  }
  return say('asked', [counted(asked.lists.length), ...told(passed)].join('; '))
}

const counted = (count: number) => (count === 0 ? 'nothing' : `${count} found`)
const told = (passed: readonly string[]) => (passed.length > 0 ? [`passed over: ${passed.join('; ')}`] : [])

/** @returns what became of it, or why it was passed over */
async function consider(
  list: NamedList,
  { context, rows }: Walk,
): Promise<{ title: string; outcome: Outcome } | string> {
  const { tools, signal } = context
  const playlist = await safely(context, () => readPlaylist(tools, { link: list.link }, { ...list, signal }))
  if (typeof playlist === 'string') return playlist
  const held = await rows()
  const { hasNew, states } = await lookThrough(playlist, context, held)
  if (!hasNew) return states
  return { title: playlist.title, outcome: await runPlaylist(playlist, context, { rows: held }) }
}

/** Whether anything of it is to be done. */
async function lookThrough(playlist: Playlist, { tools, signal }: HandlerContext, held: HeldRows) {
  const look = await openLook(tools, playlist, held)
  const reasons = new Map<string, number>()
  for (const entry of playlist.entries) {
    signal.throwIfAborted()
    const { would, because } = await look(entry)
    if (would !== 'nothing') return { hasNew: true, states: '' }
    reasons.set(because, (reasons.get(because) ?? 0) + 1)
  }
  const words = [...reasons].map(([why, count]) => `${count}: ${why}`).join(', ')
  return { hasNew: false, states: playlist.entries.length === 0 ? 'it is empty' : `nothing new: ${words}` }
}

/** @returns why it could not be done */
async function safely<T>({ log, signal }: HandlerContext, work: () => Promise<T>): Promise<T | string> {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    if (isFault(error)) return error.message
    log.error({ error }, 'an unexpected fault')
    return `an unexpected fault: ${messageOf(error)}`
  }
}

async function takeRows(rows: readonly Track[], context: HandlerContext): Promise<string> {
  if (rows.length === 0) return 'no track wants work'
  const { counts, notBegun } = await workOn(rows, 'next rows', context)
  return spoken([
    [rows.length, 'row taken', 'rows taken'],
    [counts.done ?? 0, 'done'],
    [counts.failed ?? 0, 'failed'],
    [counts.skipped ?? 0, 'skipped'],
    [(counts.retry ?? 0) + (counts.blocked ?? 0) + notBegun.length, 'to be tried again'],
  ])
}
