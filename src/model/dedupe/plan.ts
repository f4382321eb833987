// A plan of `dedupe`: which copies are one recording, which of them is kept, and what exactly would be done. Made for a
// person to read and change; what is done is what it says.

import { z } from 'zod'

const Quality = z.object({
  codec: z.string().optional(),
  isLossless: z.boolean(),
  bitRate: z.number().optional(),
  sampleRate: z.number().optional(),
  bits: z.number().optional(),
  cutoff: z.number().optional(),
})

const CopyFile = z.object({
  path: z.string(),
  format: z.string(),
  bytes: z.number(),
  /** Epoch ms. */
  changedAt: z.number(),
  /** Undefined: not reckoned yet; then bytes and time tell whether it is the same. */
  sha256: z.string().optional(),
  /** Why it is never taken away: it lies outside the library, in Eagle's, or another row names it. */
  stays: z.string().optional(),
})

const Item = z.object({ id: z.string(), name: z.string(), bytes: z.number().optional() })
const Cell = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** One row with its files, one item of Eagle, or files of one name that lie in a folder together. */
const Copy = z.object({
  /** `row:<page id>`, `item:<Eagle's id>`, `files:<path without ending>`. */
  id: z.string(),
  label: z.string(),
  page: z.string().optional(),
  /** Of the row when it was looked at, ISO 8601. */
  editedAt: z.string().optional(),
  /** Eagle's. */
  item: Item.optional(),
  /** More items with files of the same row. */
  otherItems: z.array(Item).optional(),
  files: z.array(CopyFile),
  quality: Quality,
  /** A file of its row is not as this program made it: its quality is the file's own. */
  isChanged: z.boolean().optional(),
  seconds: z.number(),
  /** How much is known of it: cells, tags. */
  tags: z.number(),
  /** When it came, ISO 8601. */
  since: z.string().optional(),
  /** A person said that this one is kept. */
  isPicked: z.boolean(),
  /** Of its row, what another could use; lists where the row holds several. */
  cells: z.record(z.string(), Cell).optional(),
})

/** Between the keeper and one other. */
const Evidence = z.object({
  copy: z.string(),
  agreement: z.number(),
  deltaSeconds: z.number(),
  offsetSeconds: z.number(),
  because: z.string(),
})

/** What the keeper's row gets; what a person gave it stays. */
const Gain = z.discriminatedUnion('how', [
  z.object({ how: z.literal('fill'), field: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) }),
  z.object({ how: z.literal('add'), field: z.string(), values: z.array(z.string()) }),
])

/** To the library's trash, to Notion's, to Eagle's; each once. */
const Removal = z.discriminatedUnion('what', [
  z.object({ what: z.literal('file'), copy: z.string(), path: z.string() }),
  z.object({ what: z.literal('row'), copy: z.string(), page: z.string() }),
  z.object({ what: z.literal('item'), copy: z.string(), item: z.string() }),
])

const Group = z.object({
  /** Of its copies' ids: the same when the plan is made again. */
  id: z.string(),
  label: z.string(),
  /** In the index. */
  recordings: z.array(z.number()),
  copies: z.array(Copy).min(2),
  /** Id of a copy. */
  keeper: z.string(),
  /** Why that one, for people. */
  why: z.string(),
  evidence: z.array(Evidence),
  gains: z.array(Gain),
  removals: z.array(Removal),
})

/** Alike, and kept: for a person to look at. */
const Near = z.object({ labels: z.tuple([z.string(), z.string()]), agreement: z.number(), because: z.string() })

export const DedupePlan = z.object({
  kind: z.literal('dedupe plan'),
  version: z.literal(1),
  /** Of what it would do: two plans that do the same have the same. */
  id: z.string(),
  madeAt: z.string(),
  library: z.string(),
  /** What was looked at. */
  looked: z.object({ rows: z.number(), recordings: z.number(), files: z.number(), items: z.number() }),
  groups: z.array(Group),
  near: z.array(Near),
})

export type DedupePlan = z.infer<typeof DedupePlan>
export type DedupeGroup = z.infer<typeof Group>
export type DedupeCopy = z.infer<typeof Copy>
export type DedupeEvidence = z.infer<typeof Evidence>
export type DedupeGain = z.infer<typeof Gain>
export type DedupeRemoval = z.infer<typeof Removal>
