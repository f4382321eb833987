// What was done, or is about to be, in a group of a plan of `dedupe`: enough to end it, and to take it back.

import { z } from 'zod'
import { KEY_KINDS } from '../recording/recording.ts'

const FileRecord = z.object({
  path: z.string(),
  page: z.string(),
  format: z.string(),
  sha256: z.string(),
  link: z.string(),
})
const RecordingFile = z.object({
  path: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  changedAt: z.number(),
  format: z.string(),
  link: z.string().optional(),
})
const Key = z.object({ kind: z.enum(KEY_KINDS), value: z.string() })

/** A recording of the index as it was before it became part of another. */
const SetAside = z.object({
  id: z.number(),
  title: z.string(),
  artist: z.string(),
  seconds: z.number(),
  /** Packed, base64. */
  print: z.string().optional(),
  keys: z.array(Key),
  files: z.array(RecordingFile),
  versions: z.array(z.object({ recording: z.number(), agreement: z.number(), because: z.string() })),
})

const Folded = z.object({
  into: z.number(),
  /** What the one that stays was not known by. */
  added: z.array(Key),
  aside: z.array(SetAside),
})

const Gain = z.discriminatedUnion('how', [
  z.object({ how: z.literal('fill'), field: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) }),
  z.object({ how: z.literal('add'), field: z.string(), values: z.array(z.string()) }),
])
const Merge = z.object({ recording: z.number(), owner: z.string() })

export const DedupeRecord = z.object({
  label: z.string(),
  keeper: z.object({
    page: z.string().optional(),
    files: z.array(z.object({ path: z.string(), bytes: z.number(), changedAt: z.number() })),
  }),
  /** Only what it lacked. */
  gains: z.array(Gain),
  files: z.array(
    z.object({
      path: z.string(),
      /** Where it lies in the library's trash. */
      kept: z.string(),
      bytes: z.number(),
      changedAt: z.number(),
      known: FileRecord.optional(),
      indexed: z.object({ recording: z.number(), file: RecordingFile }).optional(),
    }),
  ),
  items: z.array(z.object({ item: z.string(), page: z.string() })),
  rows: z.array(z.object({ page: z.string(), label: z.string() })),
  /** Files of a row that goes, which the one that stays has shared: they are its own from then on. */
  handed: z.array(FileRecord),
  /** The row that stays was tagged for sharing them, and is not any more. */
  untagged: z.boolean(),
  /** Whose files rows of the group shared. */
  merged: z.array(z.object({ page: z.string(), merge: Merge })),
  /** Rows outside the group that shared files that go. */
  heirs: z.array(
    z.object({
      page: z.string(),
      before: Merge,
      after: Merge,
      cells: z.array(z.object({ field: z.string(), from: z.string(), to: z.string().nullable() })),
    }),
  ),
  /** Places in playlists of a row that goes. */
  places: z.array(z.object({ playlist: z.string(), entry: z.string(), page: z.string() })),
  index: z.object({
    into: z.number().optional(),
    /** Recordings with nothing left of their own. */
    whole: z.array(z.number()),
    partly: z.array(z.number()),
  }),
  folded: Folded.optional(),
})

export type DedupeRecord = z.infer<typeof DedupeRecord>
export type Folded = z.infer<typeof Folded>
export type SetAside = z.infer<typeof SetAside>
