// Files in the working folder are known by their content, not by being there.

import { sumOf } from '../durable-file.ts'
import type { SourceFile } from '../sources/source-file.ts'
import { type ByFormat, entriesOf, type TrackWork } from './stage.ts'

export async function sumsOf(paths: ByFormat<string>): Promise<ByFormat<string>> {
  const sums: ByFormat<string> = {}
  for (const [format, path] of entriesOf(paths)) sums[format] = await sumOf(path)
  return sums
}

/** Whether every output has the content its receipt says. */
export async function outputsAreWhole({ outputs, sums }: TrackWork): Promise<boolean> {
  const entries = entriesOf(outputs)
  for (const [format, path] of entries) if (!(await hasSum(path, sums[format]))) return false
  return entries.length > 0
}

export async function hasSum(path: string, expected: string | undefined): Promise<boolean> {
  if (expected === undefined) return false
  return (await sumOf(path).catch(() => undefined)) === expected
}

export const sourceIsWhole = async (source: SourceFile | undefined): Promise<boolean> =>
  source !== undefined && (await hasSum(source.path, source.sha256))
