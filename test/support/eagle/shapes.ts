// What Eagle's answers look like, as its documentation and those who measured it say; the fake is held to it.

import { z } from 'zod'

const time = z.number().int()
const tags = z.array(z.string())
const id = z.string().regex(/^[A-Z0-9]{13}$/)

const item = z.strictObject({
  id,
  name: z.string(),
  ext: z.string(),
  size: z.number().int().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  url: z.string(),
  annotation: z.string(),
  tags,
  folders: z.array(id),
  star: z.number().optional(),
  modificationTime: time,
  isDeleted: z.boolean(),
  noThumbnail: z.boolean().optional(),
  palettes: z.array(z.unknown()),
})
const flatFolder = z.strictObject({ id, name: z.string(), description: z.string(), parent: id.optional(), tags })
const treeFolder = z.strictObject({
  id,
  name: z.string(),
  description: z.string(),
  tags,
  modificationTime: time,
  get children() {
    return z.array(treeFolder)
  },
})
const rest = {
  smartFolders: z.array(z.unknown()),
  quickAccess: z.array(z.unknown()),
  modificationTime: time,
  applicationVersion: z.string(),
}
const named = z.strictObject({ path: z.string(), name: z.string() })
const pageOf = (entry: z.ZodType) =>
  z.strictObject({ data: z.array(entry), total: time, offset: time, limit: time.max(1000) })

const SHAPES: Record<string, z.ZodType> = {
  '/api/v2/app/info': z.strictObject({
    version: z.string(),
    prereleaseVersion: z.null(),
    buildVersion: z.string(),
    platform: z.enum(['darwin', 'win32']),
  }),
  '/api/application/info': z.strictObject({
    version: z.string(),
    prereleaseVersion: z.null(),
    buildVersion: z.string(),
    execPath: z.string(),
    platform: z.enum(['darwin', 'win32']),
  }),
  '/api/v2/library/info': z.union([
    z.strictObject({ ...named.shape, folders: z.array(treeFolder), tagGroups: z.array(z.unknown()), ...rest }),
    z.strictObject({ library: named, folders: z.array(treeFolder), tagGroups: z.array(z.unknown()), ...rest }),
  ]),
  '/api/library/info': z.strictObject({
    library: named,
    folders: z.array(treeFolder),
    tagsGroups: z.array(z.unknown()),
    ...rest,
  }),
  '/api/v2/item/countAll': time,
  '/api/v2/item/get': pageOf(item),
  '/api/v2/item/add': z.strictObject({ id }),
  '/api/v2/item/update': z.union([item, z.literal(false)]),
  '/api/v2/item/setCustomThumbnail': z.boolean(),
  '/api/v2/folder/get': z.union([pageOf(flatFolder), pageOf(treeFolder)]),
  '/api/v2/folder/create': flatFolder,
  '/api/item/list': z.array(item).max(200),
  '/api/item/info': item,
  '/api/item/addFromPath': id.optional(),
  '/api/item/update': item,
  '/api/item/moveToTrash': z.undefined(),
  '/api/folder/list': z.array(treeFolder),
  '/api/folder/create': treeFolder,
}

export function checkShape(path: string, data: unknown): void {
  const shape = SHAPES[path]
  if (!shape) throw new Error(`no shape is known of ${path}`)
  const { error } = shape.safeParse(data)
  if (error) throw new Error(`the fake does not answer ${path} as Eagle does: ${z.prettifyError(error)}`)
}
