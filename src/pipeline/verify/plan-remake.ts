// Lost and damaged files that the program made: they are made again of a whole lossless one; where there is none, the row is done anew.

import { fileURLToPath } from 'node:url'
import { sumOf } from '../../durable-file.ts'
import { InputFault } from '../../errors.ts'
import { isInside } from '../../library/trash.ts'
import type { Finding, Repair } from '../../model/finding.ts'
import { sourceLinks, type Track } from '../../model/track.ts'
import { canonicalLink } from '../../model/url/url.ts'
import type { Tools } from '../../tools.ts'
import { resetWrites } from './reset-writes.ts'
import type { Looked, RowFile, VerifyContext } from './verify-context.ts'

/** These findings, with what mends them. */
export async function withRemakes(findings: readonly Finding[], looked: Looked, context: VerifyContext) {
  const lost = findings.flatMap(finding => brokenIn(finding, looked) ?? [])
  if (lost.length === 0) return findings
  const from = await wholeOne(looked, findings, context)
  const reset = from ? undefined : await resetOf(looked, findings, context.tools)
  return Promise.all(
    findings.map(async finding => {
      const file = brokenIn(finding, looked)
      if (!file || !isInside(context.tools.library.dir, file.path)) return finding
      const repair = from ? await remake(file, from) : reset
      return repair ? { ...finding, repair } : finding
    }),
  )
}

const BROKEN = new Set<string>(['Not_There', 'Damaged', 'Other_Recording'])

/** The file of this program that a finding says is gone, cannot be played, or was replaced. */
function brokenIn({ kind, about, repair }: Finding, { files }: Looked): RowFile | undefined {
  if (repair || !BROKEN.has(kind)) return undefined
  const state = kind === 'Not_There' ? 'gone' : 'there'
  return files.find(file => file.format === about && file.state === state && file.known)
}

const DOUBTED = new Set<string>([
  'Damaged',
  'Wrong_Codec',
  'Wrong_Length',
  'Others_File',
  'Other_Recording',
  'Other_Version',
])

/** One that is as it was made before one whose tags were changed since. */
async function wholeOne({ files }: Looked, findings: readonly Finding[], { tools, signal }: VerifyContext) {
  const isDoubt = ({ kind, repair }: Finding) => DOUBTED.has(kind) || (kind === 'Untagged' && !repair)
  const isDoubted = ({ format }: RowFile) => findings.some(one => isDoubt(one) && one.about === format)
  const changed: string[] = []
  for (const file of files.filter(one => one.state === 'there' && one.known && !isDoubted(one))) {
    const facts = await tools.audio.probe(file.path, signal).catch(unlessInput)
    if (!facts?.isLossless) continue // nothing lossy becomes a lossless file
    if ((await sumOf(file.path).catch(() => undefined)) === file.known?.sha256) return file.path
    changed.push(file.path)
  }
  return changed[0]
}

async function remake({ format, path, state }: RowFile, from: string): Promise<Repair> {
  const damaged = state === 'there' ? await sumOf(path) : undefined
  return { how: 're-make', format, path, from, ...(damaged !== undefined && { damaged }) }
}

/** Only while nothing of the row can be played, and there is a link to fetch it from. */
async function resetOf(looked: Looked, findings: readonly Finding[], tools: Tools): Promise<Repair | undefined> {
  const { files, seen } = looked
  const isBroken = (file: RowFile) =>
    findings.some(one => one.kind !== 'Other_Recording' && brokenIn(one, looked) === file)
  if (!files.every(isBroken) || !(await canBeFetched(seen.track, tools))) return undefined
  const fields = resetWrites(looked, tools)
  const trash = files.filter(({ state }) => state === 'there').map(({ path }) => path)
  return fields && { how: 'reset', fields, trash }
}

async function canBeFetched(row: Track, { searches, ownFile }: Tools): Promise<boolean> {
  const refused = searches.refused(row.id)
  for (const link of sourceLinks(row)) {
    const canonical = canonicalLink(link)
    if (canonical === undefined || refused.has(canonical)) continue
    if (!link.startsWith('file:')) return true
    const path = await ownFile(fileURLToPath(link)).catch(unlessInput)
    if (path !== undefined) return true
  }
  return false
}

/** The file is at fault; anything else is no answer about it. */
function unlessInput(error: unknown): undefined {
  if (!(error instanceof InputFault)) throw error
}
