// The file of an item in Eagle's library comes into the index of recordings. It is read where it lies, and never written.

import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sumOf } from '../../durable-file.ts'
import { InputFault, messageOf, Transient } from '../../errors.ts'
import type { Recording } from '../../library/index/entry.ts'
import type { RecordingFile } from '../../model/recording/recording.ts'
import type { StageContext } from '../stage.ts'
import { wordsIn } from '../words-in.ts'

export type ReadContext = Pick<StageContext, 'tools' | 'signal'>

export interface ItemFile {
  /** As Eagle names the item: `Artist - Title`. */
  name: string
  ext: string
  path: string
}

/** Formats that may hold music; pictures and fonts are Eagle's usual guests. */
const MUSIC = new Set('wav aif aiff flac mp3 m4a aac alac mp4 ogg oga opus wma ape wv caf webm mka'.split(' '))

export const isMusic = (ext: string): boolean => MUSIC.has(ext.toLowerCase())

/**
 * Its link is not taken over: whoever typed it may have meant another recording.
 * @throws InputFault when it is no music, Transient when it cannot be read now
 */
export async function indexItem(item: ItemFile, { tools, signal }: ReadContext): Promise<Recording | undefined> {
  const { recordings, store } = tools
  const file = await fileOf(item)
  const known = recordings.findAt(item.path)
  if (known?.files.some(one => one.path === file.path && isSame(one, file))) return known
  const sha256 = await sumOf(item.path).catch(cannotRead)
  signal.throwIfAborted()
  const files: RecordingFile[] = [{ ...file, sha256 }]
  const [equal] = recordings.findBy({ sha256 })
  const entry = equal ? { recording: equal.id } : await listen(item, { tools, signal })
  return store.commit(() => {
    const words = 'words' in entry ? entry.words : undefined
    const matches = words ? recordings.find({ ...entry, words, seconds: entry.seconds ?? 0 }) : []
    const same = matches.find(({ kind }) => kind === 'same')
    // what others know it as stays
    const id = recordings.put(same ? { recording: same.recording.id, files } : { ...entry, files })
    for (const match of matches) if (match.kind === 'near') recordings.linkVersions(id, match)
    return recordings.get(id)
  })
}

type Told = Pick<RecordingFile, 'bytes' | 'changedAt'>
const isSame = (one: Told, other: Told) => one.bytes === other.bytes && one.changedAt === other.changedAt

function cannotRead(cause: unknown): never {
  throw new Transient(`its file cannot be read: ${messageOf(cause)}`, { cause })
}

async function fileOf({ path, ext }: ItemFile): Promise<Omit<RecordingFile, 'sha256'>> {
  const found = await stat(path).catch(cannotRead)
  if (found.size === 0) throw new InputFault('it is empty', 'Not_Audio')
  return { path, format: ext.toLowerCase(), bytes: found.size, changedAt: Math.floor(found.mtimeMs) }
}

interface Listened {
  recording?: number
  title?: string
  artist?: string
  seconds?: number
  words?: Uint32Array
}

async function listen({ path, name }: ItemFile, { tools, signal }: ReadContext): Promise<Listened> {
  const facts = await tools.audio.probe(path, signal)
  const dir = join(tools.stagingDir, 'eagle-library')
  await mkdir(dir, { recursive: true })
  const words = wordsIn(await tools.audio.fingerprint(path, facts, signal, dir))
  const named = facts.tags?.title ? { title: facts.tags.title, artist: facts.tags.artist } : namesIn(name)
  return { ...named, seconds: facts.seconds ?? 0, ...(words.length > 0 && { words }) }
}

function namesIn(name: string): { title: string; artist?: string } {
  const [, artist, title] = /^(.+?) [-–] (.+)$/.exec(name) ?? []
  return title ? { title, artist } : { title: name }
}
