// Icons and covers of pages, databases and blocks.

import { isObject, type Json, objectAt, stringAt, uuidAt } from '../api/check.ts'
import type { UploadStore } from '../store/uploads.ts'
import { type FileHost, fileObjectAt, showFileObject } from './file-objects.ts'

interface Given {
  value: unknown
  path: string
  /** Kept when the request says nothing. */
  before: Json | null
  uploads: UploadStore
}

export function iconAt(given: Given): Json | null {
  const { value, path } = given
  if (isObject(value) && value.emoji !== undefined) return { emoji: stringAt(value.emoji, `${path}.emoji`) }
  if (isObject(value) && isObject(value.custom_emoji))
    return { custom_emoji: { id: uuidAt(value.custom_emoji.id, `${path}.custom_emoji.id`) } }
  return pictureAt(given)
}

export const coverAt = (given: Given): Json | null => pictureAt(given)

export function showLook(kept: Json | null, host: FileHost): Json | null {
  if (kept === null) return null
  if (kept.emoji !== undefined) return { type: 'emoji', emoji: kept.emoji }
  if (kept.custom_emoji !== undefined) return { type: 'custom_emoji', custom_emoji: kept.custom_emoji }
  return showFileObject(kept, host)
}

function pictureAt({ value, path, before, uploads }: Given): Json | null {
  if (value === undefined) return before
  return value === null ? null : fileObjectAt(objectAt(value, path), path, uploads)
}
