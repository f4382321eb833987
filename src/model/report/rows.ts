// The rows of a report's tables, the same for every form.

import type { Report } from './report.ts'
import { timeWords } from './words.ts'

export const failureRows = ({ failures }: Report): string[][] =>
  failures.map(({ reason, count, examples }) => [reason, String(count), examples.join('; ')])

export const stageRows = ({ stages }: Report): string[][] =>
  stages.map(({ stage, count, medianMs, p95Ms }) => [stage, String(count), timeWords(medianMs), timeWords(p95Ms)])

export const serviceRows = ({ services }: Report): string[][] =>
  services.map(({ lane, times, minutes, reason }) => [lane, String(times), String(minutes), reason])
