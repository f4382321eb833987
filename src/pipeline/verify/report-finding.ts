// A finding as a row of Issues+Questions: one, ever, whatever a person does with it.

import { createHash } from 'node:crypto'
import { ConfigFault } from '../../errors.ts'
import { type Finding, type FindingKind, findingKey, repairWords } from '../../model/finding.ts'
import type { Tools } from '../../tools.ts'
import type { Verdict } from './verify-row.ts'

/** With these a track cannot be played, or it is another one. */
const URGENT: readonly FindingKind[] = [
  'False_Downloaded',
  'Not_There',
  'Shared_Path',
  'Others_File',
  'Damaged',
  'Other_Recording',
]
const CODE_LENGTH = 10

/** @returns the page that tells of it. @throws ConfigFault when there is no such database */
export async function reportFinding({ page, label }: Verdict, finding: Finding, tools: Tools): Promise<string> {
  const key = findingKey(page, finding)
  const told = tools.verified.reported(key)
  if (told !== undefined) return told
  if (!tools.issues) throw new ConfigFault('ISSUES_DB_ID is not set: there is no database for findings')
  const { kind, says, repair } = finding
  const mends = repair
    ? `orchestrator verify ${page} --repair does: ${repairWords(repair)}`
    : 'A person has to look at it.'
  const issue = await (await tools.issues()).findOrCreate({
    code: createHash('sha256').update(key).digest('hex').slice(0, CODE_LENGTH),
    title: `${label}: ${says}`.slice(0, LONGEST_TITLE),
    description: `${says}\n${mends}\nTrack: ${page}`.slice(0, LONGEST_TEXT),
    priority: URGENT.includes(kind) ? 'High' : 'Medium',
    tag: kind.replaceAll('_', ' '),
    track: page,
  })
  await tools.verified.report(key, issue)
  return issue
}

const LONGEST_TITLE = 200
const LONGEST_TEXT = 2000
