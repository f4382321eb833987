// Eagle's answers, as far as they are read. Fields that some builds leave out may be absent.

import { z } from 'zod'

/** What every answer is wrapped in. */
export const Envelope = z.object({
  status: z.string(),
  data: z.unknown().optional(),
  message: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
})

const names = z
  .array(z.string())
  .nullish()
  .transform(list => list ?? [])

export const Item = z.object({
  id: z.string(),
  name: z.string().default(''),
  ext: z.string().default(''),
  /** Absent while the file is being copied. */
  size: z
    .number()
    .nullish()
    .transform(size => size ?? undefined),
  url: z
    .string()
    .nullish()
    .transform(url => url || undefined),
  tags: names,
  folders: names,
  isDeleted: z
    .boolean()
    .nullish()
    .transform(isDeleted => isDeleted ?? false),
})
export type Item = z.infer<typeof Item>

/** A folder as a tree (V1), or in a flat list with the id of its parent (V2). */
export interface FolderAnswer {
  id: string
  name: string
  parent?: string | null | undefined
  children?: FolderAnswer[] | null | undefined
}
export const FolderAnswer: z.ZodType<FolderAnswer> = z.object({
  id: z.string(),
  name: z.string(),
  parent: z.string().nullish(),
  get children() {
    return z.array(FolderAnswer).nullish()
  },
})

const NamedLibrary = z.object({ name: z.string(), path: z.string() })
/** V1 nests it, some builds of V2 do too. */
export const LibraryInfo = z.union([
  z.object({ library: NamedLibrary }).transform(({ library }) => library),
  NamedLibrary,
])

export const AppInfo = z.object({ version: z.string() })
export const page = <T extends z.ZodType>(entry: T) => z.object({ data: z.array(entry), total: z.number().optional() })
/** V2 answers with `false` to an unknown id. */
export const Updated = z.union([z.literal(false), z.unknown().transform(() => true)])
/** Older builds of V1 tell no id, newer ones the bare id. */
export const Added = z
  .union([
    z.string().min(1),
    z.object({ id: z.string() }).transform(({ id }) => id),
    z.object({ ids: z.array(z.string()).length(1) }).transform(({ ids }) => ids[0]),
  ])
  .optional()
  .catch(undefined)
