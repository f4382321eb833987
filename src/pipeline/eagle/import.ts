// Puts the files of a finished track into Eagle and tells its row the item. Done again after a kill it finds what is there.

import { mkdir, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { FileInEagle } from '../../eagle/items.ts'
import { Environment, InputFault, isFault, Transient } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import type { HandlerContext } from '../../handler.ts'
import { AUDIO_FORMATS, type AudioFormat } from '../../model/audio-format.ts'
import { done, type Outcome, skipped } from '../../model/outcome.ts'
import { shortId } from '../../model/page-id.ts'
import { trackLabel, whySynced } from '../../model/track.ts'
import { canonicalLink } from '../../model/url/url.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { Tools } from '../../tools.ts'
import { filesOfRecording } from '../shared-files.ts'
import { saidOfEagle, saidOfKept } from './told.ts'
import { type EagleWish, eagleWishOf, type ImportInput } from './wish.ts'

/** What was learnt so long ago is looked at again. */
const FRESH_MS = 10 * 60_000

/** @throws Environment, Limited when Eagle is away, another library is open, or the files' volume is */
export async function importIntoEagle(input: ImportInput, context: HandlerContext): Promise<Outcome> {
  const { pageId } = input
  const { tools, signal } = context
  if (!tools.eagle) throw new Environment('Eagle is switched off (EAGLE_ENABLED)')
  const isFresh = tools.now().getTime() - input.at < FRESH_MS
  const wish = isFresh && input.wish ? input.wish : await wishNow(input, context)
  if (typeof wish === 'string') return skipped(wish)
  const files = filesFor(pageId, wish, tools)
  const [first] = files
  if (!first) return skipped('it has no files any more that could go into Eagle')
  await requireFiles(files, tools)
  context.progress(trackLabel({ id: pageId, ...wish, sourceUrl: wish.link }), 'Eagle')
  const dir = join(tools.stagingDir, `eagle-${pageId}`)
  try {
    const result = await tools.eagle.importTrack(
      {
        pageId,
        title: wish.title ?? `untitled ${shortId(pageId)}`,
        artist: wish.artist,
        // what was filed long ago may have been changed since
        files: files.map(({ path, sha256 }) => ({ path, ...(isFresh && { sha256 }) })),
        tags: [...wordsIn(wish.genre), ...wish.playlists],
        tempo: wish.tempo,
        key: wish.key,
        playlist: wish.playlists[0],
        link: /^https?:/i.test(wish.link ?? '') ? wish.link : undefined,
        picture: await coverIn(first, dir, context),
        again: input.again ?? false,
        sharedWith: files.find(({ page }) => page !== pageId)?.page,
      },
      signal,
    )
    await failpoint('import.done')
    return await record(input, result.files, context)
  } catch (error) {
    throw isAboutEagle(error) ? new Environment(error.message, { cause: error, fields: error.fields }) : error
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** It does not tell how it is, so the track has no part in it: no attempt is spent. */
const isAboutEagle = (error: unknown): error is Transient =>
  error instanceof Transient && /\/(app|application|library)\/info$|\/countAll$/.test(String(error.fields.path))

/** As the row says it now. @returns why it does not go in at all */
async function wishNow({ pageId, wish, isLate }: ImportInput, { tools }: HandlerContext): Promise<EagleWish | string> {
  try {
    const row = await (await tools.tracks()).read(pageId)
    if (row.inTrash) return 'the row was put in the trash: it does not go into Eagle'
    if (isLate && row.eagleId) return `its row names the item ${row.eagleId} already`
    if (isLate && !whySynced(row)) return 'its row is not finished any more'
    const now = await eagleWishOf(tools, row)
    const said = Object.entries(now).filter(([, value]) => value !== undefined && (!Array.isArray(value) || value[0]))
    return { ...now, ...wish, ...Object.fromEntries(said) }
  } catch (error) {
    if (!wish || !isFault(error) || error instanceof InputFault) throw error
    return wish // Notion away is no reason to stand still
  }
}

/** The first one's item is the row's. */
const ORDER: readonly AudioFormat[] = ['wav', 'aiff', 'flac', 'm4a', 'aac', 'mp3']
/** What goes in where nothing is said; of a track that has neither, all it has. */
const USUAL: readonly string[] = ['wav', 'aiff']

/** One of each ending: an item is known by it. Of an earlier link there may be files in formats that are not made any more. */
function filesFor(pageId: string, { link = '' }: EagleWish, tools: Tools): FileRecord[] {
  const { eagleFormats } = tools
  const known = filesOfRecording(pageId, tools).sort((a, b) => rankOf(a) - rankOf(b))
  const ofLink = known.filter(file => file.link === (canonicalLink(link) ?? link))
  const all = ofLink.length > 0 ? ofLink : known
  const usual = all.filter(({ format }) => USUAL.includes(format))
  const chosen = eagleFormats
    ? all.filter(({ format }) => eagleFormats.some(wanted => wanted === format))
    : usual.length > 0
      ? usual
      : all
  return chosen.filter((file, at) => chosen.findIndex(({ path }) => extname(path) === extname(file.path)) === at)
}

const rankOf = ({ format }: FileRecord) => {
  const known = AUDIO_FORMATS.find(one => one === format)
  return known ? ORDER.indexOf(known) : ORDER.length
}

/** @throws Environment when the library's volume is away, InputFault when a file of it is gone */
async function requireFiles(files: readonly FileRecord[], { library }: Tools): Promise<void> {
  for (const { path } of files) {
    if (await stat(path).catch(() => undefined)) continue
    await library.check()
    throw new InputFault(`the file ${path} is not there any more`, 'Eagle_Import_Failed')
  }
}

/** The cover that is embedded. A track goes in without one, too. */
async function coverIn({ path }: FileRecord, dir: string, { tools, signal, log }: HandlerContext) {
  try {
    await mkdir(dir, { recursive: true })
    const cover = await tools.audio.picture(path, { from: 'audio', dir, signal })
    return cover && 'path' in cover ? cover.path : undefined
  } catch (error) {
    signal.throwIfAborted()
    log.info({ path, error }, 'the cover could not be had for Eagle')
    return undefined
  }
}

async function record(input: ImportInput, files: readonly FileInEagle[], { tools }: HandlerContext): Promise<Outcome> {
  const { pageId } = input
  const notes = files.flatMap(remarksOn)
  const there = files.filter(({ id }) => id !== undefined)
  const eagleId = there[0]?.id
  if (eagleId === undefined) return skipped(notes.join('; '))
  await tools.store.commit(() => tools.outbox.add(saidOfEagle(tools.outbox, input, eagleId)))
  await failpoint('import.told')
  const delivery = await tools.outbox.deliver(pageId)
  const text = [`in Eagle: ${there.map(({ ext }) => ext).join(', ')}`, ...notes].join('; ')
  if (delivery.kind === 'waits') return done(text, { notes, unwritten: delivery.reason })
  const kept = delivery.kind === 'written' ? delivery.kept.flatMap(saidOfKept) : [delivery.reason]
  return done(text, { notes: [...notes, ...kept] })
}

const remarksOn = ({ ext, notes, earlier }: FileInEagle): string[] => [
  ...notes,
  ...(earlier.length > 0
    ? [`an earlier ${ext} of it is left in Eagle, for a person to decide: ${earlier.join(', ')}`]
    : []),
]

/** `House, Deep House` */
const wordsIn = (genre = '') => genre.split(/[,;]/).flatMap(word => word.trim() || [])
