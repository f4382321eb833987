// file:// links: copied into the staging folder, and only from the folders named in FILE_ROOTS.

import { constants } from 'node:fs'
import { copyFile, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sumOf, sync } from '../durable-file.ts'
import { InputFault, isFault, rootCodeOf } from '../errors.ts'
import { diskFault } from './network-fault.ts'
import { giveName } from './on-disk.ts'
import { removePart } from './part-note.ts'
import { tooBig } from './size-limit.ts'
import type { FetchOptions, SourceFile } from './source-file.ts'

interface FileLinkConfig {
  fileRoots: readonly string[]
  maxBytes: number
}

/** @throws InputFault naming what is wrong with the link; the original is never touched. */
export async function fetchFileLink(config: FileLinkConfig, link: string, options: FetchOptions): Promise<SourceFile> {
  const original = await allowedPath(config.fileRoots, pathOf(link))
  const bytes = await sizeOf(original, config.maxBytes)
  options.signal.throwIfAborted()
  const part = join(options.dir, 'media.part')
  try {
    await removePart(part)
    await copyFile(original, part, constants.COPYFILE_FICLONE)
    options.signal.throwIfAborted()
    const saved = await finish(part, join(options.dir, `media${safeExtension(original)}`))
    options.onProgress?.(bytes, bytes)
    return { ...saved, origin: 'File' }
  } catch (error) {
    await removePart(part)
    if (isFault(error) || options.signal.aborted) throw error
    throw unreadable(diskFault(error, options.dir), original)
  }
}

async function finish(part: string, path: string) {
  await sync(part)
  const { size: bytes } = await stat(part) // the original may have changed while it was copied
  const sha256 = await sumOf(part)
  await giveName(part, path)
  return { path, bytes, sha256 }
}

/**
 * The file's own path, through no link out of the roots.
 * @throws InputFault when it lies outside of them, or is not there
 */
export async function allowedPath(fileRoots: readonly string[], asked: string): Promise<string> {
  // looked at before it is resolved: whether a file exists outside the roots is nobody's business
  const real = await realpath(asked).catch(error => error)
  const roots = (await Promise.all(fileRoots.map(root => realpath(root).catch(() => [])))).flat()
  if (typeof real === 'string' && roots.some(root => liesIn(root, real))) return real
  if (typeof real === 'string' || ![...roots, ...fileRoots].some(root => liesIn(root, asked))) {
    throw new InputFault(`${asked} lies outside the folders named in FILE_ROOTS`, 'Not_Allowed')
  }
  if (rootCodeOf(real) === 'ENOENT' || rootCodeOf(real) === 'ENOTDIR') {
    throw new InputFault(`there is no file ${asked}`, 'Download_Failed', { cause: real })
  }
  throw unreadable(real, asked)
}

const liesIn = (root: string, path: string) => path.startsWith(root.endsWith(sep) ? root : root + sep)

function pathOf(link: string): string {
  try {
    return fileURLToPath(link.trim())
  } catch (cause) {
    throw new InputFault('this is no usable file link; it looks like file:///folder/name.wav', 'Download_Failed', {
      cause,
    })
  }
}

async function sizeOf(path: string, maxBytes: number): Promise<number> {
  const found = await stat(path)
  if (!found.isFile()) throw new InputFault(`${path} is not a file`, 'Not_Audio')
  if (found.size === 0) throw new InputFault(`the file is empty: ${path}`, 'Not_Audio')
  if (found.size > maxBytes) throw tooBig(maxBytes)
  return found.size
}

function unreadable(error: unknown, path: string): unknown {
  const code = rootCodeOf(error)
  if (isFault(error) || !['EACCES', 'EPERM', 'ENAMETOOLONG', 'ELOOP'].includes(code)) return error
  return new InputFault(`${path} cannot be read (${code})`, 'Download_Failed', { cause: error })
}

/** Short and plain, or none: the name goes into command lines. */
function safeExtension(path: string): string {
  const extension = extname(path).toLowerCase()
  return /^\.[a-z0-9]{1,5}$/.test(extension) && extension !== '.part' ? extension : '.bin'
}
