// Files: links of a person's own, and files Notion keeps, whose URLs end after an hour.

import { z } from 'zod'
import { toPageId } from '../../model/page-id.ts'
import { type CellType, expectValue, shown, unfit } from './cell-type.ts'
import { sameLink } from './same-text.ts'
import { start } from './split-text.ts'
import type { CellValue, FileValue } from './values.ts'

const LONGEST_NAME = 100
const LONGEST_URL = 2000

const name = z.string().optional()
const Answered = z.union([
  z.object({ name, external: z.object({ url: z.string() }) }),
  z.object({ name, file: z.object({ url: z.string(), expiry_time: z.string().optional() }) }),
  z.object({ name, file_upload: z.object({ id: z.string() }) }),
])
const Given = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('external'), name: z.string(), url: z.string() }),
    z.object({ kind: z.literal('stored'), name: z.string() }),
    z.object({ kind: z.literal('upload'), id: z.string(), name }),
  ]),
)

export const files: CellType<readonly FileValue[]> = {
  reads: 'name and URL of each; the URL of a file kept by Notion ends after an hour (`expires`)',
  writes: 'all anew: links and uploads by their id; a file kept by Notion is refused, as its URL ends',
  read: value => expectValue(z.array(Answered), value, 'files').map(toFile),
  text: value => value.map(file => file.name ?? '').join(', '),
  write: (value, column) => givenFiles(value, column).map(file => toRequestFile(file, column)),
  same(meant, answered) {
    const found = files.read(answered, { type: 'files' }) ?? []
    const wanted = givenFiles(meant, '')
    return found.length === wanted.length && wanted.every((file, at) => sameFile(file, found[at]))
  },
}

type GivenFile = z.infer<typeof Given>[number]

function toFile(given: z.infer<typeof Answered>): FileValue {
  if ('file_upload' in given) return { kind: 'upload', id: given.file_upload.id, name: given.name }
  if ('external' in given) return { kind: 'external', name: given.name ?? '', url: given.external.url }
  const { url, expiry_time: expires } = given.file
  return { kind: 'stored', name: given.name ?? '', url, expires }
}

function givenFiles(value: CellValue, column: string): GivenFile[] {
  const { success, data } = Given.safeParse(value ?? [])
  if (!success) throw unfit(column, `${shown(value)} is no list of files`)
  return data
}

function toRequestFile(file: GivenFile, column: string): object {
  switch (file.kind) {
    case 'external':
      if (!URL.canParse(file.url) || file.url.length > LONGEST_URL)
        throw unfit(column, `${shown(file.url)} is no link of at most ${LONGEST_URL} characters`)
      return { type: 'external', name: fileName(file.name || file.url), external: { url: file.url } }
    case 'upload': {
      const id = toPageId(file.id)
      if (id === undefined) throw unfit(column, `${shown(file.id)} is no id of an upload`)
      return { type: 'file_upload', ...(file.name && { name: fileName(file.name) }), file_upload: { id } }
    }
    case 'stored':
      throw unfit(column, `the link to ${shown(file.name)} ends after an hour; it is not written back`)
  }
}

/** An upload is answered as a file Notion keeps. */
function sameFile(meant: GivenFile, found: FileValue | undefined): boolean {
  if (meant.kind === 'upload') return found?.kind === 'stored' || found?.kind === 'upload'
  return found?.kind === 'external' && meant.kind === 'external' && sameLink(found.url, meant.url)
}

const fileName = (text: string) => start(text.toWellFormed(), LONGEST_NAME)
