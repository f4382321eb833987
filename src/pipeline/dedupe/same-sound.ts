// The last word before anything is removed: what would go and what stays are heard, file against file.

import { tmpdir } from 'node:os'
import { InputFault, messageOf } from '../../errors.ts'
import type { DedupeCopy, DedupeGroup } from '../../model/dedupe/plan.ts'
import { listenTo } from '../../model/recording/likeness.ts'
import { printOf } from '../../model/recording/print.ts'
import { type Described, judge } from '../../model/recording/verdict.ts'
import { differsLater } from '../same-to-the-end.ts'
import { wordsIn } from '../words-in.ts'
import { type DedupeContext, partiesOf, type SeenRows } from './context.ts'

interface Heard extends Described {
  path: string
  words: Uint32Array
}

/** @returns why what would go is not the same as what stays; none: it is */
export async function unlikeIn(group: DedupeGroup, rows: SeenRows, context: DedupeContext): Promise<string[]> {
  const { keeper, going } = partiesOf(group)
  const unlike: string[] = []
  let kept: Heard | undefined
  for (const copy of going) {
    const own = copy.files.filter(({ path }) => !keeper.files.some(file => file.path === path))
    if (own.length === 0 && !sharesAll(copy, keeper)) unlike.push(`“${copy.label}” has no file that could be compared`)
    for (const { path, sha256 } of own) {
      context.signal.throwIfAborted()
      if (sha256 !== undefined && keeper.files.some(file => file.sha256 === sha256)) continue
      kept ??= await hear(keeper.files[0]?.path ?? '', keeper, { ...context, rows })
      unlike.push(...(await difference(kept, path, { ...context, copy, rows })))
    }
  }
  return unlike
}

const sharesAll = ({ files }: DedupeCopy, keeper: DedupeCopy) =>
  files.length > 0 && files.every(({ path }) => keeper.files.some(file => file.path === path))

interface Hearing extends DedupeContext {
  rows: SeenRows
}

async function difference(kept: Heard, path: string, at: Hearing & { copy: DedupeCopy }): Promise<string[]> {
  const listening = { audio: at.tools.audio, signal: at.signal }
  try {
    const other = await hear(path, at.copy, at)
    const likeness = listenTo(printOf(kept.words)).compare(printOf(other.words))
    const { kind, because, offsetSeconds } = judge(likeness, kept, other)
    const doubt =
      kind === 'same' ? await differsLater({ one: kept.path, other: path, offsetSeconds }, listening) : because
    return doubt === undefined ? [] : [`${path} is not the same as what would be kept: ${doubt}`]
  } catch (error) {
    at.signal.throwIfAborted()
    if (!(error instanceof InputFault)) throw error
    return [`${path} cannot be heard: ${messageOf(error)}`]
  }
}

/** The file itself: the index has one print for all files of a recording. */
async function hear(path: string, copy: DedupeCopy, { tools, signal, rows }: Hearing): Promise<Heard> {
  const { facts, fingerprint } = await tools.audio.hear(path, { dir: tmpdir(), signal })
  const track = rows.get(copy.page ?? '')?.track
  const named = [tools.recordings.findAt(path), track, facts.tags].find(one => one?.title)
  return {
    path,
    words: wordsIn(fingerprint),
    seconds: facts.seconds ?? copy.seconds,
    title: named?.title,
    artist: named?.artist,
  }
}
