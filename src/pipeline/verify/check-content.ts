// Is a file what was made, whole, and in words? Read once; one that is byte for byte as it was made need not be looked into.

import { checkDecoded } from '../../audio/check-decoded.ts'
import { isCodecOf } from '../../audio/check-outputs.ts'
import type { AudioFacts } from '../../audio/probe.ts'
import { type FileTags, readTags } from '../../audio/tags/read.ts'
import { sumOf } from '../../durable-file.ts'
import { InputFault, isFault, messageOf } from '../../errors.ts'
import type { Finding } from '../../model/finding.ts'
import { MERGED_TAG } from '../../model/merged.ts'
import { spoken } from '../../model/spoken.ts'
import { checkSource, lacksSource } from './check-source.ts'
import { hearFile } from './hear-file.ts'
import { finding, type Looked, type RowFile, type VerifyContext } from './verify-context.ts'

export async function checkContents(looked: Looked, context: VerifyContext): Promise<Finding[]> {
  const there = looked.files.filter(({ state }) => state === 'there')
  const findings: Finding[] = []
  for (const file of there) {
    context.signal.throwIfAborted()
    const isAsMade = await hasContentOf(file)
    if (isAsMade && !context.full) continue
    const wrong = await whatIsWrong(looked, file, context)
    findings.push(...wrong)
    if (!isAsMade && wrong.length === 0) findings.push(...(await checkTags(looked, file, { there, context })))
  }
  return findings
}

async function hasContentOf({ path, known }: RowFile): Promise<boolean> {
  return known !== undefined && (await sumOf(path).catch(() => undefined)) === known.sha256
}

async function whatIsWrong(looked: Looked, file: RowFile, context: VerifyContext): Promise<Finding[]> {
  const { tools, signal, full } = context
  const about = file.format
  try {
    const facts = await tools.audio.check(file.path, signal)
    if (!isCodecOf(file.format, facts.codec))
      return [finding('Wrong_Codec', { about, detail: `${facts.codec} in ${file.path}` })]
    const seconds = full ? await decode(file, facts, context) : facts.seconds
    const wrong = wrongLength(looked, seconds)
    return wrong ? [finding('Wrong_Length', { about, detail: `${wrong}, ${file.path}` })] : []
  } catch (error) {
    signal.throwIfAborted()
    if (isFault(error) && !(error instanceof InputFault)) throw error
    return [finding('Damaged', { about, detail: `${messageOf(error)}, ${file.path}` })]
  }
}

/** @throws InputFault when a part of it cannot be played */
async function decode(file: RowFile, facts: AudioFacts, { tools, signal }: VerifyContext): Promise<number> {
  const { analysis, curves } = await tools.audio.process({ input: file.path, facts, outputs: {}, signal })
  checkDecoded({ analysis, curves }, facts)
  return analysis.seconds
}

/** An encoder puts some frames in front; what stands in a row may be rounded, or a person's. */
const SLACK = { measured: 0.5, told: 2 }

function wrongLength({ measured, seen }: Looked, seconds: number | undefined): string | undefined {
  const expected = measured?.seconds ?? seen.track.duration
  if (expected === undefined || seconds === undefined) return undefined
  const slack = measured ? SLACK.measured : SLACK.told
  return Math.abs(seconds - expected) > slack ? `${spoken(seconds)} in place of ${spoken(expected)}` : undefined
}

/** Only of files that this program made is it known what they should say: their sound tells, or its mark. */
async function checkTags(
  looked: Looked,
  file: RowFile,
  { there, context }: { there: readonly RowFile[]; context: VerifyContext },
): Promise<Finding[]> {
  const { tools } = context
  const { track } = looked.seen
  const tags = await readTags(file.path)
  const about = file.format
  if (tags.own && tags.own.page !== track.id)
    return track.tags.includes(MERGED_TAG)
      ? []
      : [finding('Others_File', { about, detail: `${tags.own.page}, ${file.path}` })]
  const lacks = [
    ...lackedBy(tags, file, { hasArtist: track.artist !== undefined }),
    ...(lacksSource(looked, file, { ...tags, tools }) ? ['word of its source'] : []),
  ]
  const lacksCover = !tags.hasPicture && (track.artworkUrl !== undefined || (await hasCover(there, file)))
  const isAsked = !tags.own || lacks.length > 0 || lacksCover || context.full
  const sha256 = file.known && isAsked ? await sumOf(file.path) : '' // of what is heard
  const heard = sha256 ? await hearFile(looked, file, context) : undefined
  if (heard?.kind === 'other') return [finding('Other_Recording', { about, detail: `${heard.because}, ${file.path}` })]
  if (heard?.kind === 'near') return [finding('Other_Version', { about, detail: `${heard.because}, ${file.path}` })]
  const isMade = heard?.kind === 'same' || (file.known !== undefined && tags.own !== undefined)
  const repair = { how: 're-tag', format: file.format, path: file.path, cover: lacksCover, sha256 } as const
  return [
    ...checkSource(looked, file, { ...tags, tools }),
    ...(lacks.length > 0
      ? [finding('Untagged', { about, detail: `no ${lacks.join(', no ')}, ${file.path}`, ...(isMade && { repair }) })]
      : []),
    ...(lacksCover ? [finding('No_Cover', { about, detail: file.path, ...(isMade && { repair }) })] : []),
  ]
}

function lackedBy({ has, own }: FileTags, { known }: RowFile, { hasArtist }: { hasArtist: boolean }): string[] {
  return [
    ...(has.has('title') ? [] : ['title']),
    ...(hasArtist && !has.has('artist') ? ['artist'] : []),
    ...(known && !own ? ['mark of this program'] : []),
  ]
}

async function hasCover(there: readonly RowFile[], { path }: RowFile): Promise<boolean> {
  for (const other of there)
    if (other.path !== path && (await readTags(other.path).catch(() => undefined))?.hasPicture) return true
  return false
}
