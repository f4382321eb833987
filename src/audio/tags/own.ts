// The program's own mark in a file: which row and which source it was made of. One private field, which players do not show.

import type { IAudioMetadata } from 'music-metadata'
import { z } from 'zod'
import { FIELDS } from './fields.ts'

const OwnRecord = z.object({
  /** Id of the row. */
  page: z.string(),
  /** The link it came from. */
  source: z.string().optional(),
  /** Of the source's bytes, hex. */
  sha256: z.string().optional(),
})
export type OwnRecord = z.infer<typeof OwnRecord>

const [FRAME, NAME] = FIELDS.own.id3.split(':')
const Ours = z.object({ description: z.literal(NAME), data: z.instanceof(Uint8Array) })

export const ownText = ({ page, source, sha256 }: OwnRecord): string => JSON.stringify({ page, source, sha256 })

/** What the program wrote into a file; undefined: it is none of ours. */
export async function readOwn(path: string): Promise<OwnRecord | undefined> {
  const { parseFile } = await import('music-metadata')
  return ownIn(await parseFile(path, { duration: false, skipCovers: true }))
}

export function ownIn({ native }: Pick<IAudioMetadata, 'native'>): OwnRecord | undefined {
  for (const { id, value } of Object.values(native).flat()) {
    const record = textOf(id, value)
    if (record) return record
  }
  return undefined
}

function textOf(id: string, value: unknown): OwnRecord | undefined {
  if (id === FIELDS.own.mp4 || id === FIELDS.own.vorbis[0]) return recordIn(String(value))
  const found = id === FRAME ? Ours.safeParse(value).data : undefined
  return found && recordIn(new TextDecoder().decode(found.data))
}

function recordIn(text: string): OwnRecord | undefined {
  try {
    return OwnRecord.safeParse(JSON.parse(text)).data
  } catch {
    return undefined // somebody else's, or damaged: not ours any more
  }
}
