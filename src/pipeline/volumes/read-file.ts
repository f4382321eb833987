// One file of a volume: what it is, how it sounds, and which recording that is. Nothing is written beside it.

import { lstat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { AudioFacts } from '../../audio/probe.ts'
import { sumOf } from '../../durable-file.ts'
import { codeOf, Environment, messageOf } from '../../errors.ts'
import type { NewRecording } from '../../library/index/entry.ts'
import { WORD_SECONDS } from '../../model/recording/print.ts'
import type { RecordingFile } from '../../model/recording/recording.ts'
import type { SeenFile } from '../../store/seen-files.ts'
import type { Tools } from '../../tools.ts'
import { indexRow } from '../recognise/index-row.ts'
import { wordsIn } from '../words-in.ts'
import type { VolumeContext } from './index-volumes.ts'
import { markOf } from './mark.ts'

/** A finished row's file, and one whose bytes are known, need no ear. */
export type HowRead = 'heard' | 'recognised'

/**
 * @throws FileAway when it is gone, changes meanwhile or the disk does not give it; InputFault when it is no music that can be
 *   read; what a program lacks otherwise
 */
export async function readFile(file: SeenFile, context: Pick<VolumeContext, 'tools' | 'signal'>): Promise<HowRead> {
  const { tools } = context
  const mark = await ofDisk(markOf(file.path))
  const isFirstTime = file.mark === ''
  const known = isFirstTime ? await knownAs(file, context) : undefined
  if (known !== undefined) return recognised(file, { recording: known, mark }, tools)
  const sha256 = await ofDisk(sumOf(file.path))
  const [sameBytes] = tools.recordings.findBy({ sha256 })
  if (sameBytes && isFirstTime) {
    const files = [recordingFile(file, sha256)]
    return recognised(file, { recording: sameBytes.id, mark, files }, tools)
  }
  await hear(file, { sha256, mark }, context)
  return 'heard'
}

/** The disk's trouble, or the file's with being there; the file itself may be sound. */
export class FileAway extends Environment {}

export function ofDisk<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    const code = codeOf(error) || messageOf(error)
    throw new FileAway(`the file cannot be read now (${code})`, { cause: error })
  })
}

/** As it was filed for its row. */
async function knownAs(
  { path, bytes, changedAt }: SeenFile,
  context: Pick<VolumeContext, 'tools' | 'signal'>,
): Promise<number | undefined> {
  const { journal, recordings } = context.tools
  const record = journal.fileAt(path)
  if (record) await indexRow(record.page, context)
  const recording = recordings.findAt(path)
  const isAsItWas = recording?.files.some(
    kept => kept.path === path && kept.bytes === bytes && kept.changedAt === Math.floor(changedAt),
  )
  return isAsItWas ? recording?.id : undefined
}

async function recognised(
  file: SeenFile,
  { recording, mark, files = [] }: { recording: number; mark: string; files?: RecordingFile[] },
  { store, seenFiles, recordings }: Tools,
): Promise<HowRead> {
  await requireSame(file)
  await store.commit(() => {
    if (files.length > 0) recordings.put({ recording, files })
    seenFiles.markRead(file, { recording, mark })
  })
  return 'recognised'
}

async function hear(
  file: SeenFile,
  { sha256, mark }: { sha256: string; mark: string },
  { tools, signal }: Pick<VolumeContext, 'tools' | 'signal'>,
): Promise<void> {
  const { audio, store, recordings, seenFiles, stagingDir } = tools
  const { facts, fingerprint } = await audio.hear(file.path, { dir: join(stagingDir, 'index'), signal })
  await requireSame(file)
  const words = wordsIn(fingerprint)
  const seconds = facts.seconds ?? words.length * WORD_SECONDS
  const names = namesOf(file, facts)
  await store.commit(() => {
    const matches = words.length > 0 ? recordings.find({ words, seconds, ...names }) : []
    const [bySum] = recordings.findBy({ sha256 })
    const same = bySum ?? matches.find(({ kind }) => kind === 'same')?.recording
    const isOthers = same && (same.keys.pages.length > 0 || same.files.some(({ path }) => path !== file.path))
    const entry: NewRecording = {
      recording: same?.id,
      ...(isOthers ? {} : { ...names, seconds }),
      words: words.length > 0 ? words : undefined,
      files: [recordingFile(file, sha256)],
      keys: { isrcs: facts.tags?.isrc ? [facts.tags.isrc] : [] },
    }
    const recording = recordings.put(entry)
    for (const match of matches) if (match.kind === 'near') recordings.linkVersions(recording, match)
    seenFiles.markRead(file, { recording, mark })
  })
}

/** @throws FileAway when it is not what was seen any more: the next walk sees what it became */
async function requireSame({ path, bytes, changedAt }: SeenFile): Promise<void> {
  const { size, mtimeMs } = await ofDisk(lstat(path))
  if (size !== bytes || mtimeMs !== changedAt) throw new FileAway('the file changed while it was read')
}

const recordingFile = ({ path, bytes, changedAt }: SeenFile, sha256: string): RecordingFile => ({
  path,
  sha256,
  bytes,
  changedAt: Math.floor(changedAt),
  format: extname(path).slice(1).toLowerCase(),
})

/** As its tags say, else as its name does: "Artist - Title.mp3". */
function namesOf({ path }: SeenFile, { tags }: AudioFacts): { title?: string; artist?: string } {
  if (tags?.title) return { title: tags.title, artist: tags.artist }
  const stem = basename(path, extname(path)).replace(/ \[[0-9a-f]{8}\](?:\.aac)?$/, '')
  const [, artist, title] = /^(.+?) - (.+)$/.exec(stem) ?? []
  return { title: title ?? stem, artist: artist ?? tags?.artist }
}
