// Puts a finished row into the index of recordings that is not there yet: one of before there was an index.

import { basename, extname } from 'node:path'
import type { Analysis } from '../../audio/analysis/analysis.ts'
import { isFault } from '../../errors.ts'
import type { NewRecording, Recording } from '../../library/index/entry.ts'
import type { StageContext } from '../stage.ts'
import { wordsIn } from '../words-in.ts'
import { indexed } from './entry.ts'

type Context = Pick<StageContext, 'tools' | 'signal'>

/** @returns undefined when it has no files that are there */
export async function indexRow(page: string, context: Context): Promise<Recording | undefined> {
  const { tools } = context
  const { recordings, journal, store } = tools
  const [known] = recordings.findBy({ page })
  if (known) return known
  const files = journal.filesOf(page).flatMap(file => indexed(file) ?? [])
  const [first] = files
  if (!first) return undefined
  const measured = journal.measuredOf(page) as Analysis | undefined
  const words = wordsIn(measured?.fingerprint)
  const names = await namesIn(files.find(({ format }) => format !== 'wav')?.path ?? first.path, context)
  return store.commit(() => {
    const heard = { words, seconds: measured?.seconds ?? 0, ...names }
    const matches = words.length > 0 ? recordings.find(heard) : []
    const same = matches.find(({ kind }) => kind === 'same')
    const entry: NewRecording = {
      ...heard,
      words: words.length > 0 ? words : undefined,
      files,
      keys: { pages: [page] },
    }
    const id = recordings.put({ ...entry, recording: same?.recording.id })
    for (const match of matches) if (match.kind === 'near') recordings.linkVersions(id, match)
    return recordings.get(id)
  })
}

/** As its tags say, else as its name does: "Artist - Title [0123abcd].m4a". */
async function namesIn(path: string, { tools, signal }: Context): Promise<{ title?: string; artist?: string }> {
  const facts = await tools.audio.probe(path, signal).catch(error => {
    if (!isFault(error)) throw error
    return undefined
  })
  if (facts?.tags?.title) return { title: facts.tags.title, artist: facts.tags.artist }
  const [, artist, title] = /^(.+?) - (.+) \[[0-9a-f]{8}\]/.exec(basename(path, extname(path))) ?? []
  return { title, artist }
}
