// Are the files where the row says, for good, and nobody else's?

import { formatOf } from '../../model/audio-format.ts'
import type { Finding } from '../../model/finding.ts'
import { MERGED_TAG } from '../../model/merged.ts'
import { isTemporary } from '../../model/temporary.ts'
import { type Track, trackLabel } from '../../model/track.ts'
import { PATH_FIELDS } from '../../model/unmeasured.ts'
import type { Owner } from '../../store/seen-paths.ts'
import type { Tools } from '../../tools.ts'
import { readIfThere } from '../find-or-create-track.ts'
import { hasSum } from '../sums.ts'
import { replacing } from './cell-writes.ts'
import { presentPlace } from './present-place.ts'
import { resetWrites } from './reset-writes.ts'
import { lastingIn } from './row-files.ts'
import { finding, type Looked, type RowFile, type VerifyContext } from './verify-context.ts'

export async function checkPlaces(looked: Looked, context: VerifyContext): Promise<Finding[]> {
  const { seen, files } = looked
  const { track } = seen
  const isMerged = track.tags.includes(MERGED_TAG)
  const findings: Finding[] = []
  for (const file of files) {
    const one =
      (await movedWithLibrary(looked, file, context)) ??
      (isInPassing(file, context)
        ? await temporary(looked, file, context)
        : file.state === 'gone' || file.state === 'nowhere'
          ? await notThere(looked, file, context)
          : isMerged
            ? undefined
            : await shared(looked, file, context))
    if (one) findings.push(one)
  }
  return isEmpty(looked, findings) ? [falseDownloaded(looked, context)] : findings
}

/** No file of the row is anywhere, and none is where the program may not look. */
function isEmpty({ seen, files }: Looked, findings: readonly Finding[]): boolean {
  const isAnyThere = files.some(({ state }) => state !== 'gone')
  const isAnyFound = findings.some(({ kind, repair }) => kind === 'Not_There' && repair !== undefined)
  return !isAnyThere && !isAnyFound && (seen.track.downloaded || files.some(({ field }) => field !== undefined))
}

function falseDownloaded(looked: Looked, { tools }: VerifyContext): Finding {
  const fields = resetWrites(looked, tools)
  return finding('False_Downloaded', {
    about: 'row',
    detail: looked.files.length > 0 ? looked.files.map(({ path }) => path).join(', ') : 'it names none',
    repair: fields && { how: 'reset', fields },
  })
}

/** The very file, at its place in the library as that lies now: the row of another one that it shares names it alone. */
async function movedWithLibrary(looked: Looked, file: RowFile, { tools }: VerifyContext): Promise<Finding | undefined> {
  const { track } = looked.seen
  if (file.state === 'there' || file.state === 'outside') return undefined
  const found = await presentPlace(track.id, file, tools)
  if (!found) return undefined
  const isOwn = found.page === track.id && file.known !== undefined
  if (isOwn) return refiled(looked, file, { found, tools })
  if (!file.field) return undefined
  const fields = replacing({ tools, page: track.id }, file.field, cell(file, found.path))
  return finding('Not_There', {
    about: file.format,
    detail: `${file.path}; it is at ${found.path}`,
    repair: fields && { how: 're-write', fields },
  })
}

async function notThere(looked: Looked, file: RowFile, { tools, elsewhere, away }: VerifyContext) {
  const found = await elsewhere.find(looked.seen.track.id, file.format, file.known)
  if (found) return refiled(looked, file, { found, tools })
  const dir = [...away.keys()].find(one => file.path.startsWith(`${one}/`))
  const detail =
    file.state === 'nowhere' && dir ? `${file.path}; ${dir} is not there (is its volume mounted?)` : file.path
  return finding('Not_There', { about: file.format, detail })
}

interface Found {
  found: { path: string; sha256: string }
  tools: Tools
}

function refiled({ seen: { track } }: Looked, file: RowFile, { found, tools }: Found): Finding {
  const fields = file.field ? replacing({ tools, page: track.id }, file.field, cell(file, found.path)) : {}
  return finding('Not_There', {
    about: file.format,
    detail: `${file.path}; it is at ${found.path}`,
    repair: fields && {
      how: 're-file',
      format: file.format,
      from: file.path,
      to: found.path,
      sha256: found.sha256,
      link: file.known?.link ?? '',
      fields,
    },
  })
}

async function temporary(looked: Looked, file: RowFile, { tools }: VerifyContext) {
  const { track } = looked.seen
  const own = await madeFor(track.id, file, tools)
  const at = { tools, page: track.id }
  const value = own ?? (file.state === 'there' || file.state === 'outside' ? undefined : null)
  const fields = file.field && value !== undefined ? replacing(at, file.field, cell(file, value)) : undefined
  return finding('Temporary_Path', {
    about: file.format,
    detail: file.path,
    repair: fields && { how: 're-write', fields },
  })
}

async function shared(looked: Looked, file: RowFile, context: VerifyContext) {
  const owner = await ownerBeside(looked.seen.track, file, context)
  if (!owner) return undefined
  return finding('Shared_Path', {
    about: file.format,
    detail: `${file.path}, as "${owner.label}" (${owner.page}) does`,
    repair: await withoutShared(looked, file, { owner, context }),
  })
}

/** The row that has the file, by what was filed, comes before the one that was seen first. */
async function ownerBeside(track: Track, file: RowFile, { tools, sharedWith }: VerifyContext) {
  if (!file.field) return undefined
  const seen = await sharedWith(file, { page: track.id, label: trackLabel(track) })
  const filed = tools.journal.fileAt(file.path)
  if (!filed || filed.page === track.id) return seen
  const row = await readIfThere(await tools.tracks(), filed.page)
  const isNamed = row && !row.inTrash && PATH_FIELDS.some(field => row[field] === file.path)
  return isNamed ? { page: row.id, label: trackLabel(row) } : seen
}

/** A file of its own takes its place; a row that has none is done anew, where it is known whose the file is. */
async function withoutShared(
  looked: Looked,
  file: RowFile,
  { owner, context: { tools } }: { owner: Owner; context: VerifyContext },
): Promise<Finding['repair']> {
  const { track } = looked.seen
  const { journal, merges } = tools
  const own = await madeFor(track.id, file, tools)
  if (own !== undefined && file.field) {
    const fields = replacing({ tools, page: track.id }, file.field, cell(file, own))
    return fields && { how: 're-write', fields }
  }
  const isOthers = journal.fileAt(file.path)?.page === owner.page && journal.filesOf(track.id).length === 0
  const fields = isOthers && !merges.of(track.id) ? resetWrites(looked, tools) : undefined
  return fields && { how: 'reset', fields }
}

/** The file that was made for this row in this format, where that is another one and whole. */
async function madeFor(page: string, { format, path }: RowFile, { journal }: Tools): Promise<string | undefined> {
  const own = journal.filesOf(page).find(record => formatOf(record.path) === format && record.path !== path)
  return own && (await hasSum(own.path, own.sha256)) ? own.path : undefined
}

const cell = ({ path, cell: said }: RowFile, value: string | null) => ({ now: said ?? path, value })

const isInPassing = ({ path, field }: RowFile, { tools }: VerifyContext) =>
  field !== undefined && isTemporary(path, lastingIn(tools))
